"""Photos: a private original, public renditions, and words that belong to them."""

import secrets
from collections.abc import Mapping
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import imaging
from articles.imaging import client
from articles.imaging.licences import is_known
from espreso import markers
from espreso.aftermath import whatever_comes
from espreso.broken_rules import CONTRADICTION

from .doomed_file import PRIVATE, PUBLIC, DoomedFile, Name
from .photo_queryset import INCOMPLETE, PhotoQuerySet
from .rendering import Rendering, rendered
from .translated import Translated


def private_storage():
    """Return the storage that no address leads to (a callable, so that migrations name none)."""
    return storages[PRIVATE]


def original_name(photo, filename):
    """Return a name that tells nothing and clashes with nothing, keeping the extension."""
    extension = filename.rsplit(".", 1)[-1].lower()[:5] if "." in filename else "bin"
    return f"photos/{timezone.now():%Y/%m}/{secrets.token_urlsafe(12)}.{extension}"


_FOCAL = [MinValueValidator(0), MaxValueValidator(1)]
# What a picture may say of itself, in the names of the fields.
_WORDS = ("caption", "credit", "copyright", "licence", "alternative_text")

# For all the larger renditions of a photo: nobody waits for them.
_LIMITS = {"seconds": 30, "nice": 19, "patience": 0}


