"""The transcript tool as a browser uses it: posting its forms and reading its pages."""

from bs4 import BeautifulSoup
from django.urls import reverse

from articles.models import Block

TALK = """Orysia Velychko keeps the power on in a town that is shelled.

How does a day begin?

With the map. We look where the line is broken.

At the substation in spring

What do you take along?

Tools, bread, and a second radio.
"""
WITH_NAMES = """Koval: How does a day begin?

Velychko: With the map.

Koval: What do you take along?

Velychko: Tools and bread.

Koval: And who waits at home?

Velychko: Two dogs.
"""


def tool(interview):
    return reverse("admin:interviews_interview_transcript", args=[interview.pk])


def propose(client, interview, text=TALK, **fields):
    return client.post(tool(interview), {"step": "propose", "text": text, **fields})


def fields_of(response):
    """What a browser would send back from the proposal, untouched."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form[data-proposal]")
    fields = {}
    for field in form.select("input[name]"):
        if field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "")
    return fields


def accept(client, interview, fields, **changes):
    return client.post(tool(interview), {**fields, "step": "accept", **changes})


def words_of(interview):
    return " ".join(block.text() for block in Block.all_of(interview))


def told(response):
    return [str(message) for message in response.context["messages"]]
