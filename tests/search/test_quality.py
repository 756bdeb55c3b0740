"""How often the search puts first what an editor would, over the demo newsroom, in each language.

`make search-quality` prints the figures. The questions are in tests/data/search_judged.toml.
"""

import tomllib

import pytest
from django.utils import translation

from articles.models import Photo, Version
from articles.search.ranking import Question, search
from demo import loader
from tests.paths import DATA

pytestmark = pytest.mark.django_db

JUDGED = tomllib.loads((DATA / "search_judged.toml").read_text())


@pytest.fixture
def demo_newsroom(monkeypatch, tmp_path):
    """All of it but what is in the pictures, which takes half a minute."""

    def receive(photo, file):
        photo.file, photo.width, photo.height = file.name, 1, 1
        photo.save()

    monkeypatch.setattr(Photo, "receive", receive)
    monkeypatch.setattr(loader, "SIGN_INS", tmp_path / "sign-ins.json")
    loader.load(progress=False)


def places():
    """Yield each question, the place of an expected piece (0: nowhere), and what stands first."""
    language = translation.get_language()
    for judged in JUDGED[language]:
        expected = {slug[:80] for slug in judged["first"]}
        hits = search(Version.objects.live().in_language(), Question.of(judged["query"])).hits
        found = [hit.version.path.rpartition("/")[2] for hit in hits]
        place = next((n for n, slug in enumerate(found, 1) if slug in expected), 0)
        yield judged["query"], place, found[0] if found else "nothing"


# So many of the questions at least, in a hundred.
SHARES = {"en": 90, "uk": 90}


@pytest.mark.slow
def test_the_search_finds_first_what_an_editor_would_in_each_language(demo_newsroom):
    # One newsroom for all languages: to fill it takes longer than to search it.
    reached = {language: share_of_first(language) for language in SHARES}

    assert all(reached[language] * 100 >= share for language, share in SHARES.items()), reached


def share_of_first(language):
    with translation.override(language):
        judged = list(places())
    missed = [line for line in judged if line[1] != 1]
    first = len(judged) - len(missed)
    lines = [f"{language}: {first} of {len(judged)} first, {first / len(judged):.0%}"]
    for query, place, instead in missed:
        lines.append(f"  missed: {query} (place {place or '—'}; first {instead})")
    print("\n".join(lines))  # noqa: T201 — what `make search-quality` is for
    assert len(judged) >= 20
    return first / len(judged)
