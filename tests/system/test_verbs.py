"""Every two verbs of the desk on the same rows, at the same moment: nobody reads an error."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from articles.models import User
from demo import verbs
from demo.lockstep import in_lockstep

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Where a page says that what was asked for was not done, and why.
_SAID = ".errornote, .errorlist, .messagelist, [role=alert], .desk-conflicts, #deleted-objects"


class Colleague(Client):
    """Somebody at the desk, in a browser of their own."""

    def __init__(self, person):
        super().__init__()
        self.person = person
        self.force_login(person)


@pytest.mark.parametrize("first", verbs.VERBS, ids=lambda verb: verb.name)
def test_of_two_at_once_each_does_it_or_reads_why_not(first):
    for one, other in verbs.pairs():
        if one is first:
            for who, answer in zip((one, other), pressed(one, other), strict=True):
                why = f"{one.name} beside {other.name}: {who.name} {answer}"
                assert not isinstance(answer, Exception), why
                assert answer.status_code in {200, 302, 404, 409, 422}, why
                assert answer.status_code == 302 or says_why(answer), why


def pressed(one, other):
    rows = verbs.Rows(max(one.needs, other.needs))
    desks = map(Colleague, rows.people)
    both = zip((one, other), desks, (False, True), strict=True)
    answers = in_lockstep(*[verb.prepare(desk, rows, turned) for verb, desk, turned in both])
    assert User.objects.in_charge().filter(pk__in=[person.pk for person in rows.people])
    return answers


def says_why(answer):
    """Whether what is no success, which leads on, says what is wrong; a script reads JSON."""
    if "html" not in answer.headers["Content-Type"]:
        return True
    said = BeautifulSoup(answer.content, "html.parser").select(_SAID)
    return any(part.get_text(strip=True) for part in said)
