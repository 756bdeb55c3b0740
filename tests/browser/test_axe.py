"""No violation of WCAG 2.2 A and AA that axe can see, on the main kinds of readers' pages.

`make bars` looks at every kind of page, with the newest axe and more tools.
"""

from importlib.resources import files

import pytest

from articles.models import Change, Photo
from tests import factories, images
from tests.bars.axe import violations
from tests.bars.looking import SCHEMES, WIDTHS

AXE = files("axe_playwright_python").joinpath("axe.min.js")


@pytest.fixture
def addresses(transactional_db):
    """One page of each main kind, with something of all that can stand on it."""
    editor = factories.person()
    picture = images.upload(images.encoded(images.corners(600, 400)))
    photo = Photo.objects.take_in(picture, alternative_text="A tram", caption="A tram", credit="X")
    about = {"tags": ["Energy"], "authors": ["Iryna Bondar"], "lead_photo": photo}
    piece = factories.article(label="exclusive", standfirst="The first tram is full.", **about)
    factories.publish(piece, editor)
    live = factories.publish(
        piece, editor, change=Change.CORRECTION, note="It was nine, not eight."
    )
    talk = factories.publish(factories.interview(questions=5, **about), editor)
    there = "<p>Трамваї знову їздять.</p>"
    factories.publish(factories.article("Міст відкрито", text=there, language="uk"), editor)
    return {
        "front": "/",
        "front in Ukrainian": "/uk/",
        "feed": "/news/",
        "article": live.get_absolute_url(),
        "interview": talk.get_absolute_url(),
        "topic": "/tags/energy/",
        "corrections": "/corrections/",
        "mistake": f"{live.get_absolute_url()}mistake/",
    }


def test_axe_finds_nothing_on_the_pages_of_readers(new_page, addresses):
    page, source, found = new_page(), AXE.read_text(), []
    for kind, address in addresses.items():
        page.goto(address)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                said = violations(page, source)
                found += [f"{kind}, {scheme}, {width} px: {words}" for words in said]
    assert not found, "\n".join(found)
