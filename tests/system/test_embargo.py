"""No unpublished word at any public address: the proof of it, and that the proof sees leaks.

Words are planted in everything unpublished and looked for at every address; see
articles/embargo/. On purpose, tests/system/leaky_urls.py tells what it should not.
"""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from psycopg import sql

from articles.embargo import check as proof
from articles.embargo import prove
from articles.embargo.crawler import Answer, Reader, Site
from articles.embargo.url_patterns import public
from articles.imaging import client as public_pictures
from articles.models import Article, Change, Photo, Tag, Version
from articles.models.version_queryset import VersionQuerySet
from espreso import compiled_queries
from tests import images
from tests.factories import article, interview, person, publish, record, schedule

HOUR = timedelta(hours=1)
# A whole proof asks for thousands of pages; a busy machine may take so long, in seconds.
HALF_AN_HOUR = 1800


def photo(**words):
    return Photo.objects.take_in(images.upload(images.encoded(images.corners())), **words)


def newsroom():
    """Live pieces of every sort, more of them than one page of a list holds."""
    editor, now = person(), timezone.now()
    for number in range(45):
        record(
            article(
                f"Piece {number}",
                label=("", "exclusive", "opinion")[number % 3],
                tags=["Energy", "Grid"],
                authors=["Iryna Bondar"],
                lead_photo=photo() if number < 3 else None,
            ),
            now - number * HOUR,
        )
    publish(interview(tags=["Energy"], authors=["Iryna Bondar"]), editor)
    schedule(article("Not yet"), now + HOUR, editor)
    withdrawn = article("Not any more")
    record(withdrawn, now - 2 * HOUR, until=now - HOUR)
    return editor


def everything_in_the_database():
    """A digest of each table."""
    with connection.cursor() as cursor:
        return {
            table: _digest(cursor, table)
            for table in sorted(connection.introspection.table_names(cursor))
        }


def _digest(cursor, table):
    rows = sql.SQL(
        "SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
    )
    cursor.execute(rows.format(sql.Identifier(table)))
    return cursor.fetchone()


def everything_in(*folders):
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


# A clean newsroom.


class Colleague:
    """Somebody who looks, and publishes, while the proof is under way."""

    def __init__(self, editor, settings):
        self.editor, self.settings = editor, settings
        self.piece = article("Published meanwhile")
        self.pieces = Article.objects.count()
        self.acted, self.raised = False, None
        self.saw = None

    def write(self, words):
        if words.startswith("Following every link") and not self.acted:
            self.acted = True
            thread = threading.Thread(target=self._act)
            thread.start()
            thread.join()

    def _act(self):
        try:
            with connection.cursor() as cursor:
                # Whoever has to wait for the proof is refused here.
                cursor.execute("SET lock_timeout = '500ms'")
            self.saw = Article.objects.count()
            publish(self.piece, self.editor)
        except Exception as error:
            self.raised = error
        finally:
            connections.close_all()


