"""Who may do what in the desk: a table, each cell of which is tried by a request.

The table says for whom an action does what it says, in every state of a piece. Everybody else
is either turned away, or reads why not; and then nothing in the database has changed.

To add an action: a function below marked `@action`, which asks as a browser would and tells
whether it was done, and a row in the table. A row `action:label` is about pieces with that label.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import transaction
from django.utils import timezone

from articles.actions import publishing, review
from articles.content import saves, segments, snapshot
from articles.models import (
    Article,
    Author,
    Comment,
    Milestone,
    Occasion,
    Plan,
    SharedPreview,
    Stage,
    TypoReport,
    Version,
)
from interviews.models import Interview
from tests import factories
from tests.desk_client import form_of, page_of, words_of

pytestmark = pytest.mark.django_db

CODE = Path(__file__).read_text()

# Nobody signed in, the reporter whose piece it is (own), one it is shared with, another
# reporter, an editor, an admin.
PEOPLE = {
    "N": "nobody",
    "O": "own reporter",
    "S": "reporter it is shared with",
    "R": "other reporter",
    "E": "editor",
    "A": "admin",
}
STATES = ["draft", "review", "ready", "scheduled", "live", "changed", "both", "withdrawn"]

# The first column: who is let in. In each state: for whom it is done. A dash is nobody. “both” is
# live, with a next version scheduled.
TABLE = """
                  let in  draft  review  ready  scheduled  live   changed  both   withdrawn
