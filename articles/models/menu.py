"""Menus: the items of the navigation and of the footer, once somebody has arranged them."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .article import Label
from .language import LanguageField
from .page import Page
from .section import Section

# A path of this site, or where a reader may be sent: no other scheme, and no other host by “//”.
ADDRESS = r"^(/$|/[^/\\\s][^\s\\]*$|https?://[^\s/\\]+(/\S*)?$|mailto:[^\s@]+@[^\s@]+$)"


class Place(models.TextChoices):
    """Where a menu stands."""

    MASTHEAD = "masthead", _("Navigation")
    FOOTER = "footer", _("Footer")


class Fixed(models.TextChoices):
    """Pages that every site has; the value is the name of the address."""

    FRONT = "front", _("Front page")
    NEWS = "news", _("News")
    INTERVIEWS = "interviews", _("Interviews")
    CORRECTIONS = "corrections", _("Corrections")
    SEARCH = "search", _("Search")


def exactly_one(*expressions) -> Exact:
    """Return the condition that just one of these is not null."""
    given = Func(*expressions, function="num_nonnulls", output_field=models.IntegerField())
    return Exact(given, Value(1))


def unless_empty(name: str) -> NullIf:
    """Return the text field `name`, or null when it is empty."""
    return NullIf(F(name), Value(""))


class MenuItem(models.Model):
    """A line of a menu in one language: its words, and the one thing that it leads to.

    Without words of its own it says the name of that. What readers may not see is left out when
    the menu is read (`articles/public/context.py`): an unpublished page, a section outside the
    navigation.
    """

    TARGETS = ("section", "page", "label", "fixed", "address")

    place = models.CharField(_("position"), max_length=10, choices=Place.choices)
    language = LanguageField(_("language"))
    position = models.PositiveSmallIntegerField(_("position"))
    words = models.CharField(_("custom label"), max_length=60, blank=True)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True)
    label = models.CharField(_("label"), max_length=12, choices=Label.choices, blank=True)
    fixed = models.CharField(max_length=12, choices=Fixed.choices, blank=True)
    address = models.CharField(
        _("URL"), max_length=300, blank=True, validators=[RegexValidator(ADDRESS)]
    )

    class Meta:
        ordering = ["language", "place", "position"]
        verbose_name = _("menu item")
        verbose_name_plural = _("navigation and footer")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "place", "position"], name="menu_item_has_a_place_of_its_own"
            ),
            models.CheckConstraint(
                condition=exactly_one(
                    F("section"),
                    F("page"),
                    *map(unless_empty, ("label", "fixed", "address")),
                ),
                name="menu_item_leads_to_one_thing",
                violation_error_message=_("A menu item must lead to exactly one thing."),
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__regex=ADDRESS),
                name="menu_item_leads_where_readers_may_be_sent",
                violation_error_message=_("Readers cannot be sent to this address."),
            ),
            models.CheckConstraint(
                condition=Q(address="") | ~Q(words=""),
                name="menu_item_with_an_address_has_words",
                violation_error_message=_("A menu item with an address of its own needs a label."),
            ),
            models.CheckConstraint(
                condition=Q(place__in=Place.values),
                name="menu_item_is_in_a_menu",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(label__in=Label.values) & Q(fixed__in=["", *Fixed.values]),
                name="menu_item_knows_where_it_leads",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        leads = self.section or self.page or self.label or self.fixed or self.address
        return self.words or str(leads)

    @classmethod
    def state_of(cls, language: str) -> list[tuple]:
        """Return all that the menus of a language say now, to compare with later."""
        fields = ("place", "position", "words", *cls.TARGETS)
        return list(cls.objects.filter(language=language).values_list(*fields))

    @classmethod
    @transaction.atomic
    def replace(cls, language: str, items: list["MenuItem"]) -> None:
        """Let the menus of a language be these, in this order, whatever they were before."""
        cls.objects.select_for_update().filter(language=language).delete()
        for position, item in enumerate(items):
            item.language, item.position = language, position
        cls.objects.bulk_create(items)
