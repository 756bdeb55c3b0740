"""How a piece is found and shared: structured data, Open Graph, its pictures, oEmbed."""

import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image, ImageChops

from articles.actions import publishing
from articles.imaging import SHARE_SIZE
from articles.imaging.share_card import share_picture
from articles.models import Author, Change, Label, Photo, Section
from articles.public import image_urls
from tests import images
from tests.factories import article, interview, person, publish, record, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MORNING = datetime(2025, 4, 21, 6, 0, tzinfo=UTC)
HOST = "http://testserver"

# What may be said of each type, as schema.org has it, and what Google or we ask for.
THING = {"name", "url", "description", "image", "mainEntityOfPage", "potentialAction"}
WORK = THING | set(
    "headline inLanguage datePublished dateModified author publisher keywords text creditText "
    "copyrightNotice license isAccessibleForFree correction".split()
)
NEWS = WORK | {"articleSection", "wordCount", "articleBody"}
SHAPES = {
    "NewsArticle": (NEWS, {"headline", "datePublished", "dateModified", "author", "publisher"}),
    "ImageObject": (WORK | {"width", "height", "caption", "contentUrl"}, {"url"}),
    "Person": (THING | {"jobTitle"}, {"name", "url"}),
    "NewsMediaOrganization": (THING | {"logo"}, {"name", "url", "logo"}),
    "CorrectionComment": (WORK, {"text", "datePublished"}),
    "BreadcrumbList": (THING | {"itemListElement"}, {"itemListElement"}),
    "ListItem": (THING | {"item", "position"}, {"item", "position", "name"}),
    "WebPage": (WORK, set()),
    "WebSite": (WORK, {"name", "url"}),
}
SHAPES["OpinionNewsArticle"] = SHAPES["NewsArticle"]


def check_shapes(said):
    """Hold each thing against schema.org's vocabulary; addresses are absolute, nothing is empty."""
    if isinstance(said, list):
        assert said
        for each in said:
            check_shapes(each)
    elif isinstance(said, dict):
        allowed, required = SHAPES[said["@type"]]
        names = {name for name in said if not name.startswith("@")}
        assert names <= allowed, (said["@type"], names - allowed)
        assert required <= names, (said["@type"], required - names)
        for name, value in said.items():
            if name in {"url", "item", "@id", "urlTemplate"}:
                assert value.startswith(f"{HOST}/")
            check_shapes(value)
    else:
        assert said not in ("", None)


def photo(width=1600, height=1000, **fields):
    content = images.encoded(images.corners(width, height))
    fields = {"alternative_text": "A tram", "credit": "O. Koval"} | fields
    taken = Photo.objects.take_in(images.upload(content), **fields)
    taken.finish_renditions()
    return taken


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def data_of(page):
    found = page.find_all("script", type="application/ld+json")
    data = [json.loads(script.string) for script in found]
    for each in data:
        assert each["@context"] == "https://schema.org"
        check_shapes(each)
    return {each["@type"]: each for each in data}


def properties(page):
    found = {}
    for meta in page.select("meta[property]"):
        found.setdefault(meta["property"], []).append(meta["content"])
    return found


# Structured data.


