"""Fixtures: a newsroom with pieces in every state, and a canary in everything unpublished."""

from datetime import timedelta

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from articles.actions import deletion, publishing
from articles.content import thaw
from articles.models import (
    Arrangement,
    Article,
    Author,
    Block,
    Byline,
    Change,
    FormerAuthor,
    FormerPage,
    FormerSection,
    FormerTag,
    Layout,
    Page,
    PageText,
    Photo,
    Redirect,
    Section,
    SharedPreview,
    Stage,
    Tag,
    TaggedArticle,
    User,
    page_key,
)
from espreso import languages

from .canaries import Canaries
from .factory import FOUND_IN_FILES, Filler

# Long enough for any walk to end before it.
LATER = timedelta(days=7)


class Planting:
    """Plants in two steps: `first`, with some of it live, and `then`, with that taken away.

    `secrets` are the words that no reader may find, `shown` those that readers see.
    """

    def __init__(self, secrets: Canaries, shown: Canaries):
        self.secrets, self.shown = secrets, shown
        self.fillers: list[Filler] = []
        self.pieces: list[Article] = []
        self._to_be_taken_away = []

    @property
    def made(self):
        """Every row that carries a secret, each with the filler that made it."""
        return [(row, filler) for filler in self.fillers for row in filler.made]

    def first(self) -> None:
        """Plant all that is secret from the start, and what is live and will not stay so."""
        self.by = self._filler("the account of who publishes").make(User)
        self._make_public()
        for kind in Article.kinds():
            self._draft(kind)
            self._scheduled(kind)
            self._scheduled_and_cancelled(kind)
            self._picked_from_a_live_piece(list(self.pieces))
            self._live_and_changed(kind)
            self._live_and_to_be_replaced(kind)
            self._live_and_to_be_superseded(kind)
            self._live_and_to_be_withdrawn(kind)
            self._an_old_address_of(kind)
            self._deleted(kind)
        for language, _name in languages.others():
            self._publish(self._plain(Article, language=language))
        self._photo_to_be_withdrawn()
        self._used_nowhere()
        self._topics_that_end_in_live_ones()
        self._addresses_changed_before_they_were_known()
        self._arranged()

    def then(self) -> None:
        """Take away what was live."""
        for take_away in self._to_be_taken_away:
            take_away()

    # One state each.

    def _draft(self, kind):
        filler = self._filler("draft", kind)
        piece = self._secret(kind, filler)
        Article.objects.filter(pk=piece.pk).update(stage=Stage.READY)
        now = timezone.now()
        filler.make(SharedPreview, article=piece, revoked_at=now, revoked_by=self.by)
        past = {"created_at": now - timedelta(days=3), "expires_at": now - timedelta(days=1)}
        filler.make(SharedPreview, article=piece, **past)

    def _scheduled(self, kind):
        self._schedule(self._secret(kind, self._filler("scheduled", kind)))

    def _scheduled_and_cancelled(self, kind):
        piece = self._secret(kind, self._filler("scheduled and cancelled", kind))
        self._schedule(piece)
        publishing.cancel(piece, self.by, revision=_revision(piece))

    def _deleted(self, kind):
        piece = self._secret(kind, self._filler("deleted", kind))
        for each in (*piece.translations.all(), piece):
            deletion.delete(each, self.by)
        self.pieces.remove(piece)

    def _picked_from_a_live_piece(self, others):
        piece = self._plain(Article)
        piece.pick(other.pk for other in others)
        self._publish(piece)

    def _live_and_changed(self, kind):
        piece = self._plain(kind)
        self._publish(piece)
        self._dress(piece, self._filler("changed after publication", kind))

    def _live_and_to_be_replaced(self, kind):
        for change in (Change.UPDATE, Change.CORRECTION, Change.SILENT):
            filler = self._filler(f"{change.label.lower()} scheduled over what is live", kind)
            piece = self._plain(kind)
            self._publish(piece)
            self._dress(piece, filler)
            self._schedule(piece, change, filler.say("note for readers", said=False))

    def _live_and_to_be_superseded(self, kind):
        filler, piece = self._filler("superseded", kind), self._plain(kind)
        self._publish(piece)
        self._dress(piece, filler)
        self._publish(piece, Change.SILENT, filler.say("note of a silent fix"))

        def supersede():
            first = piece.versions.order_by("number").first()
            publishing.restore(first, self.by, revision=_revision(piece))
            note = self.shown.new("note for readers", "correction")
            self._publish(piece, Change.CORRECTION, note)

        self._to_be_taken_away.append(supersede)

    def _live_and_to_be_withdrawn(self, kind):
        filler, piece = self._filler("withdrawn", kind), self._plain(kind)
        self._publish(piece)
        self._dress(piece, filler)
        self._publish(piece, Change.CORRECTION, filler.say("note for readers"))
        self._to_be_taken_away.append(
            lambda: publishing.withdraw(piece, self.by, revision=_revision(piece))
        )

    def _photo_to_be_withdrawn(self):
        photo = self._filler("withdrawn photo of a live piece").make(Photo)
        self.former_files = photo.rendition_names()
        self._publish(self._plain(Article, lead_photo=photo))
        self._to_be_taken_away.append(photo.withdraw)

    def _used_nowhere(self):
        filler = self._filler("used nowhere")
        for model in (Photo, Tag, Author, Section, FormerTag, FormerAuthor, FormerSection):
            filler.make(model)
        page = filler.make(Page)
        filler.make(PageText, page=page)
        filler.make(FormerPage, of=page, language=page.language)

    def _topics_that_end_in_live_ones(self):
        """Merge and rename topics whose names readers never saw: what was planted keeps those."""
        filler = self._filler("merged into what is live")
        piece, topic = self._secret(Article, filler), filler.make(Tag)
        TaggedArticle.objects.create(content_object=piece, tag=topic)
        self._schedule(piece)
        Tag.objects.get(pk=topic.pk).merge_into(self.tag)

        filler = self._filler("renamed and then published")
        piece, topic = self._plain(Article), filler.make(Tag, description="", in_other_languages={})
        TaggedArticle.objects.create(content_object=piece, tag=topic)
        Tag.objects.get(pk=topic.pk).rename(self.shown.new("name of tag", "live"))
        self._publish(piece)

    def _addresses_changed_before_they_were_known(self):
        """Readers never saw the first address of these, and find them at another one today."""
        filler = self._filler("at another address before it was published")
        section = filler.make(Section, **self._shown_in_each_language(Section))
        words = self._shown_in_each_language(Author)
        author = filler.make(Author, portrait=self.photo, **words)
        page = filler.make(Page, **self._shown(PageText.WORDS))
        for row in (section, author, page):
            row = type(row).objects.get(pk=row.pk)
            row.slug = self.shown.new("address", "live")
            row.save()
        piece = self._plain(Article, section=section)
        Byline.objects.create(article=piece, author=author)
        self._publish(piece)
        page = Page.objects.get(pk=page.pk)
        page.published = True
        page.save()

    def _shown_in_each_language(self, model):
        codes = [code for code, _name in languages.others()]
        further = {code: self._shown(model.in_words) for code in codes}
        return self._shown(model.in_words) | {"in_other_languages": further}

    def _shown(self, names):
        return {name: self.shown.new(name, "live") for name in names}

    def _an_old_address_of(self, kind):
        """Lead from an address of an old site to a piece that is not live."""
        filler = self._filler("waits at an old address", kind)
        piece = self._secret(kind, filler)
        self._schedule(piece)
        old = f"/{filler.say('old address', said=False)}"
        filler.make(Redirect, old=old, to="", to_key="", piece=piece, gone=False)

    def _arranged(self):
        """Let pages name what is not live: by what readers see, and by what nobody sees yet.

        On pages of what was planted: how others are arranged is somebody else's.
        """
        filler = self._filler("arrangement of a page")
        keys = [piece.pk for piece in self.pieces]
        for subject in (self.section, self.tag):
            own = {"page": page_key(subject), "language": settings.LANGUAGE_CODE}
            draft = filler.make(Arrangement, **own)
            opens, begins = timezone.now() + LATER, timezone.now()
            Layout.objects.create(
                arrangement=draft,
                number=1,
                during=DateTimeTZRange(begins, opens),
                document={"lead": keys[0], "top": keys[1:], "blocks": []},
            )
            filler.make(Layout, arrangement=draft, number=2, during=DateTimeTZRange(opens, None))

    # How.

    def _filler(self, where, kind=None):
        where = f"{where}: {kind._meta.verbose_name}" if kind else where
        self.fillers.append(Filler(self.secrets, where))
        return self.fillers[-1]

    def _make_public(self):
        """Make what live pieces share. Of its words readers know all, of its files nothing."""
        self._public = Filler(self.shown, "live")
        self.section = self._public.make(Section, in_navigation=True)
        self.tag = self._public.make(Tag)
        public = {"published": True, "first_published_at": timezone.now()}
        self.page = self._public.make(Page, **public)
        for code, _name in languages.others():
            self._public.make(Page, language=code, slug=self.page.slug, **public)
        # The account of somebody whose name stands under a piece is the newsroom's own affair.
        account = self._filler("the account of an author").make(User)
        words = self._public.values(Photo, FOUND_IN_FILES)
        self.photo = self._filler("the file of a published photo").make(Photo, **words)
        self.author = self._public.make(Author, user=account, portrait=self.photo)

    def _plain(self, kind, **given):
        """Return a piece of which readers may know every word."""
        given = {"section": self.section, "lead_photo": self.photo, "created_by": self.by} | given
        piece = kind.objects.create(**self._public.values(kind, given), **given)
        for block in Block.kinds():
            photos = {"photo": self.photo} if hasattr(block, "photo") else {}
            self._public.make(block, parent=piece, **photos)
        Byline.objects.create(article=piece, author=self.author)
        TaggedArticle.objects.create(content_object=piece, tag=self.tag)
        self.pieces.append(piece)
        return piece

    def _secret(self, kind, filler):
        piece = self._plain(kind)
        self._dress(piece, filler)
        return piece

    def _dress(self, piece, filler):
        """Make all that the draft says, and all that belongs to it, a secret."""
        for name, value in filler.values(type(piece)).items():
            setattr(piece, name, value)
        piece.save()
        piece.bylines.all().delete()
        piece.tagged.all().delete()
        thaw.replace_blocks(piece, [])
        piece.shared_with.add(filler.make(User))
        filler.parts(piece)
        # Links open for as long as whoever made them may write the piece.
        piece.shared_with.add(*piece.shared_previews.values_list("by", flat=True))
        piece.bump(self.by)

    def _publish(self, piece, change=Change.SILENT, note=""):
        publishing.publish(piece, self.by, revision=_revision(piece), change=change, note=note)

    def _schedule(self, piece, change=Change.SILENT, note=""):
        revision, at = _revision(piece), timezone.now() + LATER
        publishing.schedule(piece, self.by, at, revision=revision, change=change, note=note)


def _revision(piece):
    return Article.objects.values_list("revision", flat=True).get(pk=piece.pk)
