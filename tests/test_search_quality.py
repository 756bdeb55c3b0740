"""How often the search puts first what an editor would: 20 questions in each language.

`make search-quality` prints the figures. The questions are in tests/search_judged.toml.
"""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone, translation
from django.utils.html import strip_tags

from articles.models import Article, Change, Version
from articles.search import Question, find
from demo import pieces
from tests.newsroom import section

pytestmark = pytest.mark.django_db

JUDGED = tomllib.loads(Path(__file__).with_name("search_judged.toml").read_text())


def demo_newsroom():
    for piece in pieces.load_pieces():
        if piece.status in {"live", "live_and_changed"} and piece.language == "en":
            said = (str(word) for block in piece.blocks for word in block.values())
            yield {
                "slug": piece.slug,
                "headline": piece.headline,
                "standfirst": piece.standfirst,
                "text": strip_tags("\n".join(said)),
                "days": piece.days_ago,
            }


def bring_out(said, language):
    """Make the pieces live by rows, past the verbs: what they say is all that matters here."""
    said = list(said)
    now = timezone.now()
    articles = Article.objects.bulk_create(
        Article(headline=piece["headline"], slug=piece["slug"][:80], section=section())
        for piece in said
    )
    Version.objects.bulk_create(
        Version(
            article=article,
            number=1,
            during=DateTimeTZRange(now - timedelta(hours=1), None),
            published_at=(at := now - timedelta(days=piece.get("days", 0))),
            modified_at=at,
            change=Change.FIRST,
            kind="article",
            path=piece["slug"],
            slug=piece["slug"][:80],
            headline=piece["headline"],
            standfirst=piece["standfirst"],
            text=piece["text"],
            section=article.section,
            language=language,
            document=[],
            revision=1,
        )
        for article, piece in zip(articles, said, strict=True)
    )


@pytest.mark.parametrize(
    ("language", "said", "at_first", "in_three"),
    [
        ("en", demo_newsroom, 20, 20),
        ("uk", lambda: JUDGED["pieces"], 20, 20),
    ],
)
def test_the_search_finds_first_what_an_editor_would(language, said, at_first, in_three):
    bring_out(said(), language)
    ranks, lines = [], []
    with translation.override(language):
        for judged in JUDGED[language]:
            live = Version.objects.live().in_language()
            hits = find(live, Question.of(judged["query"])).hits
            found = [hit.version.path for hit in hits]
            rank = next((n for n, path in enumerate(found, 1) if path in judged["first"]), 0)
            ranks.append(rank)
            if rank != 1:
                lines.append(f"  {judged['query']}: place {rank or '—'}, first {found[:3]}")
    first, three = ranks.count(1), sum(1 <= rank <= 3 for rank in ranks)
    lines.insert(0, f"{language}: {first} first, {three} among three, of {len(ranks)}")
    print("\n".join(lines))  # noqa: T201 — what `make search-quality` is for
    assert len(ranks) >= 20
    assert (first >= at_first, three >= in_three) == (True, True)
