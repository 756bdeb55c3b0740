"""Public pages of a loaded newsroom: one of each kind, and every address that there is."""

from collections.abc import Iterator
from urllib.parse import urlencode

from articles.embargo import url_patterns
from articles.embargo.url_values import DAY, KEYS, PLACE, Tries, Value, Visibility
from articles.models import Article, Label, Page, Photo, Version
from articles.models.version_queryset import SITEMAP_PART
from articles.public import image_urls
from articles.public.pagination import place_of
from demo.bench.pieces import (
    AFFAIR,
    CORRECTED,
    ENGLISH_TOPIC,
    LINKS,
    MOVED,
    PICKS,
    ROUND,
    SECTIONS,
    SLUG,
    TRANSLATION,
    WITHDRAWN,
)
from demo.bench.words import FREQUENT, VOCABULARY, WORDS, rare

_PLAIN = 2
_KINDS = (_PLAIN, PICKS, LINKS, TRANSLATION, CORRECTED, MOVED, WITHDRAWN)


class Examples:
    """Pieces of a loaded newsroom of which something is to be seen."""

    def __init__(self):
        last = Article.objects.filter(slug__startswith=SLUG).latest("pk")
        self.count = int(last.slug.removeprefix(SLUG)) + 1
        self._new = (self.count // ROUND - 1) * ROUND
        self.middle = self.count // 2 // ROUND * ROUND
        self.affair = f"affair-{self.middle // AFFAIR}"

    def seen(self, kind: int, *, new=True) -> Version:
        """Return the first version of a piece of a kind: one of the newest, or of the middle."""
        number = (self._new if new else self.middle) + kind
        return Version.objects.get(slug=f"{SLUG}{number}", number=1)

    def pages(self) -> dict[str, str]:
        """Return the address of one page of each kind, by what it is called."""
        piece, middle = self.seen(_PLAIN), self.seen(_PLAIN, new=False)
        first, deep = f"?before={place_of(piece)}", f"?before={place_of(middle)}"
        address, day = piece.get_absolute_url(), middle.path.rpartition("/")[0]
        return {
            "front": "/",
            "feed": "/news/",
            "feed, page 2": f"/news/{first}",
            "feed, deep": f"/news/{deep}",
            "day": f"/news/{day}/",
            "section": "/sections/section-0/",
            "section, deep": f"/sections/section-0/{deep}",
            "section of few": f"/sections/section-{SECTIONS - 1}/",
            "topic of many": "/tags/topic-0/",
            "topic of many, deep": f"/tags/topic-0/{deep}",
            "topic of few": f"/tags/{self.affair}/",
            "topic of another language": f"/uk/tags/topic-{ENGLISH_TOPIC}/",
            "author": "/authors/author-0/",
            "author, deep": f"/authors/author-0/{deep}",
            "label": "/labels/opinion/",
            "interviews": "/interviews/",
            "corrections": "/uk/corrections/",
            "article": address,
            "article with picks": self.seen(PICKS).get_absolute_url(),
            "article with links": self.seen(LINKS).get_absolute_url(),
            "article of long ago": middle.get_absolute_url(),
            "article with a translation": self.seen(TRANSLATION).get_absolute_url(),
            "history": f"{self.seen(CORRECTED).get_absolute_url()}history/",
            "light article": f"{address}light/",
            "light front": "/light/",
            "moved": self.seen(MOVED).get_absolute_url(),
            "withdrawn": self.seen(WITHDRAWN).get_absolute_url(),
            "old address": f"/archive/{self.middle}",
            "not found": f"/{piece.path}-nothing/",
            "RSS": "/rss.xml",
            "RSS of a topic": "/tags/topic-0/rss.xml",
            "JSON Feed of an author": "/authors/author-0/feed.json",
            "newest.json": "/news/newest.json",
            "news sitemap": "/news-sitemap.xml",
            "sitemap index": "/sitemap.xml",
            "sitemap part": f"/sitemaps/{middle.article_id // SITEMAP_PART}.xml",
            "sitemap lists": "/sitemaps/lists.xml",
            "search form": "/search/",
        }

    def searches(self) -> dict[str, str]:
        """Return the addresses of what readers search for, by what it is called."""
        common, seldom = (VOCABULARY["en"].words[rank] for rank in (100, 1000))
        asked = {
            "a word of every third headline": {"q": FREQUENT},
            "a word of one text in thirty": {"q": common},
            "a word of one text in three hundred": {"q": seldom},
            "a word of one headline": {"q": rare(self.count)},
            "two words": {"q": f"{FREQUENT} {common}"},
            "a phrase": {"q": f"“{WORDS[3]} {WORDS[4]}”"},
            "one of two": {"q": f"{FREQUENT} or {seldom}"},
            "a word without another": {"q": f"{common} -{FREQUENT}"},
            "in a section, with a label": {"q": common, "section": "section-1", "label": "opinion"},
            "of an author": {"q": FREQUENT, "author": "Author 2"},
            "until a day": {"q": FREQUENT, "until": self._day},
            "filters alone": {"section": "section-1", "label": "opinion"},
            "what nothing says": {"q": "zzzz"},
        }
        return {what: f"/search/?{urlencode(query)}" for what, query in asked.items()}

    @property
    def _day(self):
        return self.seen(_PLAIN, new=False).published_at.date().isoformat()

    def every_address(self) -> Iterator[str]:
        """Yield all that readers can ask for, with whatever may be put into a pattern."""
        tries = self._tries()
        for pattern in url_patterns.public():
            for probe in pattern.filled(tries):
                yield probe.address
        for address in (*self.pages().values(), *self.searches().values()):
            yield address
            if not address.startswith("/uk/"):
                yield f"/uk{address}"
        yield f"/oembed?{urlencode({'url': self.seen(_PLAIN).get_absolute_url()})}"
        yield f"/oembed?{urlencode({'url': self.seen(MOVED).get_absolute_url()})}"

    def _tries(self) -> Tries:
        seen = [self.seen(kind) for kind in _KINDS] + [self.seen(_PLAIN, new=False)]
        places = [*(version.path for version in seen), f"{seen[0].path}-nothing"]
        slugs = [
            "section-0",
            f"section-{SECTIONS - 1}",
            "topic-0",
            f"topic-{ENGLISH_TOPIC}",
            self.affair,
        ]
        slugs += ["author-0", "author-1", "nothing"]
        slugs += Page.objects.filter(published=True).values_list("slug", flat=True)[:1]
        photo = Photo.objects.earliest("pk")
        cut = image_urls.cuts(photo, photo.record["focal"])[0].address
        share = image_urls.share_address(
            Version.objects.select_related("lead_photo").earliest("pk")
        )
        names = {
            "slug": slugs,
            "label": [label for label in Label.values if label],
            "name": ["nothing.jpg"],
            "token": ["nothing"],
            "part": [str(seen[-1].article_id // SITEMAP_PART), "99999999"],
            "cut": [cut.rpartition("/")[2].removesuffix(".jpg")],
            "share": [share.rpartition("/")[2].removesuffix(".jpg")],
            **{key: ["1"] for key in KEYS},
        }
        return {
            PLACE: [_value(*place.split("/")) for place in places],
            DAY: [_value(*places[-2].split("/")[:3]), _value("1900", "01", "01")],
            **{(name,): [_value(text) for text in texts] for name, texts in names.items()},
        }


def _value(*texts):
    return Value(texts, Visibility.LIVE, texts)
