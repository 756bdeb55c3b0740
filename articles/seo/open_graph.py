"""Open Graph (https://ogp.me/): how a page looks where it is shared."""

from django.conf import settings
from django.urls import reverse

from articles.imaging import SHARE_SIZE
from articles.models import Version
from articles.public.image_urls import share_address
from espreso import clock, languages

# Open Graph asks for a country too.
_LOCALES = {"en": "en_GB", "uk": "uk_UA"}


def of_piece(version: Version, absolute) -> list[tuple[str, str]]:
    """Return the properties of a piece that was read with `for_page`, in their order.

    `absolute` makes an address of ours absolute.
    """
    authors = [
        absolute(languages.reverse_in(version.language, "articles:author", author["slug"]))
        for author in version.byline
    ]
    others = [other["language"] for other in version.translations]
    said = [
        ("og:type", "article"),
        ("og:site_name", settings.SITE_NAME),
        ("og:title", version.headline),
        ("og:description", version.search_description or version.standfirst),
        ("og:url", absolute(version.get_absolute_url())),
        ("og:locale", _LOCALES.get(version.language, "")),
        *(("og:locale:alternate", _LOCALES.get(other, "")) for other in others),
        *_image_tags(version, absolute),
        ("article:published_time", clock.iso(version.published_at)),
        ("article:modified_time", clock.iso(version.modified_at)),
        ("article:section", version.section.said("name")),
        *(("article:author", author) for author in authors),
        *(("article:tag", tag["name"]) for tag in version.tag_list),
    ]
    return [(name, words) for name, words in said if words]


def of_front_page(lead: Version | None, language: str, absolute) -> list[tuple[str, str]]:
    """Return the properties of the front page in a language. It is shared with its `lead`."""
    said = [
        ("og:type", "website"),
        ("og:site_name", settings.SITE_NAME),
        ("og:title", settings.SITE_NAME),
        ("og:description", settings.SITE_TAGLINE),
        ("og:url", absolute(reverse("articles:front"))),
        ("og:locale", _LOCALES.get(language, "")),
        *(_image_tags(lead, absolute) if lead else ()),
    ]
    return [(name, words) for name, words in said if words]


def _image_tags(version, absolute):
    return [
        ("og:image", absolute(share_address(version))),
        ("og:image:type", "image/jpeg"),
        *zip(("og:image:width", "og:image:height"), map(str, SHARE_SIZE), strict=True),
        ("og:image:alt", version.headline),
    ]