def test_a_piece_says_all_that_search_engines_ask_of_news(client):
    Author.objects.create(name="Iryna Bondar", role="Correspondent")
    terms = "https://creativecommons.org/licenses/by/4.0/"
    made = interview(
        "“We kept the line open”",
        standfirst="All winter.",
        authors=["Iryna Bondar"],
        tags=["Energy", "Grid"],
        lead_photo=photo(copyright="© O. Koval", licence=terms, focal_x=0.1),
    )
    record(made, MORNING, until=MORNING + HOUR)
    record(made, MORNING + HOUR, until=MORNING + 2 * HOUR, change="correction", note="It is nine.")
    version = record(made, MORNING + 2 * HOUR, change=Change.SILENT)
    data = data_of(page_of(client, version.get_absolute_url()))
    # An interview is news, and no page of frequent questions.
    assert set(data) == {"NewsArticle", "BreadcrumbList"}
    said = data["NewsArticle"]
    address = f"{HOST}{version.get_absolute_url()}"
    assert said["headline"] == "“We kept the line open”"
    assert said["mainEntityOfPage"] == {"@type": "WebPage", "@id": address}
    assert said["datePublished"] == "2025-04-21T09:00:00+03:00"
    assert said["dateModified"] == "2025-04-21T10:00:00+03:00"
    assert said["author"] == [
        {
            "@type": "Person",
            "name": "Iryna Bondar",
            "url": f"{HOST}/authors/iryna-bondar/",
            "jobTitle": "Correspondent",
        }
    ]
    assert (said["articleSection"], said["keywords"]) == ("War", ["Energy", "Grid"])
    assert said["isAccessibleForFree"] is True
    # Orysia Velychko, line engineer; two questions and two answers.
    assert said["wordCount"] == 4 + 2 * 6 + 2 * 4
    assert [each["text"] for each in said["correction"]] == ["It is nine."]
    sizes = [(image["width"], image["height"]) for image in said["image"]]
    assert sizes == [("1200 px", "675 px"), ("1200 px", "900 px"), ("1000 px", "1000 px")]
    for image in said["image"]:
        assert (image["creditText"], image["copyrightNotice"]) == ("O. Koval", "© O. Koval")
        assert image["license"] == terms
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Espreso", f"{HOST}/"),
        (2, "War", f"{HOST}/sections/war/"),
        (3, "“We kept the line open”", address),
    ]


def test_an_opinion_is_called_one(client):
    version = publish(article(label=Label.OPINION))
    data = data_of(page_of(client, version.get_absolute_url()))
    assert set(data) == {"OpinionNewsArticle", "BreadcrumbList"}


def test_the_front_page_says_whose_it_is(client):
    for root in ("/", "/uk/"):
        site = data_of(page_of(client, root))["WebSite"]
        assert site["url"] == f"{HOST}{root}"
        assert site["publisher"]["name"] == "Espreso"


# Where a page is shared.


def test_a_piece_tells_networks_what_to_show(client):
    english = article(
        'A "bridge" & <b>',
        standfirst="It took nineteen months.",
        tags=["Energy", "Grid"],
        authors=["Iryna Bondar"],
        slug="a-bridge",
    )
    record(english, MORNING)
    record(article("Міст", language="uk", slug="mist", original=english), MORNING)
    page = page_of(client, "/2025/04/21/a-bridge/")
    said = properties(page)
    picture = said.pop("og:image")
    assert said == {
        "og:type": ["article"],
        "og:site_name": ["Espreso"],
        "og:title": ['A "bridge" & <b>'],
        "og:description": ["It took nineteen months."],
        "og:url": [f"{HOST}/2025/04/21/a-bridge/"],
        "og:locale": ["en_GB"],
        "og:locale:alternate": ["uk_UA"],
        "og:image:type": ["image/jpeg"],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "og:image:alt": ['A "bridge" & <b>'],
        "article:published_time": ["2025-04-21T09:00:00+03:00"],
        "article:modified_time": ["2025-04-21T09:00:00+03:00"],
        "article:section": ["War"],
        "article:author": [f"{HOST}/authors/iryna-bondar/"],
        "article:tag": ["Energy", "Grid"],
    }
    assert picture[0].startswith(f"{HOST}/share/")
    assert page.find("meta", {"name": "twitter:card"})["content"] == "summary_large_image"
    assert page.find("meta", {"name": "robots"})["content"] == "max-image-preview:large"
    assert page.find("link", rel="canonical")["href"] == f"{HOST}/2025/04/21/a-bridge/"
    assert properties(page_of(client, "/uk/2025/04/21/mist/"))["og:locale"] == ["uk_UA"]


def shared(client, version):
    """The address of the picture that stands for a version, as its page names it."""
    said = properties(page_of(client, version.get_absolute_url()))
    return said["og:image"][0].removeprefix(HOST)


