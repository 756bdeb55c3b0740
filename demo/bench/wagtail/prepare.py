"""Fill the database, and say as JSON what there is to measure. Arguments: pages, questions…"""

import json
import os
import random
import sys
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.models import Author, Byline, Interviewee, InterviewPage, Section  # noqa: E402 — when Django knows its apps
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from demo.bench import client, wagtail_editor  # noqa: E402
from demo.bench.words import headline  # noqa: E402

LIST = "list"


def main(pages, sizes):
    call_command("makemigrations", "bench", verbosity=0)
    call_command("migrate", verbosity=0)
    # Who may edit and publish everything and manage nothing, as an editor in Espreso.
    user, _created = get_user_model().objects.update_or_create(
        username="bench", defaults={"is_superuser": False}
    )
    user.groups.add(Group.objects.get(name="Moderators"))
    inside = Client(headers={"host": "127.0.0.1"})
    inside.force_login(user)
    parent = fill(pages)
    forms = {size: f"/admin/pages/{interview(parent, size).pk}/edit/" for size in sizes}
    lists = wagtail_editor.lists(f"/admin/pages/{parent.pk}/", pages)
    said = {
        "cookie": inside.cookies["sessionid"].value,
        "forms": forms,
        "lists": lists,
        "queries": [*count(client.InProcess(inside), forms, lists, pages)],
    }
    print(json.dumps(said))  # noqa: T201 — the one who started this reads it


def count(asker, forms, lists, pages):
    """Yield what was done, with how much, in how many queries."""
    for what, path in lists.items():
        yield what, pages, client.queries_of_page(asker, path)
    for size, path in forms.items():
        for what, times in client.queries_of(wagtail_editor.Wagtail(asker, path, size)).items():
            yield what, size, times


def fill(count):
    root = Page.objects.get(depth=1)
    parent = Page.objects.filter(slug=LIST).first()
    if parent is None:
        parent = root.add_child(instance=Page(title="List", slug=LIST))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": parent}
        )
    kind = ContentType.objects.get_for_model(InterviewPage)
    words = random.Random(count)  # noqa: S311 — the same newsroom every time
    missing = range(parent.numchild, count)
    for start in missing[::1000]:
        titles = {
            number: headline(words, number) for number in range(start, min(start + 1000, count))
        }
        Page.objects.bulk_create(
            Page(
                path=Page._get_path(parent.path, parent.depth + 1, number + 1),
                depth=parent.depth + 1,
                title=title,
                draft_title=title,
                slug=f"piece-{number}",
                url_path=f"/list/piece-{number}/",
                content_type=kind,
                locale_id=parent.locale_id,
                translation_key=uuid.uuid4(),
                live=True,
                has_unpublished_changes=False,
            )
            for number, title in titles.items()
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
    if missing:
        # What is written past the models is not found otherwise.
        call_command("update_index", verbosity=0, stdout=sys.stderr)
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
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
