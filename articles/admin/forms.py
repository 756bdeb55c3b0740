"""The form of a piece: what it checks beyond its fields, and who saved in between."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Block, Byline, Tag
from espreso.slugs import slug_for

from .names import is_key
from .state import moment
from .widgets import OrderedSelect, TagsSelect

# More than any piece a reader would finish, and few enough to open and save in seconds.
MOST_BLOCKS = 500


_PICKS = Article._meta.get_field("read_also")


class OrderedField(forms.ModelMultipleChoiceField):
    """What `db_field` relates to: several, in the order in which they were chosen."""

    def __init__(self, db_field, **kwargs):
        widget = OrderedSelect(db_field, admin.site)
        everything = db_field.remote_field.model.objects.all()
        super().__init__(everything, required=False, widget=widget, **kwargs)

    def clean(self, value):
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
        names = {}
        for written in value or ():
            if name := " ".join(self.name.clean(written).split()):
                names.setdefault(name.lower(), name)
        known = {
            tag.key: tag
            for tag in Tag.objects.annotate(key=Lower("name")).filter(key__in=list(names))
        }
        if not self.may_add and (new := [names[key] for key in names if key not in known]):
            raise ValidationError(
                _("There is no tag “%s” yet, and you cannot add tags: choose among the others.")
                % "”, “".join(new)
            )
        return [known.get(key, name) for key, name in names.items()]

    def has_changed(self, initial, data):
        return {str(tag) for tag in initial or ()} != set(data or ())


class PieceForm(forms.ModelForm):
    """A piece as somebody is writing it.

    `revision` is the state of the draft that the form was opened with. When another one is
    in the database by now, the form is refused with all that was typed in it; `_over` names
    the state that the author has then decided to overwrite.
    """

    request = None

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    byline = OrderedField(Byline._meta.get_field("author"), label=gettext_lazy("Byline"))
    read_also = OrderedField(_PICKS, label=gettext_lazy("Read also"), help_text=_PICKS.help_text)
    tags = TagsField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Type to find or add.")
    )

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007 — the admin names them

    def __init__(self, *args, checks_revision=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.checks_revision = checks_revision
        self.stale = False
        self.fields["tags"].may_add = self.request.user.has_perm("articles.add_tag")
        if self.instance.pk:
            self.initial["revision"] = self.instance.revision
            self.initial["read_also"] = self.instance.picks
            self.initial["byline"] = list(self.instance.bylines.values_list("author_id", flat=True))

    @property
    def overwrites(self) -> bool:
        """Whether the author has seen that somebody else saved, and saves theirs over it."""
        return self.data.get("_over") == str(self.instance.revision)

    def clean(self):
        super().clean()
        self._refuse_too_many_blocks()
        self._refuse_stale()
        headline, slug = self.cleaned_data.get("headline"), self.cleaned_data.get("slug")
        if headline and slug == "":
            self.cleaned_data["slug"] = slug_for(headline)
        return self.cleaned_data

    def _refuse_too_many_blocks(self):
        posted = sum(_number(self.data.get(f"{prefix}-TOTAL_FORMS")) for prefix in block_prefixes())
        if posted > MOST_BLOCKS:
            raise ValidationError(
                _(
                    "A piece holds at most %(most)d blocks, and this one has %(posted)d: join "
                    "some, or make two pieces of it. Nothing was saved, and nothing is lost here."
                )
                % {"most": MOST_BLOCKS, "posted": posted}
            )

    def _refuse_stale(self):
        if not self.instance.pk or self.overwrites or not self.checks_revision:
            return
        if self.cleaned_data.get("revision") == self.instance.revision:
            return
        self.stale = True
        by, when = self.instance.modified_by, moment(self.instance.modified_at)
        if by == self.request.user:
            words = _("You saved this piece in another window on %s.") % when
        else:
            who = by.name if by else _("Somebody")
            words = _("%(who)s saved this piece on %(when)s, after you opened it.") % {
                "who": who,
                "when": when,
            }
        raise ValidationError(
            [
                words,
                _("Nothing of yours was saved, and nothing is lost: it all still stands here."),
            ],
            code="stale",
        )


def block_prefixes():
    """Return the prefixes under which the forms of blocks are posted."""
    return [
        kind._meta.get_field("parent").remote_field.get_accessor_name() for kind in Block.kinds()
    ]


def _number(posted):
    return int(posted) if is_key(posted) else 0
