"""Front page: what editors placed, and the newest pieces in every place that they left empty."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, OuterRef
from django.db.models.expressions import RawSQL

from articles.models import FRONT, Label, Layout, Section, Tag, Version, page_key
from espreso.compiled_queries import compiled_query

from . import layout_document

# Of so many of each section and topic a block is chosen: some stand elsewhere already.
_CHOICE = 12
_LATEST, _IN_STRIP = 16, 3


def front_context(
    document: layout_document.Document | None = None, at: datetime | None = None
) -> dict:
    """Return what the front page shows, in three queries, or two without blocks about topics.

    That is as the layout says that is live, or else `document`; always of pieces that are live
    (for a preview: that will be, at the moment `at`) and in the language that is spoken now.
    `places` tells the desk what stands where, or None, by the names of lead, top and blocks.
    """

    sections = _sections(at)
    # Nothing is published without a section.
    if not sections:
        return {"lead": None, "places": {}}
    first = sections[0]
    document = (first.layout or {}) if document is None else document
    topics = _topics(at, layout_document.subjects(document, "topic"))
    subjects = [*sections, *topics]
    keys = {key for subject in subjects for key in subject.newest}
    keys |= {*first.latest, *first.interviews, *first.opinions, *layout_document.picks(document)}
    found = _cards(at, [*keys])
    filler = PlaceFiller({version.article_id: version for version in found}, document)
    lead = filler.fill([document.get("lead")], first.latest[:_CHOICE], 1, only=_pictured)
    lead = lead if lead[0] else [*filler.newest(first.latest, 1), None][:1]
    top = filler.fill(document.get("top", ()), first.latest, layout_document.TOP, only=_pictured)
    shown = {
        "lead": lead[0],
        "top": [version for version in top if version],
        "interviews": filler.newest(first.interviews, _IN_STRIP),
        "opinions": filler.newest(first.opinions, _IN_STRIP),
        # The feed beside them is the feed: it repeats what stands elsewhere.
        "latest": [filler.live[key] for key in first.latest[:_LATEST] if key in filler.live],
        "blocks": [
            strip for strip in (filler.strip(*one) for one in _blocks(document, subjects)) if strip
        ],
    }
    blocks = {strip.name: strip.places for strip in shown["blocks"]}
    return shown | {"places": {"lead": lead, "top": top} | blocks}


def _newest(at):
    return Version.objects.live(at).in_language().newest_first()


def _keys(versions, count):
    # Of pieces, not of versions: one that is published anew between the two queries is there.
    return ArraySubquery(versions.values("article")[:count])


@compiled_query
def _sections(at):
    newest = _newest(at)
    return Section.objects.annotate(
        newest=_keys(newest.in_section(OuterRef("pk")), _CHOICE),
        latest=_keys(newest, 30),
        interviews=_keys(newest.filter(kind="interview"), _IN_STRIP + 1),
        opinions=_keys(newest.with_label(Label.OPINION), _IN_STRIP + 1),
        layout=Layout.objects.documents(FRONT),
    )


def _topics(at, keys):
    if not keys:
        return []
    of_each = _keys(_newest(at).on_topic(OuterRef("pk")), _CHOICE)
    return list(Tag.objects.filter(pk__in=keys).annotate(newest=of_each))


@compiled_query
def _cards(at, keys):
    wanted = "articles_version.article_id = ANY(%s)"
    # Parameters fill it, and no words of anybody's.
    wanted = RawSQL(wanted, [keys], output_field=BooleanField())  # noqa: S611 — see above
    return Version.objects.live(at).in_language().for_cards().filter(wanted)


def _blocks(document, subjects):
    """Yield what each block is about, with its own title and the pieces placed in it."""
    if "blocks" not in document:
        sections = [one for one in subjects if isinstance(one, Section) and one.in_navigation]
        yield from ((section, "", ()) for section in sections)
    there = {page_key(subject): subject for subject in subjects}
    for block in document.get("blocks", ()):
        # A topic that was merged into another is gone, and its block with it.
        if subject := there.get("{}-{}".format(*layout_document.subject_of(block))):
            yield subject, block.get("title", ""), block["pieces"]


def _pictured(version):
    return version.lead_photo is not None and version.lead_photo.usable


@dataclass(frozen=True)
class Strip:
    """A strip of the front page, about a section or a topic."""

    name: str
    title: str
    address: str
    places: list[Version | None]

    @property
    def versions(self) -> list[Version]:
        return [version for version in self.places if version]


class PlaceFiller:
    """Gives every piece one place on the page: the first for which somebody chose it, or else
    the most prominent that it earns by being new. `live` are those that there are, by piece.
    """

    def __init__(self, live: dict[int, Version], document: layout_document.Document):
        self.live = live
        # Withdrawn, in another language, not out yet: its place is filled as an empty one.
        self.placed = {key: live.get(key) for key in layout_document.picks(document)}
        # What is placed further down is not taken from there for being new.
        self.shown = {key for key, version in self.placed.items() if version}

    def fill(self, picks, keys, count, *, only=None) -> list[Version | None]:
        """Return what stands in `count` places: what was picked, and else the newest by `keys`.

        None where there is nothing left to fill it.
        """
        places = [self.placed.get(key) for key in picks]
        places += [None] * (count - len(places))
        fresh = iter(self.newest(keys, places.count(None), only=only))
        return [place or next(fresh, None) for place in places]

    def newest(self, keys, count, *, only=None) -> list[Version]:
        """Return the first `count` of `keys` that stand nowhere yet."""
        left = (self.live[key] for key in keys if key in self.live and key not in self.shown)
        found = [version for version in left if only is None or only(version)][:count]
        self.shown.update(version.article_id for version in found)
        return found

    def strip(self, subject, title, picks) -> Strip | None:
        """Return the strip about `subject`, or None when nothing is left for it."""
        # A topic (or a section outside the navigation) of which nothing is live has no page, and
        # its name may be a secret still, whatever else was placed in its block.
        if not (subject.newest or getattr(subject, "in_navigation", False)):
            return None
        places = self.fill(picks, subject.newest, layout_document.IN_BLOCK)
        if not any(places):
            return None
        title = title or subject.said("name")
        return Strip(page_key(subject), title, subject.get_absolute_url(), places)
