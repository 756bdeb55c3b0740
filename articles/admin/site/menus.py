"""Menus: the navigation and the footer on one screen, a language at a time."""

import json
from dataclasses import dataclass, replace

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.common.urls import address
from articles.models import Fixed, Label, MenuItem, Page, Place, Section
from articles.models.menu import ADDRESS
from articles.public import menus, preview
from articles.public.context import Frame, as_read
from espreso import languages
from espreso.forms import LinkField

# So many changes of the menus stand below them.
SHOWN = 10
# Empty lines at the end of each menu; a menu that is saved gets new ones.
EMPTY = 3


def targets(language: str) -> list:
    """Return what a line can lead to in a language, grouped, as choices: “section:3”."""
    with translation.override(language):
        fixed = [(f"fixed:{one}", one.label) for one in Fixed if menus.address_of(one)]
        labels = [(f"label:{one}", menus.name_of_label(one)) for one in Label if one]
        # Said in the language of the menu, whatever the desk speaks.
        fixed, labels = ([(key, str(name)) for key, name in each] for each in (fixed, labels))
    sections = [
        (f"section:{one.pk}", _with_visibility(one.said("name", language), one.in_navigation))
        for one in Section.objects.all()
    ]
    pages = [
        (f"page:{one.pk}", _with_visibility(one.title, one.published))
        for one in Page.objects.filter(language=language).order_by("title")
    ]
    return [
        ("", "—"),
        (_("Lists"), fixed),
        (_("Sections"), sections),
        (_("Labels"), labels),
        (_("Pages"), pages),
        ("address", _("custom URL")),
    ]


def _with_visibility(name, shown):
    return name if shown else _("%s (readers cannot see it)") % name


