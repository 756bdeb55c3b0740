"""What a piece and the feed do in a real browser, and what they leave alone."""

import re

import pytest
from playwright.sync_api import expect

from articles.actions import publishing
from articles.content import thaw
from articles.models import Article
from tests.factories import article, interview, person, publish

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
LONG = "<p>Shift after shift was long.</p>" * 40
FILM = {"kind": "embed", "url": "https://youtu.be/dQw4w9WgXcQ", "title": "The night, filmed"}
MOVED = """() => new Promise((resolve) => {
    let moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (moved += each.value)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(moved)));
})"""

# Not with wait_for_function, which takes the promise of an answer for a yes.
UNTIL_KEPT = """async (wanted) => {
    for (let round = 0; round < 100; round += 1) {
        const requests = await (await caches.open("pieces")).keys();
        const kept = requests.map((request) => new URL(request.url).pathname);
        if (kept.sort().join() === wanted.sort().join()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("other pieces are kept");
}"""

ALL_KEPT = """async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(opened.map((cache) => cache.keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
}"""


def long_interview():
    piece = interview(questions=4)
    for block in piece.interviews_questionanswer_set.all():
        block.answer = LONG
        block.save()
    return publish(piece)


def test_the_contents_follow_the_reader_on_a_screen_and_on_a_phone(new_page):
    address = long_interview().get_absolute_url()
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    current = page.locator(".contents a[aria-current]")
    expect(current).to_have_count(0)
    page.locator(".qa").nth(2).evaluate("part => part.scrollIntoView()")
    expect(current).to_have_text("What did shift 3 look like?")
    page.keyboard.press("Control+Home")
    expect(current).to_have_count(0)

    page = new_page(viewport=PHONE)
    page.goto(address)
    page.locator(".qa").nth(1).evaluate("part => part.scrollIntoView()")
    summary = page.locator(".contents summary")
    expect(summary).to_be_in_viewport()
    expect(summary).to_contain_text("What did shift 2 look like?")
    summary.press("Enter")
    page.locator(".contents a", has_text="shift 4").press("Enter")
    expect(page.locator(".contents details")).not_to_have_attribute("open", "")
    heading = page.get_by_role("heading", name="What did shift 4 look like?")
    expect(heading).to_be_in_viewport()
    assert heading.bounding_box()["y"] > summary.bounding_box()["y"] + 30
    assert page.evaluate(MOVED) == 0


