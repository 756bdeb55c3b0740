"""Many articles, quickly: rows in bulk, past the verbs, but as the verbs would have left them."""

import random
from datetime import timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from tqdm import tqdm

from articles.models import (
    Address,
    Article,
    Author,
    Byline,
    Change,
    Label,
    Section,
    Tag,
    TaggedVersion,
    Version,
    VersionByline,
)
from demo.bench.words import WORDS, WORDS_IN_UKRAINIAN, headline, sentence

BATCH = 1000
SECTIONS, TAGS, AUTHORS = 6, 60, 12
# The piece whose page is measured: an interview whose page is 28 KB.
QUESTIONS, WORDS_AN_ANSWER = 12, 200
LABELS = [Label.NONE] * 6 + [Label.EXCLUSIVE, Label.OPINION, Label.INTERVIEW, Label.NONE]


def use_database(name: str) -> None:
    """Let this process work in the database of that name, beside that of the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name


def fill(count: int, language: str = "en") -> Version:
    """Bring the newsroom to `count` live pieces in a language, and return the longest of them."""
    words = random.Random(count)  # noqa: S311 — the same newsroom every time
    sections = [Section.objects.get_or_create(name=f"Section {n}")[0] for n in range(SECTIONS)]
    tags = [Tag.objects.get_or_create(name=f"Topic {n}")[0] for n in range(TAGS)]
    authors = [Author.objects.get_or_create(name=f"Author {n}")[0] for n in range(AUTHORS)]
    present = Version.objects.filter(language=language).count()
    newest = timezone.now() - timedelta(minutes=10)
    with tqdm(total=count, initial=min(present, count), desc="Articles", unit="") as bar:
        for start in range(present, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            _add(numbers, newest, words, sections, tags, authors, language)
            bar.update(len(numbers))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Version.objects.live().get(kind="interview", language=language)


def _add(numbers, newest, words, sections, tags, authors, language):
    # One day has one piece at an address, whatever its language.
    of, slug = (WORDS_IN_UKRAINIAN, "shmatok") if language == "uk" else (WORDS, "piece")
    articles = Article.objects.bulk_create(
        Article(
            headline=headline(words, number, of),
            slug=f"{slug}-{number}",
            standfirst=sentence(words, 24, of),
            language=language,
            label=words.choice(LABELS),
            section=words.choice(sections),
        )
        for number in numbers
    )
    versions = []
    for number, article in zip(numbers, articles, strict=True):
        # Sixty pieces a day, as far back as it takes.
        at = newest - timedelta(minutes=24) * number
        path = Address.path_for(article.slug, at)
        document = _interview(words, of) if number == 0 else _news(words, of)
        versions.append(
            Version(
                article=article,
                number=1,
                during=DateTimeTZRange(at, None),
                published_at=at,
                modified_at=at,
                change=Change.FIRST,
                kind="interview" if number == 0 else "article",
                path=path,
                headline=article.headline,
                slug=article.slug,
                standfirst=article.standfirst,
                label=article.label,
                section=article.section,
                language=language,
                document=document,
                text=sentence(words, 60, of),
                revision=1,
            )
        )
    Address.objects.bulk_create(
        Address(path=version.path, article=version.article) for version in versions
    )
    versions = Version.objects.bulk_create(versions)
    Byline.objects.bulk_create(
        Byline(article=version.article, author=words.choice(authors)) for version in versions
    )
    VersionByline.objects.bulk_create(
        VersionByline(
            version=version,
            author=words.choice(authors),
            position=0,
            published_at=version.published_at,
        )
        for version in versions
    )
    TaggedVersion.objects.bulk_create(
        TaggedVersion(content_object=version, tag=tag, published_at=version.published_at)
        for version in versions
        for tag in words.sample(tags, 3)
    )


def _interview(words, of):
    return [
        {
            "kind": "question_answer",
            "question": f"{sentence(words, 12, of)}?",
            "asker": "",
            "answer": "".join(
                f"<p>{sentence(words, WORDS_AN_ANSWER // 3, of)}.</p>" for _ in range(3)
            ),
            "respondent": "",
            "anchor": f"q-{number}",
        }
        for number in range(QUESTIONS)
    ]


def _news(words, of):
    paragraphs = "".join(f"<p>{sentence(words, 50, of)}.</p>" for _ in range(4))
    return [{"kind": "prose", "html": paragraphs}]
