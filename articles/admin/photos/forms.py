"""Photo forms: upload of one or several, and the words and rights of a photo."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from articles import imaging
from articles.admin.common.photo_fields import ACCEPTED
from articles.imaging import client
from articles.models import Photo

AT_ONCE = 60
WORDS = ["alternative_text", "caption", "credit", "copyright", "licence"]


class PhotoForm(forms.ModelForm):
    """The words of a photo that is in the library, and its focal point."""

    class Meta:
        model = Photo
        fields = [*WORDS, "focal_x", "focal_y"]
        widgets = {
            "alternative_text": forms.Textarea(attrs={"rows": 3}),
            "caption": forms.Textarea(attrs={"rows": 3}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "copyright": forms.TextInput(attrs={"class": "vTextField"}),
            "licence": forms.URLInput(attrs={"class": "vTextField", "inputmode": "url"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }


class UploadForm(PhotoForm):
    """One new picture with its words."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=format_lazy(
            _(
                "JPEG, PNG, WebP, HEIC or AVIF, up to {limit} MB. Anything you leave empty below "
                "is filled in from the picture, if the photographer or the agency recorded it "
                "there."
            ),
            limit=imaging.MAX_BYTES // 1024**2,
        ),
    )

    class Meta(PhotoForm.Meta):
        fields = WORDS

    inspected = None

    def clean_picture(self):
        picture = self.cleaned_data["picture"]
        self.inspected = client.inspect(picture)
        return picture

    def clean(self):
        if self.errors and "picture" not in self.errors:
            # Browsers give a chosen file to one request only.
            self.add_error(
                "picture", _("There is nothing wrong with the picture: please choose it again.")
            )
        return super().clean()


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SeveralPictures(forms.FileField):
    """Files that are judged one by one when they are taken in, so that none stops the others."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED})

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > AT_ONCE:
            raise ValidationError(
                ngettext_lazy(
                    "Choose at most %(limit)d picture at a time.",
                    "Choose at most %(limit)d pictures at a time.",
                    AT_ONCE,
                ),
                code="too_many",
                params={"limit": AT_ONCE},
            )
        return files


class UploadSeveralForm(forms.Form):
    """Several pictures, as from an agency, and the words they share."""

    files = SeveralPictures(
        label=_("Pictures"),
        help_text=_("Choose several, or drag them here: pictures, or a folder of them."),
        error_messages={"required": _("Choose at least one picture.")},
    )
    credit = forms.CharField(
        label=_("Credit for all"), max_length=imaging.CREDIT_LENGTH, required=False
    )
    copyright = forms.CharField(
        label=_("Copyright for all"), max_length=imaging.COPYRIGHT_LENGTH, required=False
    )
