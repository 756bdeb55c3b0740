"""Photographs: a private original, public renditions, and words that belong to them."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import pictures


def private_storage():
    """Return the storage that no address leads to (a callable, so that migrations name none)."""
    return storages["private"]


def original_name(photo, filename):
    """Return a name that tells nothing and clashes with nothing, keeping the extension."""
    extension = filename.rsplit(".", 1)[-1].lower()[:5] if "." in filename else "bin"
    return f"photos/{timezone.now():%Y/%m}/{secrets.token_urlsafe(12)}.{extension}"


_FOCAL = [MinValueValidator(0), MaxValueValidator(1)]


class Photo(models.Model):
    """A picture in the library. Pieces use it; each use may have a caption of its own."""

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

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("withdraw_photo", _("Can withdraw a photo from every page"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="photo_focal_point_lies_inside",
            ),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="photo_has_an_extent"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(renditions=[]),
                name="photo_withdrawn_has_no_renditions",
            ),
        ]

    def __str__(self):
        return self.caption or self.alternative_text or self.filename or f"#{self.pk}"

    def render(self) -> None:
        """Make the public renditions anew from the original, and save the photo.

        The former ones go once the transaction is through; a failure leaves no new file.
        """
        made, written = {}, []
        try:
            with self.file.open("rb") as original:
                for rendition in pictures.renditions(
                    original, credit=self.credit, copyright=self.copyright
                ):
                    entry = made.setdefault(
                        rendition.width, {"width": rendition.width, "height": rendition.height}
                    )
                    extension = {"jpeg": "jpg"}.get(rendition.format, rendition.format)
                    name = default_storage.save(
                        f"{secrets.token_urlsafe(16)}-{rendition.width}.{extension}",
                        ContentFile(rendition.content),
                    )
                    written.append(name)
                    entry[rendition.format] = name
            former = self.rendition_names()
            self.renditions = [made[width] for width in sorted(made)]
            self.save()
        except BaseException:
            _remove(written)
            raise
        transaction.on_commit(lambda: _remove(former))

    @transaction.atomic
    def withdraw(self) -> None:
        """Take the photo off every public page and its files off every public address."""
        former = self.rendition_names()
        self.withdrawn_at, self.renditions = timezone.now(), []
        self.save(update_fields=["withdrawn_at", "renditions", "modified_at"])
        transaction.on_commit(lambda: _remove(former))

    def reinstate(self) -> None:
        """Bring a withdrawn photo back, with new addresses."""
        self.withdrawn_at = None
        self.render()

    def rendition_names(self) -> list[str]:
        """Return the names of its public files."""
        return [entry[kind] for entry in self.renditions for kind in ("avif", "jpeg")]

    def uses(self):
        """Return the pieces that use this photo: as their lead, in a figure, or as published."""
        from_article = models.Q(lead_photo=self) | models.Q(versions__photos=self)
        return (
            self._meta.apps.get_model("articles.Article")
            .objects.filter(from_article | models.Q(articles_figure_set__photo=self))
            .distinct()
        )

    @property
    def usable(self):
        """Whether a public page may show it."""
        return self.withdrawn_at is None and bool(self.renditions)

    @property
    def avif_srcset(self) -> str:
        return self._srcset("avif")

    @property
    def jpeg_srcset(self) -> str:
        return self._srcset("jpeg")

    @property
    def src(self) -> str:
        """The address of a middling JPEG, for browsers without srcset and for previews."""
        return default_storage.url(self.renditions[min(1, len(self.renditions) - 1)]["jpeg"])

    @property
    def thumbnail(self) -> str:
        """The address of the smallest JPEG."""
        return default_storage.url(self.renditions[0]["jpeg"])

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height

    def _srcset(self, kind):
        return ", ".join(
            f"{default_storage.url(entry[kind])} {entry['width']}w" for entry in self.renditions
        )


def _remove(names):
    for name in names:
        default_storage.delete(name)