def image_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    picture = Image.open(io.BytesIO(response.content))
    picture.load()
    return picture


@pytest.mark.parametrize("pictured", [True, False])
def test_a_shared_piece_has_a_picture_that_is_kept_long(client, pictured):
    lead = photo() if pictured else None
    version = publish(article("Міст через Ґрунь відкрито", language="uk", lead_photo=lead))
    address = shared(client, version)
    response = client.get(address)
    picture = image_of(response)
    assert picture.size == SHARE_SIZE
    assert "max-age=86400" in response["Cache-Control"]
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # The corners of the photo are strong colours; without it there is paper.
    edge = picture.getpixel((1190, 20))
    assert (min(edge) < 100) == pictured
    if pictured:
        assert picture.getexif()[0x013B] == "O. Koval"


def test_the_front_page_is_shared_with_the_picture_of_its_lead(client):
    assert "og:image" not in properties(page_of(client, "/"))
    lead = publish(article("A bridge", lead_photo=photo()))
    publish(article("Міст", language="uk", lead_photo=photo()))
    said = properties(page_of(client, "/"))
    assert said["og:image"] == [f"{HOST}{image_urls.share_address(lead)}"]
    assert said["og:image:alt"] == ["A bridge"]
    assert image_of(client.get(said["og:image"][0].removeprefix(HOST))).size == SHARE_SIZE


def test_only_what_is_live_has_a_picture(client, django_capture_on_commit_callbacks):
    lead = photo()
    coming = schedule(article("Not yet", lead_photo=lead), timezone.now() + HOUR)
    gone = article("Gone", lead_photo=lead)
    live = publish(gone)
    addresses = [image_urls.share_address(coming), shared(client, live)]
    assert client.get(addresses[1]).status_code == 200
    publishing.withdraw(gone, person(), revision=gone.revision)
    guessed = f"/share/{live.article_id}-{'0' * 24}.jpg"
    for address in (*addresses, guessed, "/share/1.jpg", f"/share/{'9' * 60}-a.jpg"):
        assert client.get(address).status_code == 404, address


def test_a_withdrawn_photo_takes_its_cuts_and_the_shared_picture_with_it(
    client, django_capture_on_commit_callbacks
):
    lead = photo()
    version = publish(article(lead_photo=lead))
    page = page_of(client, version.get_absolute_url())
    images = [image["url"] for image in data_of(page)["NewsArticle"]["image"]]
    addresses = [shared(client, version), *(url.removeprefix(HOST) for url in images)]
    assert len(addresses) == 4
    assert all(client.get(address).status_code == 200 for address in addresses)
    with django_capture_on_commit_callbacks(execute=True):
        lead.withdraw()
    assert all(client.get(address).status_code == 404 for address in addresses)
    assert "image" not in data_of(page_of(client, version.get_absolute_url()))["NewsArticle"]
    # What stands for the piece now has its words alone.
    assert image_of(client.get(shared(client, version))).getpixel((1190, 20)) > (240, 240, 240)


def test_a_cut_has_the_size_that_is_said_and_lies_around_the_focal_point(client):
    # The corners: red, green; gold, blue below.
    lead = photo(2000, 800, focal_x=0.95, focal_y=0.5)
    for cut in image_urls.cuts(lead, lead.record["focal"]):
        response = client.get(cut.address)
        picture = image_of(response)
        assert picture.size == (cut.width, cut.height)
        assert picture.getexif()[0x013B] == "O. Koval"
    # The last one is the square: nothing of the left half is in it.
    assert picture.size == (800, 800)
    red, green, _blue = picture.getpixel((5, 5))
    assert green > red
    former = cut.address
    lead.focal_x = 0.05
    lead.save()
    assert client.get(former).status_code == 404
    assert client.get(image_urls.cuts(lead, lead.record["focal"])[2].address).status_code == 200
    for guessed in (
        f"/cuts/{lead.pk}-1x1-{'0' * 24}.jpg",
        f"/cuts/{lead.pk}.jpg",
        "/cuts/x-1x1.jpg",
    ):
        assert client.get(guessed).status_code == 404