@pytest.mark.slow
@pytest.mark.timeout(HALF_AN_HOUR)
@pytest.mark.django_db(transaction=True)
def test_a_clean_newsroom_passes_is_not_disturbed_and_is_then_as_it_was(settings):
    settings.FRAGMENT_CACHE = True
    colleague = Colleague(newsroom(), settings)
    folders = (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
    files = everything_in(*folders)
    before, said = everything_in_the_database(), StringIO()

    try:
        call_command("prove_embargo", verbose=True, stdout=said, stderr=colleague)
    except CommandError:
        # What it found is its last words; the walk before them is long.
        pytest.fail(said.getvalue()[-5000:])

    said = said.getvalue()
    assert "Nothing unpublished was found." in said
    # It was a walk: to every sort of page and file, and to many.
    asked = re.findall(r"^  (\d+) (/\S*)$", said, re.MULTILINE)
    statuses = {address: status for status, address in asked}
    for start in ("/news/", "/interviews/", "/labels/", "/tags/", "/authors/", "/sections/"):
        assert any(address.startswith(start) for address in statuses), start
    for start in ("/media/", "/20", "/healthz", "/preview/", "/corrections/", "/admin/"):
        assert any(address.startswith(start) for address in statuses), start
    piece = Version.objects.get(headline="Piece 44")
    assert statuses[piece.get_absolute_url()] == "200"
    # What was planted: in the text, beside it, and in what belongs to no piece.
    for planted in ("question and answer (draft: interview)", "comment (scheduled: article)",
                    "unsaved (draft: article)", "photo (withdrawn: interview)",
                    "interviewee (superseded: interview)", "tag (used nowhere)"):  # fmt: skip
        assert planted in said
    # Nobody saw it, nobody waited for it, and nothing is left.
    assert colleague.acted
    assert colleague.raised is None
    assert colleague.saw == colleague.pieces
    assert Version.objects.live().filter(headline="Published meanwhile").exists()
    after = everything_in_the_database()
    changed = {table for table in after if after[table] != before[table]}
    # The colleague's own publication.
    assert changed == {
        "articles_activity",
        "articles_address",
        "articles_article",
        "articles_change",
        "articles_edition",
        "articles_version",
    }
    assert after["articles_version"][0] == before["articles_version"][0] + 1
    assert everything_in(*folders) == files


# Leaks on purpose.


_renditions = public_pictures.renditions


def renditions_that_say_the_caption(original, *, credit, **others):
    caption = public_pictures.inspect(original).caption
    return _renditions(original, credit=f"{credit} {caption}", **others)


def leaks(said, address):
    """The leaks at addresses that begin so: [(what, the rest of the line), …]."""
    found, what = [], None
    for line in said.splitlines():
        if line.startswith("LEAK: "):
            what = line.removeprefix("LEAK: ")
        elif what and line.startswith((f"  GET {address}", f"  HEAD {address}")):
            found.append((what, line))
    return found


def corrections_whenever(self):
    """Those that are scheduled, too."""
    return self.model.objects.filter(
        change=Change.CORRECTION, article__in=self.values("article")
    ).only("article", "note", "modified_at")


CORRECTION = "correction scheduled over what is live: article, for colleagues"
ON_PURPOSE = [
    ("/leak/drafts/", "standfirst of article (draft: article)", "body"),
    ("/leak/drafts/", "standfirst of interview (changed after publication", "body"),
    ("/leak/topics.json", "name of tag (used nowhere)", "body"),
    ("/leak/header/", "comment of comment", "header X-Said"),
    ("/leak/moved/", "public URL of article (scheduled: article)", "header Location"),
    ("/leak/kept/", "headline of interview (withdrawn: interview)", "body"),
    ("/leak/kept/", "headline of article (superseded: article)", "body"),
    ("/leak/links/", "token of shared preview", "body"),
    ("/leak/is-there/", "public URL of article (scheduled and cancelled", "status"),
    ("/leak/whispers/", "fields of unsaved", "header X-Typed"),
    ("/media/", "XMP description of a photo's file", "metadata of the picture"),
    ("/corrections/", f"note for readers ({CORRECTION})", "body"),
    ("/tags/", "slug of tag (merged into what is live)", "status"),
    ("/tags/", "slug of tag (renamed and then published)", "status"),
    ("/leak/preview/", "comment of comment (draft: article, for colleagues)", "body"),
    ("/leak/preview/", "email address of person (draft: interview, for colleagues)", "body"),
    ("/leak/preview/", "fields of unsaved (scheduled: article, for colleagues)", "body"),
    ("/leak/preview/", "content of milestone (withdrawn: interview, for colleagues)", "body"),
    ("/leak/preview/", "content of draft snapshot (scheduled: article, for colleagues)", "body"),
    ("/leak/trash/", "headline of article (deleted: article)", "body"),
    ("/leak/trash/", "comment of comment (deleted: interview, for colleagues)", "body"),
    ("/leak/preview/", "token of shared preview (draft: article, for colleagues)", "body"),
    ("/leak/preview/", "recipient of shared preview (draft: article, for colleagues)", "body"),
    ("/admin/leak/", "standfirst of article (draft: article)", "body"),
    ("/admin/leak/", "standfirst of interview (silent fix scheduled over what is live", "body"),
    ("/admin/leak/kept/", "content of milestone", "body"),
    ("/admin/leak/", "comment of comment (draft: interview, for colleagues)", "body"),
    ("/admin/leak/typed/", "fields of unsaved", "body"),
]
# Pages that the proof cannot ask for, cannot see, or finds open where they must not be.
IN_THE_WAY = [
    "/leak/<mystery>/ has a part that the proof cannot fill: mystery.",
    "/leak/broken/ broke (500 RuntimeError: nobody can see what this page says)",
    "/admin/leak/<object_id>/print/ of the desk answered 200 to a reader (GET ",
    "/admin/leak/topics/<tag>/ of the desk answered 200 to a reader (POST ",
    "/admin/leak/nothing/ of the desk answered 200 to a reader (GET ",
    "/accounts/leak/nothing/ of the desk answered 200 to a reader (GET ",
    "/admin/leak/<code>/ of the desk was not tried: nothing fits into its address.",
]


FEEDS = ("/rss.xml", "/atom.xml", "/feed.json")
NO_LEAK = ["/news/", "/authors/", "/sections/", "/20", "/preview/"]


def patterns_of_the_leaks():
    """What leaks on purpose and what stands beside it; a clean newsroom is asked at the others."""
    begin = ("/leak/", "/<year>/", *NO_LEAK, *(address for address, *_rest in ON_PURPOSE))
    return [
        pattern
        for pattern in public()
        if str(pattern).startswith(begin) and not str(pattern).endswith(FEEDS)
    ]


@pytest.mark.slow
@pytest.mark.timeout(HALF_AN_HOUR)
@pytest.mark.django_db
def test_each_leak_on_purpose_is_named_with_its_address_its_words_and_its_place(
    settings, monkeypatch
):
    settings.ROOT_URLCONF = "tests.system.leaky_urls"
    monkeypatch.setattr(proof, "public", patterns_of_the_leaks)
    monkeypatch.setattr(public_pictures, "renditions", renditions_that_say_the_caption)
    monkeypatch.setattr(VersionQuerySet, "corrections", corrections_whenever)
    monkeypatch.setattr(Tag, "_has_been_public", lambda tag: True)
    said = StringIO()

    with pytest.raises(CommandError, match="not proven"):
        call_command("prove_embargo", at_most=150, verbose=True, stdout=said, stderr=StringIO())

    said = said.getvalue()
    for address, what, where in ON_PURPOSE:
        found = leaks(said, address)
        assert any(what in leaked and f", {where}:" in line for leaked, line in found), (
            address,
            found[:5],
        )
    for problem in IN_THE_WAY:
        assert problem in said
    # The draft may be told to whom it was shown, and whoever has an address knows it.
    told = {what for what, _line in leaks(said, "/leak/preview/")}
    assert all(what.endswith(", for colleagues)") for what in told), told
    for address in NO_LEAK:
        assert leaks(said, address) == []
    # The doors of the real desk are shut.
    open_doors = [line for line in said.splitlines() if " of the desk " in line]
    for address in [line for _what, line in leaks(said, "/a")] + open_doors:
        assert "/leak/" in address


@pytest.mark.slow
@pytest.mark.django_db
def test_a_queryset_that_lets_scheduled_versions_through_is_found_out(monkeypatch, request):
    honest = VersionQuerySet.live
    compiled_queries.forget()
    request.addfinalizer(compiled_queries.forget)

    def live(self, at=None):
        return honest(self, at) if at else self.filter(during__endswith=None)

    monkeypatch.setattr(VersionQuerySet, "live", live)
    # A list is found by links: to ask at every address besides would take minutes.
    monkeypatch.setattr(proof, "public", list)
    monkeypatch.setattr(proof, "of_the_desk", list)
    report = prove(at_most=40)
    named = {leak.word for leak in report.leaks if leak.address == "/news/"}
    assert "headline of article (scheduled: article)" in named
    assert "headline of interview (update scheduled over what is live: interview)" in named


def test_a_page_is_asked_with_the_fields_that_lead_to_itself():
    page = (
        b'<form action="/search/"><input name="q"></form><form><input name="from"></form>'
        b"<form method=get action='/tags/grid/?page=2'><select name=until></select></form>"
        b'<input name="loose" form="below">'
    )
    answer = Answer("GET", "/tags/grid/?page=3", 200, "", "text/html", page)
    assert Reader(Site()).fields(answer) == {"from", "until", "loose"}


# What the proof does not say.


@pytest.mark.django_db
def test_what_waits_is_live_when_its_time_has_come():
    schedule(article("Not yet"), timezone.now() + HOUR)
    assert not Version.objects.live().exists()
    assert Version.objects.live(timezone.now() + 2 * HOUR).get().headline == "Not yet"


@pytest.mark.django_db
def test_the_originals_of_photos_have_no_address(client):
    taken = photo()
    assert not default_storage.exists(taken.file.name)
    assert client.get(f"/media/{taken.file.name}").status_code == 404
