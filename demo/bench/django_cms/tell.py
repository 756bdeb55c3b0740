"""Publish the stories of demo.bench.peers in an empty database, by django CMS's own API."""

import os
from datetime import timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.models import Author, Piece, Section, Topic  # noqa: E402 — when Django knows its apps
from cms.api import add_plugin, create_page  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files import File  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.text import slugify  # noqa: E402
from djangocms_versioning.models import Version  # noqa: E402
from filer.models import Image  # noqa: E402

from demo.bench.peers import stories  # noqa: E402

LANGUAGE = "en"


def main():
    call_command("makemigrations", "bench", verbosity=0)
    call_command("migrate", verbosity=0)
    tell_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def tell_all():
    user = get_user_model().objects.create_superuser("bench")
    front, text = begin(user, "Front", template="bench/list.html", slug="front")
    add_plugin(text, "NewestPiecesPlugin", LANGUAGE)
    publish(front, user)
    front.set_as_homepage(user)
    sections = {}
    for story in (stories.measured(), *stories.plain()):
        if story.section not in sections:
            sections[story.section] = tell_section(story.section, user)
        tell(*sections[story.section], story, user)


def tell_section(name, user):
    section = Section.objects.create(name=name, slug=slugify(name))
    page, text = begin(
        user, name, template="bench/list.html", slug=section.slug, in_navigation=True
    )
    add_plugin(text, "NewestPiecesPlugin", LANGUAGE, section=section)
    publish(page, user)
    return page, section


def tell(parent, section, story, user):
    page, text = begin(
        user, story.headline, template="bench/piece.html", slug=story.slug, parent=parent
    )
    images = {picture: image(picture) for picture in story.pictures}
    piece = Piece.objects.create(
        extended_object=page,
        headline=story.headline,
        standfirst=story.standfirst,
        section=section,
        author=Author.objects.get_or_create(name=story.author)[0],
        lead_photo=images[story.pictures[0]] if images else None,
        lead_caption=story.pictures[0].caption if images else "",
        published_at=timezone.now() - timedelta(minutes=story.minutes),
    )
    piece.topics.set([Topic.objects.get_or_create(name=name)[0] for name in story.topics])
    if story.paragraphs:
        add_plugin(text, "TextPlugin", LANGUAGE, body=html(story.paragraphs))
    for picture, answered in story.with_pictures():
        if picture:
            shown = {"photo": images[picture], "caption": picture.caption}
            add_plugin(text, "FigurePlugin", LANGUAGE, **shown)
        said = {"question": answered.question, "answer": html(answered.paragraphs)}
        add_plugin(text, "QuestionAnswerPlugin", LANGUAGE, **said)
    publish(page, user)


def begin(user, title, *, template, **fields):
    """Return a page that is not published, and its placeholder."""
    page = create_page(title, template, LANGUAGE, created_by=user, **fields)
    content = page.pagecontent_set(manager="admin_manager").current_content().get()
    content.rescan_placeholders()
    return page, content.get_placeholders().get(slot="text")


def publish(page, user):
    content = page.pagecontent_set(manager="admin_manager").current_content().get()
    Version.objects.get_for_content(content).publish(user)


def image(picture):
    path = Path(picture.path)
    with path.open("rb") as file:
        return Image.objects.create(
            original_filename=path.name,
            file=File(file, path.name),
            default_alt_text=picture.caption,
        )


def html(paragraphs):
    return "".join(f"<p>{words}</p>" for words in paragraphs)


main()