class Photo(Translated):
    """A picture in the library. Pieces use it; each use may have a caption of its own."""

    in_words = ("alternative_text", "caption", "credit")
    # What the file that was just taken in names as its licence, and a person has to look at.
    unconfirmed_licence = ""

    file = models.FileField(
        _("original"), storage=private_storage, upload_to=original_name, max_length=200
    )
    filename = models.CharField(_("file name"), max_length=255, editable=False, blank=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.TextField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("“Olha Kovalenko / Espreso”")
    )
    copyright = models.CharField(_("copyright"), max_length=200, blank=True)
    licence = models.URLField(
        _("licence"),
        max_length=imaging.LICENCE_LENGTH,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where its terms can be read: https://creativecommons.org/licenses/by/4.0/"),
    )
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5, validators=_FOCAL)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5, validators=_FOCAL)
    # [{"width": 800, "height": 533, "avif": "…", "jpeg": "…"}, …] smallest first: names in
    # the public storage. Empty once withdrawn.
    renditions = models.JSONField(default=list, editable=False)
    uploaded_by = models.ForeignKey(
        "articles.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)
    modified_at = models.DateTimeField(_("changed"), auto_now=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    # The record of it as it was when versions began to keep one: theirs that have none.
    former_record = models.JSONField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("withdraw_photo", _("Can withdraw a photo from every page"))]
        indexes = [
            models.Index(
                fields=["alternative_text", "credit"],
                name="photo_incomplete",
                condition=INCOMPLETE,
            ),
            models.Index(
                fields=["withdrawn_at"],
                name="photo_withdrawn",
                condition=models.Q(withdrawn_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="photo_focal_point_lies_inside",
                violation_error_message=_("The focal point must be inside the picture."),
            ),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0),
                name="photo_has_an_extent",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(renditions=[]),
                name="photo_withdrawn_has_no_renditions",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=models.Q(licence="") | models.Q(licence__regex=r"^https?://[^\s]+$"),
                name="photo_licence_is_an_address",
                violation_error_message=_(
                    "The licence must be an address that begins with https:// or http://."
                ),
            ),
        ]

    def __str__(self):
        words = self.said("caption") or self.said("alternative_text")
        return words or self.filename or f"#{self.pk}"

    def delete(self, **kwargs):
        """Delete the photo and, once that is certain, its files."""
        with transaction.atomic():
            self._lock()
            self.doom(self.files())
            return super().delete(**kwargs)

    def receive(self, file, inspected: imaging.Inspected | None = None) -> None:
        """Take the picture in `file` as the original of this new photo, and save it.

        Words that are still empty come from the picture. `inspected` spares a second look
        at a file that was inspected before. Raises `ValidationError`, and leaves nothing.
        """
        inspected = inspected or client.inspect(file)
        self.filename = PurePath(str(getattr(file, "name", None) or "")).name[-255:]
        self.width, self.height = inspected.width, inspected.height
        words = {name: getattr(inspected, name) for name in _WORDS}
        if words["licence"] and not is_known(words["licence"]):
            # A stranger's link would stand beside the picture, and nobody here has seen it.
            self.unconfirmed_licence, words["licence"] = words["licence"], ""
        for name, said in words.items():
            setattr(self, name, getattr(self, name) or said)
        self.clean_fields(exclude=["file"])
        # The extension tells what is inside, whatever the file was called.
        self.file = original_name(self, f"original{imaging.EXTENSIONS[inspected.format][0]}")
        self._begin_renditions(file, {(PRIVATE, self.file.name): File(file)})

    def render(self) -> None:
        """Save the photo, and begin to make its public renditions anew from the original.

        The former ones go once the transaction is through; a failure leaves no new file. A
        withdrawn photo is saved and stays without renditions. Raises `ValidationError` when
        the original is missing or can no longer be read.
        """
        with transaction.atomic():
            self._lock()
            if self.withdrawn_at:
                self.save()
            else:
                self._begin_renditions_anew()

    def withdraw(self) -> list[Name]:
        """Take the photo off every public page and its files off every public address.

        Returns those files: they are deleted once that is committed, or as soon as it is possible.
        """
        with transaction.atomic():
            self._lock()
            former = self._rendition_files()
            self.withdrawn_at, self.renditions = self.withdrawn_at or timezone.now(), []
            self.save(update_fields=["withdrawn_at", "renditions", "modified_at"])
            Rendering.objects.filter(photo=self).delete()
            markers.put_down_for_now([self.marker], self.mark)
            self.doom(former)
        return former

    def reinstate(self) -> None:
        """Bring a withdrawn photo back, with new addresses. Raises as `render` does."""
        withdrawn_at = self.withdrawn_at
        try:
            with transaction.atomic():
                self._lock()
                self.withdrawn_at = None
                self._begin_renditions_anew()
                whatever_comes(self.mark)
        except BaseException:
            self.withdrawn_at = withdrawn_at
            raise

    @property
    def marker(self) -> str:
        """By which nginx knows that its cuts are gone."""
        return f"photos/{self.pk}"

    def mark(self) -> None:
        """Make its marker right, as the database is now."""
        is_gone = type(self).objects.filter(pk=self.pk, withdrawn_at__isnull=False).exists()
        markers.make_right([self.marker], [self.marker] if is_gone else [])

    def _lock(self, *also):
        # Two people may act at once: whoever comes second starts from what the first one did.
        # Rendering takes seconds, in which pieces that show the photo can be saved all the same.
        self.refresh_from_db(
            fields=["renditions", "withdrawn_at", *also],
            from_queryset=type(self).objects.select_for_update(no_key=True),
        )

    def finish_renditions(self) -> None:
        """Make the renditions that are missing, beside those that there are.

        What somebody changed or withdrew meanwhile is left alone. Raises as `render` does, and with
        the code `BUSY` while others have their pictures processed.
        """
        before = self._rendered_from()
        there = {entry["width"] for entry in self.renditions}
        widths = [width for width, _ in imaging.sizes_of(self._size) if width not in there]
        with self._original() as original:
            made, files = rendered(self, original, widths=widths, **_LIMITS)
        with transaction.atomic():
            self._lock("credit", "copyright", "licence")
            if self._rendered_from() != before:
                return
            DoomedFile.objects.write(files)
            self.renditions = sorted([*self.renditions, *made], key=lambda entry: entry["width"])
            self.save(update_fields=["renditions", "modified_at"])
            Rendering.objects.filter(photo=self).delete()

    def _rendered_from(self):
        return self.renditions, self.credit, self.copyright, self.licence

    def _begin_renditions_anew(self):
        with self._original() as original:
            self._begin_renditions(original)

    def _begin_renditions(self, original, files=()):
        """Save the photo with the smallest rendition of `original`, and with further new `files`.

        The larger ones are made in the background: the photo can be used at once.
        """
        made, new = rendered(self, original, widths=imaging.WIDTHS[:1])
        former, before = self._rendition_files(), self.renditions
        self.renditions = made
        try:
            with transaction.atomic():
                DoomedFile.objects.write({**dict(files), **new})
                self.save()
                self.doom(former)
                Rendering.objects.filter(photo=self).delete()
                if len(imaging.sizes_of(self._size)) > len(made):
                    Rendering.objects.create(photo=self)
        except BaseException:
            self.renditions = before
            raise

    def _original(self):
        try:
            return self.file.storage.open(self.file.name)
        except FileNotFoundError:
            raise ValidationError(
                _(
                    "The original of this photo is missing from storage. Restore it from the "
                    "backup, or upload the picture as a new photo."
                ),
                code="original_missing",
            ) from None

    def rendition_names(self) -> list[str]:
        """Return the names of its public files."""
        return [entry[kind] for entry in self.renditions for kind in ("avif", "jpeg")]

    def _rendition_files(self):
        return [(PUBLIC, name) for name in self.rendition_names()]

    def files(self) -> list[Name]:
        """Return all its files, the original too."""
        original = [(PRIVATE, self.file.name)] if self.file else []
        return [*self._rendition_files(), *original]

    def drawn_name(self, name: str) -> str:
        """Return the name of a file that is drawn of it, and goes with its renditions."""
        return f"drawn/{self.pk or 0}/{name}.jpg"

    def doom(self, files: list[Name]) -> None:
        """Have these files of it deleted, and all that was drawn of it."""
        DoomedFile.objects.doom(files)
        drawn = self.drawn_name("").removesuffix(".jpg")
        DoomedFile.objects.hasten(storage=PRIVATE, name__startswith=drawn)

    def uses(self):
        """Return the pieces that use this photo: as their lead, in a figure, or as published."""
        leads = self.leads.order_by().values("pk")
        figures = self.articles_figure_set.order_by().values("parent")
        published = self.versions.order_by().values("article")
        articles = self._meta.apps.get_model("articles.Article").objects
        return articles.filter(pk__in=leads.union(figures, published))

    @property
    def is_portrait(self):
        """Whether it stands with the name of an author."""
        return self.portrayed.exists()

    @property
    def is_shown(self):
        """Whether readers see it now, in a piece that is live or as a portrait."""
        return self.versions.live().exists() or self.is_portrait

    @property
    def usable(self):
        """Whether a public page may show it."""
        return self.withdrawn_at is None and bool(self.renditions)

    @property
    def record(self) -> dict:
        """What is said of its use besides its words: what readers are told of it, and how it is
        cropped. `focal` are the focal point's distances from the left and the top, from 0 to 1.
        """
        return {
            "alternative_text": self.alternative_text,
            "copyright": self.copyright,
            "licence": self.licence,
            "focal": [self.focal_x, self.focal_y],
        }

    def recorded(self, kept: Mapping) -> Mapping:
        """Return the record of a use as a version kept it.

        A version from before there were any shows what the photo said then, whatever it says now.
        """
        if kept["focal"]:
            return kept
        former = self.former_record or self.record
        words = kept["alternative_text"] or former["alternative_text"]
        return {**former, "alternative_text": words}

    @property
    def src(self) -> str:
        """The address of a middling JPEG, for browsers without srcset and for previews."""
        return default_storage.url(self.renditions[min(1, len(self.renditions) - 1)]["jpeg"])

    @property
    def thumbnail(self) -> str:
        """The address of the smallest JPEG."""
        return default_storage.url(self.renditions[0]["jpeg"])

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many of its sizes there are, and of how many; None once it has all."""
        if not hasattr(self, "rendering"):
            return None
        return len(self.renditions), len(imaging.sizes_of(self._size))

    @property
    def _size(self):
        return self.width, self.height

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height