@pytest.mark.parametrize(
    "headline",
    [
        "W" * 200,
        " ".join(["Wildflowers"] * 17),
        "Що " * 66,
        "🕊 日本 " * 20,
        "A\x07 bridge",
        "",
    ],
)
def test_no_headline_overflows_its_place(headline):
    content = images.encoded(images.corners(1000, 600))
    words = {"label": "Exclusive", "section": "S" * 60, "paper": "P" * 80, "credit": "C" * 200}
    for lead in (None, io.BytesIO(content)):
        drawn = Image.open(
            io.BytesIO(share_picture(headline=headline, photo=lead, **words))
        ).convert("RGB")
        # The margins are paper: between the words and the photo, and all around.
        right = (1200 - 504 if lead else 1200) - 24
        for box in ((right, 0, right + 16, 630), (16, 600, right, 630), (16, 0, right, 50)):
            strip = drawn.crop(box)
            paper = Image.new("RGB", strip.size, "#fffdf9")
            difference = ImageChops.difference(strip, paper).convert("L")
            assert difference.getextrema()[1] < 40, (headline[:9], box)


# On other sites.


def oembed(client, **query):
    return client.get(f"/oembed?{urlencode(query)}")


def test_a_piece_can_be_embedded_as_words_with_a_link(client):
    made = article(
        "A & B <script>", standfirst="<b>", authors=["Iryna Bondar"], lead_photo=photo(), slug="a"
    )
    version = publish(made)
    page = page_of(client, version.get_absolute_url())
    link = page.find("link", type="application/json+oembed")["href"]
    response = client.get(link)
    assert response["Content-Type"] == "application/json"
    said = response.json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "A & B <script>")
    assert said["author_name"] == "Iryna Bondar"
    assert (said["width"], said["height"]) == (600, 240)
    html = BeautifulSoup(said["html"], "html.parser")
    assert html.a["href"] == f"{HOST}{version.get_absolute_url()}"
    assert html.a.get_text() == "A & B <script>"
    assert not html.select("script, b, iframe")
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (1200, 675)
    small = client.get(f"{link}&maxwidth=320&maxheight=100").json()
    assert (small["width"], small["height"]) == (320, 100)
    assert "thumbnail_url" not in small


def test_only_what_is_live_here_can_be_embedded(client):
    live = publish(article("Live"))
    coming = schedule(article("Not yet"), timezone.now() + HOUR)
    made = article("Gone")
    gone = publish(made)
    publishing.withdraw(made, person(), revision=made.revision)
    here = f"{HOST}{live.get_absolute_url()}"
    assert oembed(client, url=here).status_code == 200
    assert oembed(client, url=here, format="xml").status_code == 501
    for url in (
        f"{HOST}{coming.get_absolute_url()}",
        f"{HOST}{gone.get_absolute_url()}",
        here.replace("testserver", "elsewhere.example"),
        f"{HOST}/2025/04/21/nothing/",
        f"{HOST}/admin/",
        "http://[broken",
        f"{here}\0",
    ):
        assert oembed(client, url=url).status_code == 404, url


def test_a_former_address_embeds_the_piece_of_today(client):
    made = article("First words")
    former = publish(made).get_absolute_url()
    made.slug = "second-words"
    made.save()
    today = publish(made).get_absolute_url()
    assert f"{HOST}{today}" in oembed(client, url=f"{HOST}{former}").json()["html"]


@pytest.mark.parametrize("asked", ["/oembed", "share"])
def test_what_is_shared_costs_few_queries(client, asked, django_assert_max_num_queries):
    Section.objects.update_or_create(name="War")
    version = publish(article(tags=["A", "B"], authors=["C"], lead_photo=photo()))
    address = f"/oembed?{urlencode({'url': f'{HOST}{version.get_absolute_url()}'})}"
    if asked == "share":
        address = shared(client, version)
    with django_assert_max_num_queries(3):
        assert client.get(address).status_code == 200