read              OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
history           OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
look_at_kept      OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
look_at_saved     OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
look_at_version   OSREA   -      -       -      OSREA      OSREA  OSREA    OSREA  OSREA
compare           OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
hear_who_is_here  OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
save              OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
preview_typed     OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
share             OSEA    OEA    OEA     OEA    OEA        OEA    OEA      OEA    OEA
sign              OSEA    OEA    OEA     OEA    OEA        OEA    OEA      OEA    OEA
send_to_review    OSEA    OSEA   -       OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
take_back         OSEA    -      O       -      -          -      -        -      -
send_back         OSEA    EA     EA      EA     EA         EA     EA       EA     EA
mark_ready        OSEA    EA     EA      -      EA         EA     EA       EA     EA
publish           EA      EA     EA      EA     -          EA     EA       -      EA
publish:opinion   EA      EA     EA      EA     -          EA     EA       -      EA
schedule          EA      EA     EA      EA     -          EA     EA       -      EA
reschedule        EA      -      -       -      EA         -      -        EA     -
cancel            EA      -      -       -      EA         -      -        EA     -
withdraw          EA      -      -       -      -          EA     EA       EA     -
restore           OSEA    -      -       -      OSEA       OSEA   OSEA     OSEA   OSEA
restore_kept      OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
restore_saved     OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
share_a_preview   OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
translate         OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
plan              OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
duplicate         OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
revoke_a_preview  OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
comment           OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
answer            OSREA   OSREA  OSREA   OSREA  OSREA      OSREA  OSREA    OSREA  OSREA
resolve           OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
open_again        OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
settle_a_mistake  OSEA    OSEA   OSEA    OSEA   OSEA       OSEA   OSEA     OSEA   OSEA
fix_a_typo        EA      -      -       -      -          EA     EA       -      -
suggest_a_fix     OSREA   -      -       -      -          OSREA  OSREA    OSREA  -
accept_a_fix      EA      -      -       -      -          EA     EA       -      -
delete            EA      EA     EA      EA     -          -      -        -      -
"""

# The desk's addresses that no row asks, and why.
ASKED_ELSEWHERE = {
    "changelist": "what one may read of every piece",
    "calendar": "the same",
    "add": "a piece that is new has no state",
    "add_preview": "the same",
    "add_autosave": "one's own unsaved words, which are nobody else's: test_autosave",
    "add_recover": "the same",
    "autosave": "the same",
    "recover": "the same",
    "discard": "the same",
    "transcript": "interviews only: test_transcript_desk",
    "thumbnail": "a photo: test_photos",
    "signed_in": "says who is signed in",
    "deleted": "what is deleted has no state: test_deleted_drafts",
    "put_back": "the same",
    "mentions": "for who may see the piece: test_mentions",
    "template": "for who keeps templates: test_templates",
    "templates": "the same",
    "begin": "the same",
    "delete_template": "the same",
    "find": "what one may see, by words: test_finder",
    "link": "the same: test_link_dialog",
    "userbar": "where one may go from a page of readers: test_userbar",
}


@dataclass
class Desk:
    """A piece, the form as somebody opened it who may do everything, and the one who asks."""

    piece: Article
    form: dict
    colleague: object
    author: Author
    kept: Milestone
    client: object

    def __post_init__(self):
        self.before = whole_of(self.piece)

    def post(self, what="change", data=None, *args):
        return self.client.post(page_of(self.piece, what, *args), data)

    def press(self, **pressed):
        return self.post("change", self.form | pressed)

    def now(self):
        return Article.objects.get(pk=self.piece.pk)

    def live(self):
        """Return the number of the version that readers see, or 0."""
        return self.piece.versions.live().values_list("number", flat=True).first() or 0

    def coming(self):
        """Return the number of the version that is scheduled, or 0."""
        coming = self.piece.versions.filter(during__startswith__gt=timezone.now())
        return coming.values_list("number", flat=True).first() or 0

    def has_moved_to(self, stage):
        now = self.now()
        return now.stage == stage and now.staged_at != self.piece.staged_at

    def decide(self, what, **data):
        silent = {"change": "silent"} if self.piece.versions.exists() else {}
        return self.post(what, {"revision": self.piece.revision} | silent | data)


ACTIONS = {}


def action(function):
    """Let a row of the table be tried by `function`: it yields the response, then what was done."""
    ACTIONS[function.__name__] = function
    return function


@action
def read(desk):
    response = desk.client.get(page_of(desk.piece))
    yield response
    yield desk.piece.headline in words_of(response)


@action
def history(desk):
    response = desk.client.get(page_of(desk.piece, "history"))
    yield response
    yield "History" in words_of(response)


@action
def look_at_kept(desk):
    response = desk.client.get(page_of(desk.piece, "milestone", desk.kept.pk))
    yield response
    yield desk.piece.headline in words_of(response)


@action
def look_at_saved(desk):
    response = desk.client.get(page_of(desk.piece, "save", desk.piece.snapshots.first().pk))
    yield response
    yield desk.piece.headline in words_of(response)


@action
def look_at_version(desk):
    response = desk.client.get(page_of(desk.piece, "version", 1))
    yield response
    yield response.status_code == 200 and desk.piece.headline in words_of(response)


@action
def compare(desk):
    address = page_of(desk.piece, "compare")
    response = desk.client.get(address, {"a": f"milestone-{desk.kept.pk}", "b": "draft"})
    yield response
    yield response.status_code == 200 and "Headline" in words_of(response)


@action
def hear_who_is_here(desk):
    response = desk.post("here", {"_window": "f" * 32, "revision": desk.piece.revision})
    yield response
    yield response.json()["here"] == ""


@action
def save(desk):
    yield desk.press(headline="Other words", _continue="Save")
    yield desk.now().headline == "Other words"


@action
def preview_typed(desk):
    response = desk.post("preview", desk.form | {"headline": "Typed words"})
    yield response
    yield "Typed words" in words_of(response) and whole_of(desk.piece) == desk.before


@action
def share(desk):
    yield desk.press(colleagues=[desk.colleague.pk], _continue="Save")
    yield desk.colleague in desk.piece.shared_with.all()


@action
def sign(desk):
    """Put another name under the piece, whose account may then write it."""
    yield desk.press(byline=[desk.author.pk], _continue="Save")
    yield desk.piece.bylines.filter(author=desk.author).exists()


@action
def send_to_review(desk):
    yield desk.press(_stage="review")
    yield desk.has_moved_to(Stage.REVIEW)


@action
def take_back(desk):
    yield desk.press(_stage="draft")
    yield desk.has_moved_to(Stage.DRAFT)


@action
def send_back(desk):
    yield desk.press(_stage="draft", _why="Who says so?")
    yield review.sent_back(desk.now()) is not None


@action
def mark_ready(desk):
    yield desk.press(_stage="ready")
    yield desk.has_moved_to(Stage.READY)


@action
def publish(desk):
    before = desk.live()
    yield desk.decide("publish")
    yield desk.live() > before


@action
def schedule(desk):
    at = timezone.localtime() + timedelta(days=3)
    before = desk.coming()
    yield desk.decide("schedule", date=f"{at:%Y-%m-%d}", time="12:00")
    yield desk.coming() > before


@action
def reschedule(desk):
    at = timezone.localtime() + timedelta(days=5)
    yield desk.post(
        "reschedule",
        {"revision": desk.piece.revision, "date": f"{at:%Y-%m-%d}", "time": "12:00"},
    )
    yield desk.piece.versions.filter(during__startswith__date=at.date()).exists()


@action
def cancel(desk):
    before = desk.coming()
    yield desk.decide("cancel")
    yield desk.coming() < before


@action
def withdraw(desk):
    before = desk.live()
    yield desk.decide("withdraw")
    yield desk.live() < before


@action
def restore(desk):
    yield desk.post("restore", {"revision": desk.piece.revision}, 1)
    yield Milestone.objects.filter(article=desk.piece, occasion="replaced").exists()


@action
def restore_kept(desk):
    yield desk.post("restore_milestone", {"revision": desk.piece.revision}, desk.kept.pk)
    yield Milestone.objects.filter(article=desk.piece, occasion="replaced").exists()


@action
def restore_saved(desk):
    saved = desk.piece.snapshots.first().pk
    yield desk.post("restore_save", {"revision": desk.piece.revision}, saved)
    yield Milestone.objects.filter(article=desk.piece, occasion="replaced").exists()


@action
def share_a_preview(desk):
    yield desk.post("share", {"recipient": "Pan Rudyk", "hours": 48})
    yield desk.piece.shared_previews.valid().count() == 2


@action
def translate(desk):
    yield desk.post("translate", {"language": "uk"})
    yield desk.piece.translations.filter(language="uk").exists()


@action
def plan(desk):
    yield desk.post("plan", {"day": "2031-05-06"})
    yield Plan.objects.filter(article=desk.piece.pk).exists()


@action
def duplicate(desk):
    before = Article.objects.count()
    yield desk.post("duplicate")
    yield Article.objects.count() == before + 1


@action
def revoke_a_preview(desk):
    yield desk.post("revoke", None, desk.piece.shared_previews.get().pk)
    yield not desk.piece.shared_previews.valid().exists()


@action
def comment(desk):
    yield desk.post("comments", {"text": "And the mayor?"})
    yield desk.piece.comments.filter(text="And the mayor?", answers_to=None).exists()


@action
def answer(desk):
    said = desk.piece.comments.open().get()
    yield desk.post("comments", {"text": "He was ill.", "answers_to": said.pk})
    yield said.answers.filter(text="He was ill.").exists()


@action
def resolve(desk):
    """Resolve what somebody else said."""
    yield desk.post("resolve", None, desk.piece.comments.open().get().pk)
    yield not Comment.objects.open().exists()


@action
def open_again(desk):
    """Open again what somebody else resolved."""
    yield desk.post("reopen", None, desk.piece.comments.exclude(resolved_at=None).get().pk)
    yield Comment.objects.open().count() == 2


@action
def settle_a_mistake(desk):
    """Say that one has looked at what a reader reported."""
    yield desk.post("settle_mistake", None, desk.piece.typo_reports.get().pk)
    yield not desk.piece.typo_reports.open().exists()


def mended(desk):
    """Return what the form of a fix would send, for the headline as readers see it."""
    live = desk.piece.versions.live().first()
    found = segments.segments(segments.said_by(live)) if live else []
    mark = found[0].mark if found else "none"
    return {"place": "headline", "mark": mark, "text": f"{desk.piece.headline}!"}


@action
def fix_a_typo(desk):
    before = desk.live()
    yield desk.post("fix", mended(desk))
    yield desk.live() > before


@action
def suggest_a_fix(desk):
    yield desk.post("suggest", mended(desk))
    yield desk.piece.typo_reports.exclude(suggested_by=None).exists()


@action
def accept_a_fix(desk):
    """Publish a fix that a colleague suggested."""
    suggested = {"quote": desk.piece.headline, "replacement": "Teh"}
    desk.piece.typo_reports.update(suggested_by=desk.colleague, **suggested)
    before = desk.live()
    yield desk.post("accept", None, desk.piece.typo_reports.get().pk)
    yield desk.live() > before


@action
def delete(desk):
    yield desk.post("delete", {"post": "yes"})
    yield not Article.objects.filter(pk=desk.piece.pk).exists()


# Trying the table.


def rows():
    """Return what the table says: of each action who is let in, and for whom it is done when."""
    _heading, *lines = TABLE.strip("\n").splitlines()
    for line in lines:
        name, let_in, *cells = line.split()
        yield name, let_in, dict(zip(STATES, cells, strict=True))


def whole_of(piece):
    """Return all of a piece that an action could change."""
    article = Article.objects.filter(pk=piece.pk).values().first()
    return article and {
        **article,
        "shared": set(piece.shared_with.values_list("pk", flat=True)),
        "byline": list(piece.bylines.values_list("author", flat=True)),
        "versions": list(Version.objects.filter(article=piece).values_list("pk", "during")),
        "milestones": Milestone.objects.filter(article=piece).count(),
        "comments": list(Comment.objects.filter(article=piece).values_list("pk", "resolved_at")),
        "mistakes": list(piece.typo_reports.values_list("pk", "settled_at")),
        "previews": SharedPreview.objects.filter(article=piece).valid().count(),
    }


def is_turned_away(response):
    return response.status_code == 403 or "/login/" in response.headers.get("Location", "")


@contextmanager
def undone():
    """Do something to the database, and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people():
    roles = {"O": "Reporter", "S": "Reporter", "R": "Reporter", "E": "Editor", "A": "Admin"}
    return {letter: factories.person(role) for letter, role in roles.items()}