class LineForm(forms.Form):
    """A line of a menu. Only its target is asked for; an empty line is none."""

    position = forms.IntegerField(label=gettext_lazy("Position"), min_value=0, max_value=999)
    target = forms.ChoiceField(
        label=gettext_lazy("Links to"),
        required=False,
        error_messages=forms.ModelChoiceField.default_error_messages,
    )
    words = forms.CharField(label=gettext_lazy("Custom label"), max_length=60, required=False)
    address = LinkField(
        label=gettext_lazy("URL"),
        max_length=300,
        required=False,
        validators=[
            RegexValidator(
                ADDRESS,
                gettext_lazy(
                    "Enter a page of this site, /about/, or a URL starting with https:// or "
                    "mailto:."
                ),
            )
        ],
    )
    out = forms.BooleanField(label=gettext_lazy("Remove it"), required=False)

    def __init__(self, *args, language, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = choices
        # As they stand in the menu, whatever the desk speaks.
        for name in ("target", "words"):
            self.fields[name].widget.attrs["lang"] = language
        self.fields["position"].required = False

    def clean(self):
        said = super().clean()
        if said.get("out"):
            self._errors.clear()
            return said
        target, own = said.get("target", ""), said.get("address", "")
        if own and target not in {"", "address"}:
            self.add_error(
                "address", _("The item links to two things: choose one, or clear the URL.")
            )
        if target == "address" and not own and "address" not in self.errors:
            self.add_error("address", _("Enter the URL that the item links to."))
        if own and not said.get("words"):
            self.add_error("words", _("An item with a custom URL needs a label."))
        if said.get("words") and not (target or own or self.errors):
            self.add_error("target", _("Choose what “%s” links to.") % said["words"])
        return said

    def item(self, place) -> MenuItem | None:
        """Return the line as a row, unsaved; None for an empty one and one that is taken out."""
        said = self.cleaned_data
        target, own = said.get("target"), said.get("address")
        if said.get("out") or not (target or own):
            return None
        item = MenuItem(place=place, words=said["words"])
        kind, _colon, value = ("address", "", own) if own else target.partition(":")
        setattr(item, f"{kind}_id" if kind in {"section", "page"} else kind, value)
        return item


@dataclass
class Menu:
    """A menu on the screen: the one of a place, as a formset."""

    place: Place
    forms: forms.BaseFormSet

    def items(self) -> list[MenuItem]:
        """Return the lines in their order: by their numbers, else as they stand."""
        lines = [(form.cleaned_data, form.item(self.place)) for form in self.forms]
        last = len(lines) + 999
        numbered = [
            (last if said.get("position") is None else said["position"], place, item)
            for place, (said, item) in enumerate(lines)
            if item
        ]
        return [item for _number, _place, item in sorted(numbered, key=lambda one: one[:2])]


# Each line is a form with all that it may lead to.
MOST_LINES = 100
LineFormSet = forms.formset_factory(
    LineForm, extra=EMPTY, max_num=MOST_LINES, absolute_max=MOST_LINES
)


def menus_of(language, data=None) -> list[Menu]:
    """Return both menus of a language, as they are or as they were posted."""
    choices = targets(language)
    return [
        Menu(
            place,
            LineFormSet(
                data,
                prefix=place,
                initial=None if data else _lines_of(language, place),
                form_kwargs={"language": language, "choices": choices},
            ),
        )
        for place in Place
    ]


def _lines_of(language, place):
    """Return what stands in a menu; what every site begins with, until somebody arranges it."""
    items = [
        {name: getattr(item, name) for name in ("words", "label", "fixed", "address")}
        | {"section": item.section_id, "page": item.page_id}
        for item in MenuItem.objects.filter(language=language, place=place)
    ]
    if not items:
        sections = Section.objects.filter(in_navigation=True).values_list("pk", flat=True)
        pages = Page.objects.filter(language=language, published=True).order_by("title")
        with translation.override(language):
            items = menus.usual(
                place,
                [{"section": pk} for pk in sections],
                [{"page": pk} for pk in pages.values_list("pk", flat=True)],
            )
    return [
        {"position": (number + 1) * 10, "words": item.get("words", "")} | _target_of(item)
        for number, item in enumerate(items)
    ]


def _target_of(item):
    if item.get("address"):
        return {"target": "address", "address": item["address"]}
    kind = next(name for name in MenuItem.TARGETS if item.get(name))
    return {"target": f"{kind}:{item[kind]}"}


def _state_json(language):
    return json.dumps(MenuItem.state_of(language))


def _changes_in_words(language, before) -> str:
    """Return the lines of those menus that are not as they were `before`; nothing for none."""
    after = MenuItem.state_of(language)
    items = MenuItem.objects.filter(language=language).select_related("section", "page")
    said = []
    for place in Place:
        if [one for one in before if one[0] == place] == [one for one in after if one[0] == place]:
            continue
        with translation.override(language):
            names = [_item_name(item, language) for item in items if item.place == place]
        said.append(f"{place.label}: {' · '.join(names) or _('the default')}.")
    return " ".join(said)


def _item_name(item, language):
    read = as_read(item, language)
    line = read and menus.line(read)
    return line.name if line and line.name else str(item)


@admin.register(MenuItem)
class MenuItemAdmin(admin.ModelAdmin):
    """Admins arrange the menus: one screen in the place of a list and forms."""

    # As a whole: who comes second is shown both, and saves again.
    guards_itself = True

    def has_add_permission(self, request):
        """No: lines are written on the screen."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Lines go with the page or section that they lead to, others on the screen."""
        return self.has_change_permission(request, obj)

    def change_view(self, request, object_id, *args, **kwargs):
        """Lead to the screen, in the language of which the log says that it was changed."""
        return HttpResponseRedirect(f"{address(self, 'changelist')}?language={object_id}")

    delete_view = history_view = change_view

    def changelist_view(self, request, extra_context=None):
        """Arrange the menus of a language, look at them, save them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        language = request.GET.get("language", settings.LANGUAGE_CODE)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        here = f"{address(self, 'changelist')}?language={language}"
        posted = request.POST if request.method == "POST" else None
        shown, state, refused = menus_of(language, posted), _state_json(language), []
        if posted is not None:
            if "_usual" in posted:
                self._replace(request, language, [])
                messages.success(request, _("Both menus are back to the default."))
                return HttpResponseRedirect(here)
            refused = [menu for menu in shown if not menu.forms.is_valid()]
            if not refused:
                items = [item for menu in shown for item in menu.items()]
                if "_preview" in posted:
                    return self._preview(request, language, items)
                if posted.get("state") == state:
                    self._replace(request, language, items)
                    messages.success(request, _("Readers now see these menus."))
                    return HttpResponseRedirect(here)
                messages.warning(request, self._changed_meanwhile(here))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Navigation and footer"),
            "menus": shown,
            "state": state,
            "language": language,
            "languages": settings.LANGUAGES,
            "refused": refused,
            "changes": self._log(language).select_related("user").order_by("-pk")[:SHOWN],
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/menuitem/menus.html", context)

    def _replace(self, request, language, items):
        before = MenuItem.state_of(language)
        MenuItem.replace(language, items)
        if words := _changes_in_words(language, before):
            name = dict(settings.LANGUAGES)[language]
            LogEntry.objects.create(
                user=request.user,
                content_type=ContentType.objects.get_for_model(MenuItem),
                # Of both menus of a language, whose lines are other rows each time.
                object_id=language,
                object_repr=f"{self.opts.verbose_name_plural}: {name}".capitalize(),
                action_flag=CHANGE,
                change_message=words,
            )

    def _log(self, language):
        kind = ContentType.objects.get_for_model(MenuItem)
        return LogEntry.objects.filter(content_type=kind, object_id=language)

    def _changed_meanwhile(self, here):
        return format_html(
            _(
                "Someone has changed these menus since you opened them. Yours are below, unsaved. "
                "<a href='{}' target='_blank'>See theirs</a>, and save again if yours should "
                "replace them."
            ),
            here,
        )

    def _preview(self, request, language, items):
        """Show a page of the site with these menus, for one pair of eyes."""
        with translation.override(language):
            arranged = [read for item in items if (read := as_read(item, language))]
            frame = replace(Frame.now(), arranged=arranged)
            context = {"frame": frame, "preview": True, "front": languages.root(language)}
            response = TemplateResponse(
                request, "admin/articles/menuitem/preview.html", context
            ).render()
        return preview.private(response)
