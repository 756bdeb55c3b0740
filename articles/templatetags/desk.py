"""Template tags of the desk."""

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from espreso import languages

register = template.Library()


@register.simple_tag(takes_context=True)
def draw_blocks(context, inline):
    """Return the forms of the blocks of one kind, with what colleagues said at each."""
    if not context.get("comments"):
        return inline.drawn()

    def remarks_on(block):
        threads = context["comments_at"].get(block.block_key, ())
        thread_template = get_template("admin/desk/editor/comment_thread.html")
        several = (thread_template.render({"thread": thread}) for thread in threads)
        return mark_safe("".join(several))  # noqa: S308 — rendered by a template

    return inline.drawn(remarks_on)


@register.simple_tag
def language_mark(code: str) -> str:
    """Return the mark of a language. On a site with a single one there is nothing to tell."""
    if not (code and languages.others()):
        return ""
    return format_html(
        '<span class="desk-language-mark" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="visually-hidden">{0}</span></span>',
        dict(settings.LANGUAGES).get(code, code),
        code.upper(),
    )