def piece_in(state, kind, people):
    """Return a piece of the own reporter's, brought into `state` through the doors of the desk."""
    piece = getattr(factories, kind)(created_by=people["O"], modified_by=people["O"])
    piece.shared_with.add(people["S"])
    match state:
        case "review":
            review.move(piece, Stage.REVIEW, people["O"])
        case "ready":
            review.move(piece, Stage.REVIEW, people["O"])
            review.move(piece, Stage.READY, people["E"], signs_off=True)
        case "scheduled":
            factories.schedule(piece, timezone.now() + timedelta(days=2), people["E"])
        case "live" | "changed" | "both" | "withdrawn":
            factories.publish(piece, people["E"])
    if state == "changed":
        piece.bump(people["O"])
    if state == "both":
        factories.schedule(piece, timezone.now() + timedelta(days=2), people["E"])
    if state == "withdrawn":
        publishing.withdraw(piece, people["E"], revision=piece.revision)
    piece.refresh_from_db()
    return piece


def tried(desk, name):
    """Return whether the one who asks was let in, whether it was done, and what else happened."""
    name, _colon, label = name.partition(":")
    with undone():
        if label:
            Article.objects.filter(pk=desk.piece.pk).update(label=label)
            desk = replace(desk)
        steps = ACTIONS[name](desk)
        response = next(steps)
        let_in = not is_turned_away(response)
        done = let_in and next(steps)
        trouble = []
        if response.status_code >= 500:
            trouble.append(f"answered {response.status_code}")
        if not done and whole_of(desk.piece) != desk.before:
            trouble.append("not done, but something changed")
        return let_in, bool(done), trouble


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["article", "interview"])
def test_the_table_holds(client, people, kind, state):
    piece = piece_in(state, kind, people)
    colleague = factories.person("Reporter")
    author = Author.objects.create(name="Somebody Else", user=factories.person("Reporter"))
    Comment.objects.create(article_id=piece.pk, by=colleague, text="Who says so?")
    settled = {"resolved_by": colleague, "resolved_at": timezone.now()}
    Comment.objects.create(article_id=piece.pk, by=colleague, text="And the date?", **settled)
    TypoReport.objects.create(article_id=piece.pk, quote="teh")
    kept = snapshot.save_milestone(piece, Occasion.SENT_BACK, colleague)
    saves.keep(piece, colleague)
    until = timezone.now() + timedelta(days=1)
    SharedPreview.objects.create(article_id=piece.pk, by=people["E"], expires_at=until)
    client.force_login(people["E"])
    desk = Desk(piece, form_of(client.get(page_of(piece))), colleague, author, kept, client)
    wrong = []
    for letter, who in PEOPLE.items():
        client.logout()
        if letter in people:
            client.force_login(people[letter])
        for name, those_let_in, cells in rows():
            expected = letter in those_let_in, letter in cells[state]
            let_in, done, trouble = tried(desk, name)
            if (let_in, done) != expected:
                trouble.append(f"(let in, done) is {(let_in, done)}, not {expected}")
            wrong += [f"{who}, {name}: {words}" for words in trouble]
    assert not wrong, "\n".join([f"{kind}, {state}", *wrong])


