"""Blocks: what a story is made of, one row a block, one template a kind.

A block knows how it looks in a version's document and how to come back from there. Other
apps add kinds by subclassing `Block` with a Meta of their own:

    class Meta(Block.Meta):
        app_label = "yours"
"""

from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from content_editor.models import create_plugin_base
from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from espreso import richtext
from espreso.forms import RichTextFormField
from espreso.keys import key_of

from .article import Article
from .finding import Finding
from .photo import Photo


class RichTextField(ProseEditorField):
    """Rich text as `espreso.richtext` allows it, cleaned whenever a form cleans it."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"extensions": richtext.EDITOR_EXTENSIONS, "sanitize": richtext.clean}
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": RichTextFormField} | kwargs)


# As `articles_searchable` has it: more does not fit into what the database keeps of a text.
_LONGEST_SEARCHED = 200_000


def words_of(*fields: str) -> Func:
    """Return the words of these fields of a block in any of their forms, for an index and a search.

    As Ukrainian: so read, the Latin words of a text are stemmed as English (articles_words).
    """
    parts = [part for name in fields for part in (Value(" "), F(name))][1:]
    said = Concat(*parts, output_field=models.TextField()) if len(fields) > 1 else F(*fields)
    return Func(Value("uk"), Left(said, _LONGEST_SEARCHED), function="articles_words")


# More than any piece a reader would finish, and few enough to open and save in seconds.
MOST_BLOCKS = 500


class Block(create_plugin_base(Article)):
    """A part of a piece. `kind` names it in documents, `template` renders it."""

    kind: ClassVar[str]
    template: ClassVar[str]
    # Which fields a document keeps as they are, and which of them are rich text.
    frozen: ClassVar[tuple[str, ...]] = ()
    rich: ClassVar[tuple[str, ...]] = ()
    # The field that names a block for ever, whatever becomes of its words.
    identity: ClassVar[str] = ""
    # By which words the desk finds the piece, published or not; its kind has an index of them.
    words: ClassVar[Func | None] = None

    class Meta:
        abstract = True
        app_label = "articles"
        ordering = ["ordering", "pk"]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def kinds(cls) -> list[type["Block"]]:
        """Return every kind that an installed app defines."""
        return [model for model in apps.get_models() if issubclass(model, cls)]

    @classmethod
    def all_of(cls, article: Article) -> list["Block"]:
        """Return the blocks of `article` in their order: one query a kind."""
        blocks = [
            block for kind in cls.kinds() for block in kind.get_queryset().filter(parent=article)
        ]
        return sorted(blocks, key=lambda block: (block.ordering, block.pk))

    @property
    def block_key(self) -> str:
        """Return the name under which the desk knows this row: “prose-12”."""
        return f"{self.kind}-{self.pk}"

    @classmethod
    def by_keys(cls, article: Article, keys) -> dict[str, "Block"]:
        """Return those blocks of `article` that have one of these keys, by their key.

        Asks one query for each kind that is named; a key that names nothing is left out.
        """
        by_model: dict[type[Block], set[int]] = {model: set() for model in cls.kinds()}
        for key in keys:
            for model, wanted in by_model.items():
                number = key.removeprefix(f"{model.kind}-")
                if number != key and (pk := key_of(number)):
                    wanted.add(pk)
        return {
            block.block_key: block
            for model, wanted in by_model.items()
            if wanted
            for block in model.get_queryset().filter(parent=article, pk__in=wanted)
        }

    def freeze(self, language: str) -> dict[str, Any]:
        """Return the block for a version's document, its rich text cleaned once more.

        What it takes from elsewhere, it says in the `language` of the piece.
        """
        words = {
            name: richtext.clean(getattr(self, name)) if name in self.rich else getattr(self, name)
            for name in self.frozen
        }
        return {"kind": self.kind, **words}

    @classmethod
    @cache
    def blank(cls) -> dict[str, Any]:
        """Return what an empty block keeps: so much says one of before in a field of today."""
        return cls().freeze("")

    @classmethod
    def upgraded(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Return what `freeze` once kept, with what it would keep today."""
        return cls.blank() | data

    @classmethod
    def thaw(cls, data: dict[str, Any]) -> "Block":
        """Return an unsaved block with what `freeze` kept."""
        words = {
            name: richtext.allowed(data[name]) if name in cls.rich else data[name]
            for name in cls.frozen
            if name in data
        }
        return cls(region="main", **words)

    @classmethod
    @cache
    def worded(cls) -> tuple[str, ...]:
        """Return which of the frozen fields a reader reads: no addresses, and no anchors."""
        fields = [cls._meta.get_field(name) for name in cls.frozen]
        unread = (models.URLField, models.SlugField)
        return tuple(field.name for field in fields if not isinstance(field, unread))

    @classmethod
    def reworded(cls, data: dict[str, Any], name: str, words: str) -> dict[str, Any]:
        """Return what `freeze` kept, with other words in a field that is `worded`."""
        return data | {name: words}

    @classmethod
    def contents_entries(cls, data: dict[str, Any], number: int) -> list[dict[str, str]]:
        """Return what a frozen block, the one of this number, puts in the list of contents."""
        return []

    def text(self, language: str | None = None) -> str:
        """Return its words for search and comparison, a line a paragraph.

        What it takes from elsewhere, it says in `language`, or in the one that is spoken.
        """
        lines = (
            richtext.text_of(getattr(self, name)) if name in self.rich else getattr(self, name)
            for name in self.frozen
        )
        return "\n".join(line for line in lines if line)

    def findings(self, number: int, language: str) -> list[Finding]:
        """Return what is missing of the block, the one of this number among those of its kind."""
        return []


