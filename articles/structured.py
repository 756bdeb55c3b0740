"""What machines read on a page: pieces and their corrections, in the terms of schema.org."""

from django.utils import timezone

from .models import Version


def news_article(version: Version, address: str) -> dict:
    """Return the piece at `address`, an absolute one. A silent fix shows nowhere in it."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.headline,
        "inLanguage": version.language,
        "datePublished": _moment(version.published_at),
        "dateModified": _moment(version.modified_at),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
    }
    if told := version.corrections:
        article["correction"] = [_comment(correction.note, correction.at) for correction in told]
    return article


def corrections(told, absolute) -> dict:
    """Return the page of corrections; `told` are pairs of the piece today and what corrected it.

    `absolute` makes an address of ours absolute.
    """
    return {
        "@context": "https://schema.org",
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


def _comment(words, at):
    return {"@type": "CorrectionComment", "text": words, "datePublished": _moment(at)}


def _moment(at):
    return timezone.localtime(at).isoformat(timespec="seconds")
