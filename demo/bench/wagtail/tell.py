"""Publish the stories of demo.bench.peers in an empty database, by the pages' own methods."""

import os
from datetime import timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.models import Author, Byline, InterviewPage, ListPage, Section  # noqa: E402 — when Django knows its apps
from django.core.files import File  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.text import slugify  # noqa: E402
from wagtail.images.models import Image  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from demo.bench.peers import stories  # noqa: E402


def main():
    call_command("makemigrations", "bench", verbosity=0)
    call_command("migrate", verbosity=0)
    front = Page.objects.get(depth=1).add_child(instance=ListPage(title="Front", slug="front"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": front}
    )
    lists = {}
    for story in (stories.measured(), *stories.plain()):
        if story.section not in lists:
            lists[story.section] = front.add_child(
                instance=ListPage(
                    title=story.section,
                    slug=slugify(story.section),
                    section=Section.objects.create(name=story.section),
                    show_in_menus=True,
                )
            )
        tell(lists[story.section], story)
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def tell(parent, story):
    images = {picture: image(picture) for picture in story.pictures}
    page = InterviewPage(
        title=story.headline,
        slug=story.slug,
        standfirst=story.standfirst,
        section=parent.section,
        label="interview" if story.questions else "",
        lead_photo=images[story.pictures[0]] if images else None,
        lead_caption=story.pictures[0].caption if images else "",
        first_published_at=timezone.now() - timedelta(minutes=story.minutes),
        body=[*blocks(story, images)],
    )
    page.bylines = [Byline(author=Author.objects.get_or_create(name=story.author)[0])]
    page.tags.add(*story.topics)
    parent.add_child(instance=page)
    page.save_revision().publish()


def image(picture):
    with Path(picture.path).open("rb") as file:
        return Image.objects.create(
            title=picture.caption[:200], file=File(file, Path(picture.path).name)
        )


def blocks(story, images):
    if story.paragraphs:
        yield "prose", html(story.paragraphs)
    for picture, answered in story.with_pictures():
        if picture:
            yield "figure", {"photo": images[picture], "caption": picture.caption}
        yield (
            "question_answer",
            {
                "question": answered.question,
                "asker": "",
                "answer": html(answered.paragraphs),
                "respondent": "",
            },
        )


def html(paragraphs):
    return "".join(f"<p>{words}</p>" for words in paragraphs)


main()
