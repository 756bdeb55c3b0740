"""Preview: a draft as readers would see it, made as publishing makes it; nothing of it is kept."""

from django.db.models.functions import Now
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import render, snapshot
from articles.content.freeze import set_lead, version_of
from articles.content.upgrade import SAID
from articles.models import Article, Block, Section, Version
from articles.models.version_sql import byline, tag_list

from .context import Frame
from .related import read_also


def version_of_draft(piece: Article) -> Version:
    """Return the version that publishing `piece` now, silently, would make: unsaved."""
    now = timezone.now()
    # What is scheduled is nobody's business yet: neither its time nor its note.
    seen = piece.versions.for_page().filter(during__startswith__lte=Now())
    last = seen.order_by("-number").first()
    version = version_of(piece, Block.all_of(piece))
    version.published_at = last.published_at if last else now
    version.modified_at = last.modified_at if last else now
    version.told = last.told if last else None
    # A draft may have none yet; its page shows where the name will stand.
    version.section = piece.section or Section(name=_("No section yet"), slug="section")
    version.tag_list = tag_list(piece.tags.order_by("name"), piece.language)
    authors = (line.author for line in piece.bylines.select_related("author"))
    version.byline = byline(authors, piece.language)
    return version


def version_of_content(piece: Article, content: snapshot.Content) -> Version:
    """Return the version that `piece` would make if its draft said `content`: unsaved.

    The words are those of then; what they point to (photos, tags, names) is as it is today.
    """
    found = snapshot.resolve(content)
    version = version_of_draft(piece)
    for name in SAID:
        setattr(version, name, content[name])
    version.document, version.read_also = content["document"], found.read_also
    version.section = found.section or Section(name=_("No section"), slug="section")
    set_lead(version, found.lead_photo, content["lead"])
    version.tag_list = tag_list(found.tags, version.language)
    version.byline = byline(found.authors, version.language)
    return version


def preview_response(request, version: Version, **context) -> TemplateResponse:
    """Return the page of `version`, marked as a preview, for one pair of eyes."""
    body = render.body_of(version, version.document)
    context |= {
        "preview": True,
        "frame": Frame.now(),
        "version": version,
        "body": body.html,
        "facts": body.facts,
        "read_also": read_also(version, body.facts.linked),
    }
    return private(TemplateResponse(request, "site/article.html", context))


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of every cache and index, and its address out of the next request."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
