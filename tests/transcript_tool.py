"""The transcript tool as a browser uses it: posting its forms and reading its pages."""

from django.urls import reverse

from articles.models import Block
from tests.markup import inputs_of_form

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
    return inputs_of_form(response.content.decode(), "data-proposal")


def accept(client, interview, fields, **changes):
    return client.post(tool(interview), {**fields, "step": "accept", **changes})


def words_of(interview):
    return " ".join(block.text() for block in Block.all_of(interview))


def told(response):
    return [str(message) for message in response.context["messages"]]
