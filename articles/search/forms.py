"""Search form: what readers may ask of the search, and how they say it."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.models import Label, Section, Version, VersionByline
from espreso import clock

from .ranking import authors_named

LONGEST = 200
_MOST_NAMESAKES = 50
_DATES = ("since", "until")
_WRITTEN = "j E Y"
_FILTERS = ("section", "label", "author", *_DATES)
_DAY = _("Enter the day as year, month and day: 2025-04-21.")
_DAYS = [
    MinValueValidator(date(1900, 1, 1), _("Nothing here is that old.")),
    MaxValueValidator(date(9000, 1, 1), _("That day is too far away.")),
]


def _day_field(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        validators=_DAYS,
        error_messages={"invalid": _DAY},
    )


class SearchForm(forms.Form):
    """A question, and what it is narrowed down to. Everything may be left out."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=LONGEST,
        error_messages={
            "max_length": _("That is too long to search for: at most %(limit_value)d characters.")
        },
    )
    section = forms.ChoiceField(
        label=_("Section"),
        required=False,
        error_messages={"invalid_choice": _("There is no such section. Choose another one.")},
    )
    label = forms.ChoiceField(
        label=_("Label"),
        required=False,
        choices=[("", _("Any")), *(choice for choice in Label.choices if choice[0])],
        error_messages={"invalid_choice": _("There is no such label. Choose another one.")},
    )
    author = forms.CharField(
        label=_("Author"),
        required=False,
        max_length=120,
        error_messages={
            "max_length": _("That is too long for a name: at most %(limit_value)d characters.")
        },
    )
    since = _day_field(_("From"))
    until = _day_field(_("Until"))

    def __init__(self, data, sections: list[dict]):
        super().__init__(data, auto_id="search-%s")
        self.sections = {section["slug"]: section["name"] for section in sections}
        self.fields["section"].choices = [("", _("All")), *self.sections.items()]
        for name in _DATES:
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        for name in ("q", "author"):
            # Else a browser cuts off what was pasted, and says nothing.
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first one."))
        return said

    def narrow(self, versions: QuerySet[Version]) -> QuerySet[Version]:
        """Keep the versions that the filters leave; the days are the newsroom's.

        Where words are searched for, the search itself keeps to the `places`.
        """
        said = self.cleaned_data
        if said["section"] and not said["q"]:
            # By its key, so that the index of sections leads to it.
            section = Section.objects.filter(slug=said["section"]).values("pk")
            versions = versions.filter(section_id=Subquery(section[:1]))
        if said["label"] and not said["q"]:
            versions = versions.filter(label=said["label"])
        if said["author"]:
            named = authors_named(said["author"].split(), all_of_them=True)
            keys = list(named.values_list("pk", flat=True)[:_MOST_NAMESAKES])
            signed = VersionByline.objects.filter(version=OuterRef("pk"), author__in=keys)
            versions = versions.filter(Exists(signed))
        if said["since"]:
            versions = versions.filter(published_at__gte=clock.midnight(said["since"]))
        if said["until"]:
            versions = versions.filter(
                published_at__lt=clock.midnight(said["until"] + timedelta(days=1))
            )
        return versions

    def places(self) -> list[str]:
        """Return section and label as `articles_findable` calls them."""
        said, places = self.cleaned_data, []
        if said["section"]:
            keys = Section.objects.filter(slug=said["section"]).values_list("pk", flat=True)
            # Of one that has just gone nothing is found, and not everything.
            places.append(f"=section:{keys.first() or 0}")
        if said["label"]:
            places.append(f"=label:{said['label']}")
        return places

    def filters(self) -> list[dict]:
        """Return what narrows the search, each with the address of the search without it."""
        said = self.cleaned_data
        names = {"section": self.sections.get(said["section"])}
        names["label"] = Label(said["label"]).label if said["label"] else ""
        names |= {field: date_format(said[field], _WRITTEN) for field in _DATES if said[field]}
        return [
            {
                "title": self.fields[name].label,
                "value": names.get(name, said[name]),
                "without": self.address(**{name: ""}),
            }
            for name in _FILTERS
            if said[name]
        ]

    def without_filters(self) -> str:
        """Return the address of the search for the same words everywhere."""
        return self.address(**dict.fromkeys(_FILTERS, ""))

    def address(self, **instead) -> str:
        """Return the address of this search, the first page of it, with other words in fields."""
        said = {name: value for name, value in (self.cleaned_data | instead).items() if value}
        return f"?{urlencode(said)}"
