"""Pages arranged by hand, for tests: pieces to place, what a page says, what readers see of it."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.utils import timezone

from articles.actions import layouts
from articles.models import FRONT, Arrangement, Tag
from tests import factories
from tests.desk_client import form_of

HOUR = timedelta(hours=1)
DESK = "/admin/articles/arrangement/front/en/"


def live(count, section="War", tags=(), start=0):
    """Record so many live pieces, the first one newest, and return their drafts."""
    pieces = []
    for number in range(start, start + count):
        piece = factories.article(
            f"{section} {number:02}", section=factories.section(section), tags=list(tags)
        )
        factories.record(piece, timezone.now() - (number + 1) * HOUR)
        pieces.append(piece)
    return pieces


def document(lead=None, top=(), blocks=()):
    return {"lead": lead and lead.pk, "top": [p and p.pk for p in top], "blocks": list(blocks)}


def block(subject, *pieces, title=""):
    kind = "topic" if isinstance(subject, Tag) else "section"
    return {kind: subject.pk, "title": title, "pieces": [piece.pk for piece in pieces]}


def arrange(said, page=FRONT, language="en", by=None, at=None):
    """Save an arrangement, and publish or schedule it."""
    by = by or factories.person()
    own = {"page": page, "language": language}
    draft = Arrangement.objects.filter(**own).first() or Arrangement(**own)
    draft = layouts.save(draft, by, said, revision=draft.revision)
    if at:
        return layouts.schedule(draft, by, at, revision=draft.revision)
    return layouts.publish(draft, by, revision=draft.revision)


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, response
    return BeautifulSoup(response.content, "html.parser")


def headlines(page, where):
    return [found.get_text(strip=True) for found in page.select(f"{where} .headline")]


def opened(desk, address=DESK):
    response = desk.get(address)
    assert response.status_code == 200
    return form_of(response)