def test_the_link_of_an_answer_is_copied_told_and_shared(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(publish(interview()).get_absolute_url())
    link = page.locator(".permalink").nth(1)
    link.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    expect(link).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert copied.endswith(page.locator(".qa").nth(1).get_attribute("id"))
    page.get_by_role("button", name="Share this answer").nth(1).press("Enter")
    expected = {"title": "What did shift 2 look like?", "url": copied}
    assert page.evaluate("window.shared") == expected


def test_nothing_is_asked_of_another_site_before_the_reader_asks_and_ticks(new_page):
    piece = article(text="")
    thaw.add_blocks(piece, [FILM, {"kind": "prose", "html": LONG}])
    page, asked = new_page(viewport=PHONE), []

    def play(route):
        asked.append(route.request.url)
        route.fulfill(body="<p>A film", content_type="text/html")

    page.context.route(re.compile(r"^https://"), play)
    address = publish(piece).get_absolute_url()
    page.goto(address)
    height = page.locator(".embed").bounding_box()["height"]
    assert not asked
    page.get_by_role("button", name="Play the video").click()
    frame = page.get_by_title("YouTube: The night, filmed")
    expect(frame.content_frame.get_by_text("A film")).to_be_visible()
    expect(frame).to_be_focused()
    assert [url.partition("?")[0] for url in asked] == [
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    ]
    assert page.locator(".embed").bounding_box()["height"] == height
    assert page.evaluate(MOVED) == 0

    page.reload()
    expect(page.get_by_role("button", name="Play the video")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Always show content from YouTube").check()
    page.reload()
    expect(frame.content_frame.get_by_text("A film")).to_be_visible()
    page.get_by_label("Always show content from YouTube").uncheck()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("address", ["/news/", "/"])
def test_news_are_announced_where_one_reads_and_nothing_moves_until_asked(address, new_page):
    for number in range(12):
        publish(article(f"Line {number}"))
    page = new_page(viewport=PHONE)
    page.clock.install()
    page.goto(address)
    lines = page.locator("[data-newest] .line a")
    count = lines.count()
    publish(article("Just in"))
    with page.expect_response("**/news/newest.json"):
        page.clock.run_for(61_000)
    button = page.get_by_role("status").get_by_role("button", name="1 new")
    expect(button).to_be_attached()
    assert lines.count() == count
    assert page.evaluate(MOVED) == 0
    button.press("Enter")
    expect(lines.first).to_have_text("Just in")
    expect(lines.first).to_be_focused()
    expect(page.get_by_role("status").get_by_role("button")).to_have_count(0)
    texts = lines.all_text_contents()
    assert len(texts) == len(set(texts))


@pytest.mark.console_errors_expected
def test_what_was_read_can_be_read_without_a_connection_until_it_is_withdrawn(new_page):
    piece, other = article("Read before"), article("Never opened")
    address, never = (publish(each).get_absolute_url() for each in (piece, other))
    page = new_page(service_workers="allow")
    page.goto("/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(address)
    page.evaluate(UNTIL_KEPT, [address])

    page.context.set_offline(True)
    page.goto(f"{address}?from=elsewhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("Read before")
    expect(page.locator("h1")).to_have_css("font-weight", "700")
    page.goto(never)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    expect(page.locator(".kept li")).to_have_text(["Read before"])

    page.context.set_offline(False)
    piece.refresh_from_db()
    publishing.withdraw(piece, person(), revision=piece.revision)
    # A browser may show for ten seconds what it has, as the page says; not to who reloads it.
    page.goto(address)
    assert page.reload().status == 410
    page.evaluate(UNTIL_KEPT, [])
    page.goto("/accounts/login/")
    names = page.evaluate(ALL_KEPT)
    assert "/offline/" in names
    assert not [name for name in names if name.startswith(("/admin", "/accounts"))]


READ_LONG_AGO = """async (address) => {
    const headers = { Date: "Mon, 06 Jan 2020 12:00:00 GMT", "Content-Type": "text/html" };
    const cache = await caches.open("pieces");
    await cache.put(address, new Response("<h1>Read long ago</h1>", { headers }));
}"""


@pytest.fixture
def with_worker(new_page):
    page = new_page(service_workers="allow")
    page.goto("/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


@pytest.mark.console_errors_expected
def test_a_withdrawn_piece_is_forgotten_with_its_light_page(with_worker):
    piece = article("Read before")
    version = publish(piece)
    with_worker.goto(address := version.get_absolute_url())
    with_worker.evaluate(UNTIL_KEPT, [address])
    with_worker.goto(version.light_address)
    with_worker.evaluate(UNTIL_KEPT, [address, version.light_address])
    piece.refresh_from_db()
    publishing.withdraw(piece, person(), revision=piece.revision)
    with_worker.reload()
    with_worker.evaluate(UNTIL_KEPT, [])


def test_a_piece_that_has_another_address_by_now_is_kept_under_that_one_alone(with_worker):
    piece = article("Read before")
    with_worker.goto(former := publish(piece).get_absolute_url())
    with_worker.evaluate(UNTIL_KEPT, [former])
    Article.objects.filter(pk=piece.pk).update(slug="other-words")
    today = publish(piece).get_absolute_url()
    # A browser may show for ten seconds what it has; not at an address that it has not asked for.
    with_worker.goto(f"{former}?again")
    expect(with_worker.locator("h1")).to_have_text("Read before")
    with_worker.evaluate(UNTIL_KEPT, [today])


@pytest.mark.console_errors_expected
def test_what_was_read_a_month_ago_is_not_shown_any_more(with_worker):
    address = "/2020/01/06/read-long-ago/"
    with_worker.evaluate(READ_LONG_AGO, address)
    with_worker.context.set_offline(True)
    with_worker.goto(address)
    expect(with_worker.get_by_role("heading", level=1)).to_have_text("You are offline")
    expect(with_worker.locator(".kept li")).to_have_count(0)
