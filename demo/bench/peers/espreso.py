"""Espreso as a peer: pages kept, bodies kept, nothing kept, and behind the shipped nginx."""

import subprocess
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from articles.actions import publishing
from articles.content import thaw
from articles.models import Article, Author, Byline, Label, Photo, Section, User, Version
from demo.bench import load, nginx
from demo.bench.peers import postgres, stories, told
from demo.bench.peers.peer import Served, start_pinned
from espreso import static_files
from espreso.app_server import BASE_DIR, AppServer
from interviews.models import Interview, Interviewee

NAME = "Espreso"
_BEHIND_NGINX = "behind the shipped nginx"
STATES = {
    _BEHIND_NGINX: {},
    "page kept": {},
    "body kept, page not": {"PAGE_CACHE_MB": "0"},
    "nothing kept": {"PAGE_CACHE_MB": "0", "FRAGMENT_CACHE": "0"},
}
MOST_WORKERS = 2
DATABASE = "espreso_bench_peers"


def install() -> None:
    """There is nothing to install."""


def prepare() -> None:
    """Publish the stories by the desk's own verbs."""
    told.once("espreso", _tell, (), postgres.url(DATABASE))
    postgres.use(DATABASE)
    call_command("migrate", interactive=False, verbosity=0)
    static_files.collect_when_changed()


@contextmanager
def serve(state: str, workers: int):
    """Serve in one of the states."""
    environment = {"DATABASE_URL": postgres.url(DATABASE), "DATABASE_POOL": "2", **STATES[state]}
    with ExitStack() as stack:
        server = AppServer(load.free_port(), environment, workers=workers)
        start_pinned(stack, server)
        server.wait_until_it_answers()
        served = Served(server.url, (server.process,))
        if state == _BEHIND_NGINX:
            shipped = nginx.shipped(f"127.0.0.1:{server.port}", workers=workers)
            front = start_pinned(stack, shipped)
            served = Served(front.url, (server.process, front.process))
        yield served


def addresses() -> dict[str, str]:
    """Return the path of each page."""
    postgres.use(DATABASE)
    story = stories.measured()
    article = Version.objects.live().get(slug=story.slug).get_absolute_url()
    section = Section.objects.get(name=story.section).get_absolute_url()
    return {"article": article, "front": "/", "list": section, "feed": "/rss.xml"}


def version() -> str:
    """Return the commit."""
    command = ["git", "describe", "--always", "--dirty"]
    said = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    return f"Espreso {said.stdout.strip() or 'of no commit'}"


def _tell():
    postgres.renew(DATABASE)
    call_command("migrate", interactive=False, verbosity=0)
    by = User.objects.create(username="bench", is_staff=True)
    for story in tqdm(stories.plain(), desc="Stories", unit=""):
        moment = timezone.now() - timedelta(minutes=story.minutes)
        publishing.record(_draft(story, by), by, live_from=moment)
    with transaction.atomic():
        draft = _draft(stories.measured(), by)
        publishing.publish(draft, by, revision=draft.revision)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _draft(story, by):
    photos = {picture: _photo(picture, by) for picture in story.pictures}
    lead = story.pictures[0] if photos else None
    kind = Interview if story.questions else Article
    made = kind.objects.create(
        headline=story.headline,
        slug=story.slug,
        standfirst=story.standfirst,
        label=Label.INTERVIEW if story.questions else Label.NONE,
        section=Section.objects.get_or_create(name=story.section)[0],
        lead_photo=photos.get(lead),
        lead_caption=lead.caption if lead else "",
        created_by=by,
        modified_by=by,
    )
    author, _created = Author.objects.get_or_create(name=story.author)
    Byline.objects.create(article=made, author=author)
    if story.questions:
        Interviewee.objects.create(interview=made, name="Orysia Velychko", role="line engineer")
    made.tags.add(*story.topics)
    thaw.add_blocks(made, [*_blocks(story, photos)])
    made.refresh_from_db()
    return made


def _photo(picture, by):
    with open(picture.path, "rb") as file:
        photo = Photo.objects.take_in(
            File(file, name=file.name.rpartition("/")[2]),
            by=by,
            alternative_text=picture.caption,
            caption=picture.caption,
            credit="Espreso",
            copyright="Espreso",
        )
    photo.finish_renditions()
    return photo


def _blocks(story, photos):
    if story.paragraphs:
        yield {"kind": "prose", "html": _html(story.paragraphs)}
    for number, (picture, answered) in enumerate(story.with_pictures()):
        if picture:
            photo = photos[picture].pk
            yield {"kind": "figure", "photo": photo, "caption": "", "caption_of_photo": True}
        yield {
            "kind": "question_answer",
            "question": answered.question,
            "asker": "",
            "answer": _html(answered.paragraphs),
            "respondent": "",
            "anchor": f"q-{number}",
        }


def _html(paragraphs):
    return "".join(f"<p>{words}</p>" for words in paragraphs)