def test_every_action_has_its_row_and_every_row_its_action():
    assert [name for name, *_rest in rows() if ":" not in name] == list(ACTIONS)
    assert {name.partition(":")[0] for name, *_rest in rows()} == set(ACTIONS)


@pytest.mark.parametrize("kind", [Article, Interview])
def test_every_address_of_the_desk_for_a_piece_is_asked(kind):
    options, there = kind._meta, admin.site._registry[kind].get_urls()
    prefix = f"{options.app_label}_{options.model_name}_"
    names = {pattern.name.removeprefix(prefix) for pattern in there if pattern.name}
    asked = set(
        re.findall(r'(?:page_of\(desk\.piece|desk\.(?:post|decide)\(\s*)[, ]*"(\w+)"', CODE)
    )
    assert names - {"change"} - set(ASKED_ELSEWHERE) <= asked


def test_restoring_gives_nobody_the_byline_who_may_not_decide_about_it(client, people):
    """Names under a piece say who may write it: who was only let in must not bring them back."""
    author = Author.objects.create(name="Somebody Else", user=factories.person("Reporter"))
    piece = piece_in("draft", "article", people)
    piece.bylines.create(author=author, position=0)
    kept = snapshot.save_milestone(piece, Occasion.READY, people["E"])
    piece.bylines.all().delete()
    for letter, comes_back in (("S", False), ("O", True)):
        client.cookies.clear()
        client.force_login(people[letter])
        address = page_of(piece, "restore_milestone", kept.pk)
        assert ("The byline stays as it is" in words_of(client.get(address))) is not comes_back
        client.post(address, {"revision": Article.objects.get(pk=piece.pk).revision})
        assert piece.bylines.exists() is comes_back


