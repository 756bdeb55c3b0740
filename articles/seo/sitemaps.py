"""Sitemaps: the index and its parts, the news sitemap, and robots.txt.

The formats: https://www.sitemaps.org/protocol.html; for translations and for news those of Google,
https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview.
"""

from collections.abc import Iterable
from datetime import timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.http import Http404, HttpResponse
from django.urls import reverse

from articles.models import Author, Label, Section, Tag, Version
from articles.models.version_sql import TRANSLATIONS
from articles.public.pagination import paginate, place_name
from articles.public.public_page import paginated_page, public_page
from espreso import clock, languages, xml

# Google takes no more in one file, and nothing older.
NEWS_IN_A_FILE = 1000
NEWS_FOR = timedelta(days=2)
# Of each sort of name, in each language: a file has at most 50,000 addresses.
_NAMES = 8_000

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@public_page
def index(request, frame):
    """The parts of the sitemap, each with the time of its last change.

    A piece has its place by its key, so that no part grows past its size, none is ever counted or
    skipped through, and a change changes one part.
    """
    site, changed = _site_url(request), Version.objects.sitemap_parts()
    parts = [(f"{site}{reverse('root:lists')}", None)]
    parts += [(f"{site}{reverse('root:part', args=[part])}", at) for part, at in changed]
    parts += [(f"{site}{reverse('root:news')}?before={place}", None) for place in _more_news()]
    entries = (
        f"<sitemap>{xml.element('loc', loc)}{_lastmod(at) if at else ''}</sitemap>\n"
        for loc, at in parts
    )
    return _xml_response("sitemapindex", _XMLNS, entries)


@public_page
def part(request, frame, part):
    """The pieces of one part, in all languages, each with its translations."""
    site = _site_url(request)
    found = Version.objects.live().in_part(int(part)).order_by("article_id")
    found = found.only("article", "original", "path", "language", "modified_at")
    entries = [
        _url(
            site + version.get_absolute_url(),
            _alternates(site, version) + _lastmod(version.modified_at),
        )
        for version in found.annotate(translations=TRANSLATIONS)
    ]
    if not entries:
        raise Http404
    return _xml_response("urlset", f"{_XMLNS} {_XHTML}", entries)


def _alternates(site, version):
    if not version.translations:
        return ""
    addresses = {code: site + address for code, address in version.addresses.items()}
    return _in_languages(addresses, version.language)


@public_page
def lists(request, frame):
    """The pages that list pieces: where nothing is live, none but those that are always there."""
    site, entries = _site_url(request), []
    always = [("articles:front",), ("articles:news",), ("articles:interviews",)]
    always += [("articles:corrections",)]
    always += [("articles:label", value) for value in Label.values if value]
    shown = Section.objects.filter(in_navigation=True).order_by("pk")
    always += [("articles:section", slug) for slug in shown.values_list("slug", flat=True)]
    for page in always:
        addresses = {
            code: site + languages.reverse_in(code, *page) for code, _name in settings.LANGUAGES
        }
        entries += [
            _url(address, _in_languages(addresses, code)) for code, address in addresses.items()
        ]
    live, row = Version.objects.live(), OuterRef("pk")
    for name, rows, listed in (
        ("section", Section.objects.filter(in_navigation=False), live.in_section(row)),
        ("tag", Tag.objects.all(), live.on_topic(row)),
        ("author", Author.objects.all(), live.by_author(row)),
    ):
        for code, _name in settings.LANGUAGES:
            # One look for each, which as EXISTS would be a join of all that was ever listed.
            newest = Subquery(listed.in_language(code).newest_first().values("pk")[:1])
            slugs = rows.alias(newest=newest).filter(newest__isnull=False).order_by("-pk")
            entries += [
                _url(site + languages.reverse_in(code, f"articles:{name}", slug))
                for slug in slugs.values_list("slug", flat=True)[:_NAMES]
            ]
    return _xml_response("urlset", f"{_XMLNS} {_XHTML}", entries)


@paginated_page
def news(request, frame):
    """What came out in the last two days, by its first publication, in all languages."""
    site = _site_url(request)
    found = paginate(_recent().for_lines(), request, NEWS_IN_A_FILE)
    entries = [
        _url(
            site + version.get_absolute_url(),
            "<news:news><news:publication>"
            f"{xml.element('news:name', settings.SITE_NAME)}"
            f"{xml.element('news:language', version.language)}</news:publication>"
            f"{xml.element('news:publication_date', clock.iso(version.published_at))}"
            f"{xml.element('news:title', version.headline)}</news:news>",
        )
        for version in found.versions
    ]
    return _xml_response("urlset", f"{_XMLNS} {_NEWS}", entries)


def _recent():
    return Version.objects.live().filter(published_at__gte=Now() - NEWS_FOR)


def _more_news():
    """Return the places after which the further files of news begin."""
    recent = list(_recent().newest_first().values_list("published_at", "article_id"))
    ends = range(NEWS_IN_A_FILE, len(recent), NEWS_IN_A_FILE)
    return [place_name(*recent[end - 1]) for end in ends]


@public_page
def robots(request, frame):
    """Everything may be read but what is for people alone (RFC 9309)."""
    site = _site_url(request)
    shut = ["/admin/", "/accounts/"]
    for code, _name in settings.LANGUAGES:
        shut += [f"{languages.root(code)}{name}/" for name in ("preview", "search")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in shut), ""]
    lines += [f"Sitemap: {site}{reverse(f'root:{name}')}" for name in ("index", "news")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _site_url(request):
    return f"{request.scheme}://{request.get_host()}"


def _url(address, more=""):
    return f"<url><loc>{escape(address)}</loc>{more}</url>\n"


def _in_languages(addresses, own):
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={xml.attribute(address)}/>'
        for code, address in languages.hreflang_links(addresses, own)
    )


def _lastmod(at):
    return f"<lastmod>{clock.iso(at)}</lastmod>"


def _xml_response(root, namespaces, entries: Iterable[str]):
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {namespaces}>\n'
    return HttpResponse(
        "".join((head, *entries, f"</{root}>\n")), content_type="application/xml; charset=utf-8"
    )
