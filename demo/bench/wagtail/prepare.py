"""Fill the database, and say as JSON what there is to measure. Arguments: pages, questions…"""

import json
import os
import sys
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.models import Author, Byline, Interviewee, InterviewPage, Section  # noqa: E402 — when Django knows its apps
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

LIST = "list"


def main(pages, sizes):
    call_command("makemigrations", "bench", verbosity=0)
    call_command("migrate", verbosity=0)
    user, _created = get_user_model().objects.get_or_create(
        username="bench", defaults={"is_superuser": True, "is_staff": True}
    )
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    parent = fill(pages)
    interviews = {size: interview(parent, size) for size in sizes}
    said = {
        "cookie": client.cookies["sessionid"].value,
        "list": f"/admin/pages/{parent.pk}/",
        "interviews": {size: f"/admin/pages/{page.pk}/edit/" for size, page in interviews.items()},
    }
    # What is asked for the first time fills caches.
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(said["list"]).status_code == 200
        said["list_queries"] = len(asked)
    print(json.dumps(said))  # noqa: T201 — the one who started this reads it


def fill(count):
    root = Page.objects.get(depth=1)
    parent = Page.objects.filter(slug=LIST).first()
    if parent is None:
        parent = root.add_child(instance=Page(title="List", slug=LIST))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": parent}
        )
    kind = ContentType.objects.get_for_model(InterviewPage)
    for start in range(parent.numchild, count, 1000):
        numbers = range(start, min(start + 1000, count))
        Page.objects.bulk_create(
            Page(
                path=Page._get_path(parent.path, parent.depth + 1, number + 1),
                depth=parent.depth + 1,
                title=f"A bridge reopens after the winter ({number})",
                draft_title=f"A bridge reopens after the winter ({number})",
                slug=f"piece-{number}",
                url_path=f"/list/piece-{number}/",
                content_type=kind,
                locale_id=parent.locale_id,
                translation_key=uuid.uuid4(),
                live=True,
                has_unpublished_changes=False,
            )
            for number in numbers
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_interviewpage"
            " (page_ptr_id, standfirst, label, lead_caption, body)"
            " SELECT id, '', '', '', '[]' FROM wagtailcore_page WHERE content_type_id = %s"
            " ON CONFLICT DO NOTHING",
            [kind.pk],
        )
    Page.objects.filter(pk=parent.pk).update(numchild=max(count, parent.numchild))
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Page.objects.get(pk=parent.pk)


def interview(parent, questions):
    """Return a draft beside the list, so that the list stays as long as it was asked for."""
    text = "<p>" + " ".join(["The shift was long and the line held."] * 12) + "</p>"
    section, _created = Section.objects.get_or_create(name="Section 0")
    author, _created = Author.objects.get_or_create(name="Author 0")
    page = InterviewPage(
        title=f"Interview of {questions}",
        slug=f"interview-{uuid.uuid4().hex[:8]}",
        live=False,
        label="interview",
        section=section,
        body=[
            (
                "question_answer",
                {
                    "question": f"What did shift {number} look like?",
                    "asker": "",
                    "answer": text * 2,
                    "respondent": "",
                },
            )
            for number in range(questions)
        ],
    )
    page.bylines = [Byline(author=author)]
    page.interviewees = [Interviewee(name="Orysia Velychko", role="line engineer")]
    page.tags.add("Topic 1", "Topic 2")
    return parent.get_parent().add_child(instance=page)


main(int(sys.argv[1]), [int(size) for size in sys.argv[2:]])
