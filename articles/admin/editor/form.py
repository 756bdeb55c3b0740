"""Article form: what it checks beyond its fields, and whether somebody saved in between."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.admin.common.widgets import OrderedSelect, TagsSelect
from articles.models import Article, Block, Byline, Tag
from articles.models.blocks import MOST_BLOCKS
from espreso import languages
from espreso.keys import key_of
from espreso.slugs import slug_for

from .colleagues import ColleaguesField
from .review import SteppingForm

_PICKS = Article._meta.get_field("read_also")
# Of names, topics, related pieces: each is looked up, and each topic may have to be made.
MOST_CHOSEN = 100


def _refuse_too_many(chosen):
    if chosen and len(chosen) > MOST_CHOSEN:
        raise ValidationError(
            _("Choose at most %(most)d; these are %(chosen)d.")
            % {"most": MOST_CHOSEN, "chosen": len(chosen)}
        )


class OrderedField(forms.ModelMultipleChoiceField):
    """What `db_field` relates to: several, in the order in which they were chosen."""

    def __init__(self, db_field, **kwargs):
        widget = OrderedSelect(db_field, admin.site)
        everything = db_field.remote_field.model.objects.all()
        super().__init__(everything, required=False, widget=widget, **kwargs)

    def clean(self, value):
        _refuse_too_many(value)
        found = {str(one.pk): one for one in super().clean(value)}
        return [found[pk] for pk in dict.fromkeys(str(pk) for pk in value or ())]

    def has_changed(self, initial, data):
        return [str(pk) for pk in initial or ()] != [str(pk) for pk in data or ()]


class TagsField(forms.Field):
    """Names of topics: of those that exist, whatever the case, and new ones."""

    widget = TagsSelect
    name = forms.CharField(max_length=Tag._meta.get_field("name").max_length, required=False)
    may_add = False

    def prepare_value(self, value):
        return [str(tag) for tag in value or ()]

    def clean(self, value):
        _refuse_too_many(value)
        whole = self._names(value or ())
        names = {}
        known = self._known(whole)
        for key, name in whole.items():
            # A comma parts names, but for the tags that have one in theirs.
            parts = {key: name} if key in known else self._names(name.split(","))
            for part in parts.items():
                names.setdefault(*part)
        _refuse_too_many(names)
        if missing := names.keys() - whole.keys():
            known |= self._known(missing)
        if not self.may_add and (new := [names[key] for key in names if key not in known]):
            raise ValidationError(
                _("There is no tag %s yet, and you cannot add tags: choose an existing one.")
                % languages.quoted(new)
            )
        return [known.get(key, name) for key, name in names.items()]

    def _names(self, written) -> dict[str, str]:
        """Return each name by what tells it from others, whatever its case."""
        names: dict[str, str] = {}
        for each in written:
            if name := " ".join(self.name.clean(each).split()):
                names.setdefault(name.lower(), name)
        return names

    def _known(self, keys) -> dict[str, Tag]:
        found = Tag.objects.annotate(key=Lower("name")).filter(key__in=list(keys))
        return {tag.key: tag for tag in found}

    def has_changed(self, initial, data):
        return {str(tag) for tag in initial or ()} != set(data or ())


class PieceForm(SteppingForm):
    """A piece as somebody is writing it.

    `revision` is the state of the draft that the form was opened with. A form that was opened
    before somebody else saved arrives here with their changes in it. Where both changed the
    same, it is refused with all that was typed in it, until there is a choice for each.
    """

    # The `SaveAttempt` that the form is made for: `PieceAdmin.get_form` sets it.
    attempt = None
    made_of: ClassVar[dict[str, str]] = {"slug": "headline"}

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    colleagues = ColleaguesField()
    byline = OrderedField(Byline._meta.get_field("author"), label=gettext_lazy("Byline"))
    read_also = OrderedField(_PICKS, label=gettext_lazy("Related"), help_text=_PICKS.help_text)
    tags = TagsField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Type to find or add.")
    )

    class Meta:
        model = Article
        fields = "__all__"
        # Read here and saved in `SavingMixin`: not once more by Django.
        exclude = ("read_also", "tags")

    def __init__(self, data=None, files=None, **kwargs):
        if data is not None or self.attempt.unsaved:
            # Not what the browser posted, but what the steps of the save have made of it.
            data = self.attempt.data
        super().__init__(data, files, **kwargs)
        self.fields["tags"].may_add = permissions.may(self.attempt.request.user, "add", Tag)
        if colleagues := self.fields.get("colleagues"):
            chosen = self.instance.pk and self.instance.shared_with.values_list("pk", flat=True)
            self.initial["colleagues"] = list(chosen or ())
            colleagues.offer(self.initial["colleagues"])
        if self.instance.pk:
            self.initial["revision"] = self.instance.revision
            self.initial["slug"] = self.instance.typed_slug
            self.initial["tags"] = list(self.instance.tags.all())
            self.initial["read_also"] = self.instance.picks
            self.initial["byline"] = list(self.instance.bylines.values_list("author_id", flat=True))
        if slug := self.fields.get("slug"):
            slug.widget.attrs["placeholder"] = self.instance.slug
        if self.attempt.unsaved:
            # As Django does with a form that is posted: the page's title is the headline in it.
            self.full_clean()

    @property
    def changes_the_draft(self) -> bool:
        """Whether a field says something else: who else may write is no part of the draft."""
        return bool(set(self.changed_data) - {"colleagues"})

    def is_valid(self):
        return super().is_valid() and not self.attempt.unsaved

    def clean(self):
        super().clean()
        self._make_slug()
        if self.attempt.not_saved:
            raise ValidationError(self.attempt.not_saved)
        self._refuse_too_many_blocks()
        self._refuse_stale()
        self._refuse_translation_into_its_own_language()
        return self.cleaned_data

    def _make_slug(self):
        headline, slug = self.cleaned_data.get("headline"), self.cleaned_data.get("slug")
        if "slug" in self.changed_data:
            self.instance.slug_by_hand = bool(slug)
        if headline and slug == "":
            self.cleaned_data["slug"] = slug_for(headline)

    def clean_original(self):
        # Of a translation, the piece that it is a translation of: all belong to one.
        original = self.cleaned_data["original"]
        return original.original if original and original.original_id else original

    def _refuse_translation_into_its_own_language(self):
        original = self.cleaned_data.get("original")
        if original and original.language == self.cleaned_data.get("language"):
            words = _("“%s” is already in this language: a translation must be in another one.")
            self.add_error("original", words % original.headline)

    def _refuse_too_many_blocks(self):
        totals = (self.data.get(f"{prefix}-TOTAL_FORMS") for prefix in block_prefixes())
        posted = sum(key_of(total) or 0 for total in totals)
        if posted > MOST_BLOCKS:
            raise ValidationError(
                _(
                    "A piece can have at most %(most)d blocks; this one has %(posted)d. Join "
                    "some, or split it into two pieces. Nothing was saved, and nothing here is "
                    "lost."
                )
                % {"most": MOST_BLOCKS, "posted": posted}
            )

    @property
    def undecided(self) -> bool:
        """Whether somebody else changed the same, and nobody has said what stays."""
        rebase = self.attempt.rebase
        return bool(rebase and rebase.merged.conflicts)

    def _refuse_stale(self):
        if not self.instance.pk or self.attempt.unsaved or self.attempt.is_preview:
            return
        # The second is for whoever saves without bringing both together.
        if self.undecided or self.cleaned_data.get("revision") != self.instance.revision:
            raise ValidationError(
                _("Someone saved this piece after you opened it. Nothing is lost: save again."),
                code="stale",
            )


def block_prefixes():
    """Return the prefixes under which the forms of blocks are posted."""
    return [
        kind._meta.get_field("parent").remote_field.get_accessor_name() for kind in Block.kinds()
    ]