class Prose(Block):
    """Paragraphs, sub-headings, lists."""

    kind = "prose"
    template = "site/blocks/prose.html"
    frozen = rich = ("html",)
    words = words_of("html")

    html = RichTextField(_("text"))

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes = [GinIndex(words_of("html"), name="prose_words")]

    @classmethod
    def contents_entries(cls, data, number):
        return [
            {"anchor": f"part-{number}-{place}", "text": text}
            for place, text in enumerate(richtext.headings(data["html"]), start=1)
        ]


# See `Photo.recorded`.
_NO_RECORD = {"copyright": "", "licence": "", "focal": None}


class Figure(Block):
    """A photo in the text, or a caption that waits for its photo."""

    kind = "figure"
    template = "site/blocks/figure.html"
    words = words_of("caption")

    photo = models.ForeignKey(
        Photo,
        verbose_name=_("photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(app_label)s_%(class)s_set",
    )
    caption = models.TextField(
        _("caption"),
        max_length=1000,
        blank=True,
        help_text=_("If empty, the photo’s own caption is used."),
    )

    class Meta(Block.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [GinIndex(words_of("caption"), name="figure_words")]

    @classmethod
    def get_queryset(cls):
        return cls.objects.select_related("photo")

    @property
    def waits(self):
        """Whether the caption has no picture yet."""
        return self.photo_id is None

    def freeze(self, language):
        said = self._said(language)
        return {
            "kind": self.kind,
            "photo": self.photo_id,
            "caption": self.caption or said["caption"],
            "caption_of_photo": not self.caption,
            "credit": said["credit"],
            **(self.photo.record if self.photo else _NO_RECORD),
            "alternative_text": said["alternative_text"],
        }

    @classmethod
    def upgraded(cls, data):
        # Whose a caption was is not known: as one of its own, none of its words are lost.
        return super().upgraded({"caption_of_photo": not data.get("caption")} | data)

    @classmethod
    def worded(cls):
        return ("caption",)

    @classmethod
    def reworded(cls, data, name, words):
        # From here on it is a caption of its own: what the library says stays as it is.
        return super().reworded(data, name, words) | {"caption_of_photo": False}

    @classmethod
    def thaw(cls, data):
        caption = "" if data.get("caption_of_photo") else data.get("caption", "")
        return cls(region="main", photo_id=data.get("photo"), caption=caption)

    def text(self, language=None):
        return self.caption or self._said(language)["caption"]

    def _said(self, language):
        """What the library says of the photo."""
        photo = self.photo
        return {name: photo.said(name, language) if photo else "" for name in Photo.in_words}

    def findings(self, number, language):
        if self.photo is None:
            words = _("Picture %d: no picture yet, so its caption will not be shown.")
            return [Finding("picture", words % number, self.block_key)]
        found = []
        if self.photo.withdrawn_at:
            words = _("The picture “%s” is withdrawn: choose another one.") % self.photo
            found.append(Finding("withdrawn", words, self.block_key, stops=True))
        if not self.photo.said("credit", language):
            words = _("Picture %d: no credit.") % number
            found.append(Finding("credit", words, self.block_key))
        if not self.photo.said("alternative_text", language):
            words = _("Picture %d: no alternative text.") % number
            found.append(Finding("alternative_text", words, self.block_key))
        return found


class PullQuote(Block):
    """A sentence that stands out."""

    kind = "pull_quote"
    template = "site/blocks/pull_quote.html"
    frozen = ("quote", "attribution")
    words = words_of("quote", "attribution")

    quote = models.TextField(_("quote"), max_length=600)
    attribution = models.CharField(_("attribution"), max_length=160, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        indexes = [GinIndex(words_of("quote", "attribution"), name="pull_quote_words")]


PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "x.com": "X",
    "twitter.com": "X",
    "t.me": "Telegram",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
}


class Embed(Block):
    """Something that lives elsewhere: a video, a post. Nothing loads until a reader asks."""

    kind = "embed"
    template = "site/blocks/embed.html"
    frozen = ("url", "title")

    url = models.URLField(
        _("URL"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("The URL of the video or post, as in the browser’s address bar."),
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("What readers will find there.")
    )

    class Meta(Block.Meta):
        verbose_name = _("embed")
        verbose_name_plural = _("embeds")

    def freeze(self, language):
        return super().freeze(language) | {"provider": self.provider}

    def text(self, language=None):
        return self.title

    @property
    def provider(self) -> str:
        """Who keeps it, as readers know them: “YouTube”, or the host's name."""
        host = (urlsplit(self.url).hostname or "").removeprefix("www.").removeprefix("m.")
        return PROVIDERS.get(host, host)
