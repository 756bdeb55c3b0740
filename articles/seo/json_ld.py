"""JSON-LD: pieces, corrections and the paper for machines, in the terms of schema.org.

Google reads them as https://developers.google.com/search/docs/appearance/structured-data/article
says. `absolute`, here and there, makes an address of ours absolute.
"""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles.models import Label, Version
from articles.public.image_urls import cuts
from espreso import clock, languages

_CONTEXT = "https://schema.org"
_LOGO = ("icons/touch.png", 180)


def news_article(version: Version, words: int, absolute) -> dict:
    """Return a piece that was read with `for_page`, whose text has so many words.

    A silent fix shows nowhere in it.
    """
    address = absolute(version.get_absolute_url())
    article = {
        "@context": _CONTEXT,
        "@type": "OpinionNewsArticle" if version.label == Label.OPINION else "NewsArticle",
        "headline": version.headline,
        "description": version.search_description or version.standfirst,
        "inLanguage": version.language,
        "datePublished": clock.iso(version.published_at),
        "dateModified": clock.iso(version.modified_at),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "url": address,
        "author": [_person(author, version, absolute) for author in version.byline],
        "publisher": paper(absolute),
        "image": _images(version, absolute),
        "articleSection": version.section.said("name"),
        "keywords": [tag["name"] for tag in version.tag_list],
        "wordCount": words,
        "isAccessibleForFree": True,
        "correction": [_comment(told.note, told.at) for told in version.corrections],
    }
    # A piece that nobody signed is the paper's own.
    article["author"] = article["author"] or [paper(absolute)]
    return {name: said for name, said in article.items() if said not in ("", [])}


def breadcrumbs(version: Version, absolute) -> dict:
    """Return the way to a piece: the front page, the section, the piece."""
    way = [
        (settings.SITE_NAME, languages.root(version.language)),
        (version.section.said("name"), version.section.get_absolute_url()),
        (version.headline, version.get_absolute_url()),
    ]
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(way, start=1)
        ],
    }


def front_page(absolute) -> dict:
    """Return the site, and whose it is."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute(reverse("articles:front")),
        "publisher": paper(absolute),
    }


def paper(absolute) -> dict:
    """Return the newspaper itself."""
    logo, side = _LOGO
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": absolute(languages.root(settings.LANGUAGE_CODE)),
        "logo": {
            "@type": "ImageObject",
            "url": absolute(static(logo)),
            "width": _pixels(side),
            "height": _pixels(side),
        },
    }


def corrections(told, absolute) -> dict:
    """Return the page of corrections; `told` are pairs of the piece today and what corrected it."""
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": piece.headline,
                "url": absolute(piece.get_absolute_url()),
                "correction": _comment(correction.note, correction.modified_at),
            }
            for piece, correction in told
        ],
    }


def _person(author, version, absolute):
    page = languages.reverse_in(version.language, "articles:author", author["slug"])
    said = {"@type": "Person", "name": author["name"], "url": absolute(page)}
    return said | ({"jobTitle": author["role"]} if author["role"] else {})


def _images(version, absolute):
    photo = version.lead_photo
    if photo is None or not photo.usable:
        return []
    about = {
        "caption": version.lead_caption or version.lead["alternative_text"],
        "creditText": version.lead_credit,
        "copyrightNotice": version.lead["copyright"],
        "license": version.lead["licence"],
    }
    about = {name: said for name, said in about.items() if said}
    return [
        {
            "@type": "ImageObject",
            "url": absolute(cut.address),
            "width": _pixels(cut.width),
            "height": _pixels(cut.height),
        }
        | about
        for cut in cuts(photo, version.lead["focal"])
    ]


def _pixels(number):
    """Return a Distance, which is what schema.org has for the sides of a picture."""
    return f"{number} px"


def _comment(words, at):
    return {"@type": "CorrectionComment", "text": words, "datePublished": clock.iso(at)}
