"""Factory: rows of any model, with a canary in every field that can hold one.

It knows fields, not models: a kind of block or of piece that is added one day is filled
like those of today.
"""

import io
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from PIL import ExifTags, Image

from articles.models import (
    Address,
    Article,
    Author,
    Block,
    DeletedDraft,
    Photo,
    Redirect,
    Section,
    Tag,
    User,
    Version,
)
from articles.models.blocks import RichTextField
from articles.models.compressed import CompressedJSONField
from espreso import languages

from .canaries import Canaries

# The verbs write these, and nobody else may; a redirect leads to a piece and is no part of it.
_MADE_ELSEWHERE = (Address, DeletedDraft, Redirect, Version)
# What a draft says is in these, and in what one kind of piece alone has: its front matter.
_SAID = (Article, Author, Block, Photo, Section, Tag)
# What a photo learns from its file.
FOUND_IN_FILES = {"file", "filename", "renditions", "width", "height", "former_record"}
_SIDE = 48


class CannotPlant(Exception):
    """A row that could not be filled; the message says which, for people."""


class Filler:
    """Fills rows with `words` that say which state of the newsroom they come from (`where`).

    Those that are no part of what the draft says come from the same state `for_colleagues`.
    """

    def __init__(self, words: Canaries, where: str):
        self._words, self.where = words, where
        self.made: list[models.Model] = []

    @property
    def for_colleagues(self) -> str:
        return f"{self.where}, for colleagues"

    def say(self, what: str, said: bool = True) -> str:
        """Return a new word for one place. `said` is whether it is part of what the draft says."""
        return self._words.new(what, self.where if said else self.for_colleagues)

    def make(self, model, **given) -> models.Model:
        """Return a new row of `model`, every word of which is planted but for those `given`."""
        if issubclass(model, Photo):
            row = self._photo(**given)
        else:
            try:
                with transaction.atomic():
                    row = model(**(self.values(model, given) | given))
                    row.save()
            except (DatabaseError, ValueError) as error:
                raise CannotPlant(
                    f"A row of {model._meta.label} could not be planted ({error}). "
                    "Teach articles/embargo/factory.py what its fields take."
                ) from error
        self.made.append(row)
        return row

    def parts(self, piece: Article) -> None:
        """Give the piece one of everything that can belong to a piece: blocks, comments, …"""
        for relation in piece._meta.get_fields(include_hidden=True):
            if relation.one_to_many and relation.auto_created:
                model = relation.related_model
                if not (issubclass(model, _MADE_ELSEWHERE) or model._meta.auto_created):
                    self.make(model, **{relation.field.name: piece})

    def values(self, model, given=()) -> dict:
        """Return a value for each field of `model` that takes a word or cannot do without."""
        found = {}
        for field in model._meta.concrete_fields:
            if field.name in given or field.primary_key or getattr(field, "generated", False):
                continue
            if field.is_relation:
                if self._carries(model, field):
                    found[field.name] = self.make(field.related_model)
            elif (value := self._value(model, field)) is not None:
                found[field.name] = value
        return found

    def _carries(self, model, field):
        # What may be left out is left out when it is no part of what the row says: who resolved
        # a comment, what it answers to, which account an author has, which version was read.
        target = field.related_model
        bystander = issubclass(target, (User, Article, *_MADE_ELSEWHERE)) or target is model
        return not field.null or not bystander

    def _value(self, model, field):
        what, said = f"{field.verbose_name} of {model._meta.verbose_name}", _is_said(model)
        if field.choices:
            return None if _does_without(field) else field.choices[-1][0]
        match field:
            case RichTextField():
                return f"<p>{self.say(what, said)}</p>"
            case models.EmailField():
                return f"{self.say(what, said)}@example.org"
            case models.URLField():
                return f"https://example.org/{self.say(what, said)}"
            case models.FileField():
                word = self.say(what, said)
                return ContentFile(word.encode(), name=f"{word}.txt")
            case models.CharField() | models.TextField():
                return self.say(what, said)
            case models.JSONField(name="in_other_languages"):
                codes = [code for code, _name in languages.others()]
                return {
                    code: {name: self.say(f"{name} ({code})", said) for name in model.in_words}
                    for code in codes
                }
            case models.JSONField() | CompressedJSONField():
                return {"words": self.say(what, said)}
            case ArrayField(base_field=models.CharField() | models.TextField()):
                return [self.say(what, said)]
        if _does_without(field):
            # A section that the navigation names is no secret.
            return False if (model, field.name) == (Section, "in_navigation") else None
        if isinstance(field, models.DateTimeField):
            return timezone.now() + timedelta(days=2)
        return field.to_python(1)

    def _photo(self, **given):
        words = self.values(Photo, {*FOUND_IN_FILES, *given}) | given
        return Photo.objects.take_in(self._picture(), **words)

    def _picture(self):
        """A JPEG that says more of itself than readers may know: in its name and its metadata."""
        content, exif = io.BytesIO(), Image.Exif()
        exif[ExifTags.Base.ImageDescription] = self._inside("EXIF description")
        exif[ExifTags.Base.CameraOwnerName] = self._inside("EXIF owner")
        title = self._inside("EXIF title")
        exif[ExifTags.Base.XPTitle] = title.encode("utf-16-le") + b"\0\0"
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSAreaInformation] = self._inside("EXIF place").encode()
        Image.new("RGB", (_SIDE, _SIDE), "gray").save(
            content,
            "JPEG",
            exif=exif,
            comment=self._inside("comment"),
            xmp=_XMP.format(self._inside("XMP description")).encode(),
        )
        name = f"{self._inside('original name')}.jpg"
        return SimpleUploadedFile(name, content.getvalue())

    def _inside(self, what):
        return self.say(f"{what} of a photo's file", said=False)


def _is_said(model):
    if issubclass(model, _SAID):
        return True
    parents = (field.related_model for field in model._meta.concrete_fields if field.is_relation)
    return any(issubclass(parent, Article) and parent is not Article for parent in parents)


def _does_without(field):
    return field.has_default() or field.has_db_default() or field.null or field.blank


_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description></rdf:Description>
</rdf:RDF></x:xmpmeta>"""
