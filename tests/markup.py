"""What somebody reads on a page, and fields of forms, read from our own HTML without a tree.

A page of the desk has a thousand tags, and a tree of them takes longer than the page itself.
In HTML that Django escapes, “>” stands at the end of a tag and nowhere else.
"""

import re
from html import unescape

_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!.*?>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FIELD = re.compile(
    r"<(?P<input>input)\b(?P<says>[^>]*)>"
    r"|<(?P<box>textarea|select)\b(?P<box_says>[^>]*)>(?P<inside>.*?)</(?P=box)>",
    re.DOTALL,
)
_OPTION = re.compile(r"<option\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+)))?""")


def words_in(html):
    """Return what somebody reads on the page, with one space between words."""
    return " ".join(unescape(_TAG.sub(" ", _UNSEEN.sub(" ", html))).split())


def fields_of_form(html):
    """Return the fields of the first form of the page's content, with the values that they show."""
    _before, _id, content = html.partition('id="content"')
    form = content[content.index("<form") :].partition("</form>")[0]
    data = {}
    for found in _FIELD.finditer(form):
        says = _attributes(found["says"] or found["box_says"] or "")
        name, kind = says.get("name"), says.get("type")
        if not name or "__prefix__" in name or kind in {"submit", "button"}:
            continue
        if found["box"] == "select":
            data[name] = _chosen(found["inside"], several="multiple" in says)
        elif found["box"]:
            # The first line break after the tag belongs to the markup.
            data[name] = unescape(found["inside"]).removeprefix("\n")
        elif kind in {"checkbox", "radio"}:
            if "checked" in says:
                data[name] = says.get("value", "on")
        elif name.startswith("initial-"):
            # What a choice of several showed: one hidden field for each.
            data.setdefault(name, []).append(says.get("value", ""))
        else:
            data[name] = says.get("value", "")
    return data


def inputs_of_form(html, mark):
    """Return what the inputs of the form that has this attribute would send, untouched."""
    form = re.search(rf"<form\b[^>]*\s{mark}\b[^>]*>(.*?)</form>", html, re.DOTALL)[1]
    fields = {}
    for found in _FIELD.finditer(form):
        says = _attributes(found["says"] or "")
        if "name" in says and (says.get("type") not in {"radio", "checkbox"} or "checked" in says):
            fields[says["name"]] = says.get("value", "")
    return fields


def _chosen(inside, several):
    options = [_attributes(says) for says in _OPTION.findall(inside)]
    chosen = [option["value"] for option in options if "selected" in option]
    if several:
        return chosen
    return [*chosen, *(option["value"] for option in options[:1]), ""][0]


def _attributes(says):
    return {
        name: unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(says)
    }