def test_the_table_is_in_its_own_words():
    heading = TABLE.strip("\n").splitlines()[0].split()
    assert heading == ["let", "in", *STATES]
    letters = {
        letter for _name, let_in, cells in rows() for letter in let_in + "".join(cells.values())
    }
    assert letters <= {*PEOPLE, "-"}


# What stands on the form, and what does not happen by itself.


@pytest.fixture(params=["article", "interview"])
def live_piece(request, people):
    return piece_in("live", request.param, people)


@pytest.mark.parametrize("letter", "OSREA")
def test_the_form_offers_only_what_one_may_do(client, people, live_piece, letter):
    client.force_login(people[letter])
    page = client.get(page_of(live_piece)).content.decode()
    offered = {
        "Publish…": "EA",
        "Schedule…": "EA",
        "Withdraw…": "EA",
        'name="_continue"': "OSEA",
        "Send for review": "OSEA",
        "Mark as ready": "EA",
        "Share a preview…": "OSEA",
        'data-comment-on=""': "OSREA",
        '<select name="colleagues"': "OEA",
        '<select name="byline"': "OEA",
    }
    assert {words: words in page for words in offered} == {
        words: letter in those for words, those in offered.items()
    }


def test_who_may_only_read_a_piece_reads_its_text_on_the_form(client, people, live_piece):
    client.force_login(people["R"])
    page = client.get(page_of(live_piece)).content.decode()
    words = "Trams cross it again." if live_piece.kind == "article" else "Shift 2 was long."
    assert words in page
    assert "&lt;p&gt;" not in page
    assert "Only the people in its byline and editors can change it" in page


def test_a_reporter_changes_what_carries_the_reporters_name(client):
    reporter = factories.person("Reporter")
    Author.objects.create(name="Taras Zoria", user=reporter)
    piece = factories.article(authors=["Taras Zoria"])
    client.force_login(reporter)
    data = form_of(client.get(page_of(piece))) | {"headline": "Mine as well"}
    assert client.post(page_of(piece), data | {"_continue": "Save"}).status_code == 302


@pytest.mark.parametrize("letter", PEOPLE)
def test_a_page_that_acts_does_nothing_when_it_is_only_opened(client, people, live_piece, letter):
    factories.schedule(live_piece, timezone.now() + timedelta(days=1), people["E"])
    before = whole_of(live_piece)
    if letter in people:
        client.force_login(people[letter])
    for what in ("publish", "schedule", "cancel", "withdraw", "delete"):
        response = client.get(page_of(live_piece, what))
        assert is_turned_away(response) is (letter not in "EA"), what
    client.get(page_of(live_piece, "restore", 1))
    assert whole_of(live_piece) == before
