"""One page in Chromium: what it asks for, keeps, breaks and moves, and what it weighs."""

import gzip
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from . import axe

SCHEMES = ("light", "dark")
WIDTHS = (390, 1280)
# As the nginx in deploy/ compresses.
_LEVEL = 5
_WEIGHED = {"document", "stylesheet", "script"}
_DATA = {"application/ld+json", "application/json", "speculationrules"}
# Before any script of the page: what moves, and what the policy refuses.
_WATCH = """
window.moved = [];
window.refused = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
    const what = entry.sources?.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "?");
    window.moved.push([entry.value, (what ?? []).join(" | ")]);
  }
}).observe({ type: "layout-shift", buffered: true });
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.refused.push(`${violatedDirective}: ${blockedURI}`));
"""
# Down the whole page, so that pictures that wait for the reader arrive too.
_SCROLL = """async () => {
  const rest = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 20)));
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await rest();
  }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  scrollTo(0, 0);
  await rest();
}"""


@dataclass
class Seen:
    """What was found on one page, in all schemes and widths together; words say what is wrong."""

    axe: list[str] = field(default_factory=list)
    third: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    shift: float = 0.0
    kilobytes: float = 0.0


def look(browser, site: str, address: str, source: str) -> Seen:
    """Open the page as a new reader in each scheme and width, and return what was seen."""
    seen = Seen()
    for scheme in SCHEMES:
        for width in WIDTHS:
            with browser.new_context(
                base_url=site,
                color_scheme=scheme,
                viewport={"width": width, "height": 844},
                reduced_motion="reduce",
            ) as context:
                _look_once(context, site, address, source, f"{scheme}, {width} px", seen)
    return seen


def _look_once(context, site, address, source, how, seen):
    answers, said = [], []
    context.add_init_script(_WATCH)
    context.on("request", lambda request: _note_foreign(request.url, site, seen))
    context.on("response", lambda answer: answers.append(answer))
    context.on("console", lambda line: line.type == "error" and said.append(line.text))
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate(_SCROLL)
    page.wait_for_load_state("networkidle")
    # A page that is not there says so in the console of every browser.
    refused = [line for line in said if "Content Security Policy" in line]
    seen.policy += [f"{how}: {line}" for line in page.evaluate("refused") + refused]
    moved = page.evaluate("moved")
    seen.shifts += [f"{how}: {value:.4f}: {what}" for value, what in moved]
    seen.shift = max(seen.shift, sum(value for value, _what in moved))
    seen.axe += [f"{how}: {words}" for words in axe.violations(page, source)]
    seen.cookies += [f"{how}: {cookie['name']}" for cookie in context.cookies()]
    weighed = [answer for answer in answers if answer.request.resource_type in _WEIGHED]
    bodies = [answer.body() for answer in weighed if answer.ok or answer.status == 404]
    weight = sum(len(gzip.compress(body, _LEVEL)) for body in bodies)
    seen.kilobytes = max(seen.kilobytes, weight / 1024)
    if not seen.inline and weighed:
        seen.inline = list(inline(weighed[0].text()))


def _note_foreign(url, site, seen):
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(site).netloc:
        seen.third.append(url)


def inline(html: str):
    """Yield the styles and scripts that stand in the page itself; blocks of data are neither."""
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        is_script = element.name == "script" and not element.get("src")
        if element.name == "style" or (is_script and element.get("type") not in _DATA):
            yield str(element)[:120]
        for name in element.attrs:
            if name == "style" or name.startswith("on"):
                yield f"{name} of {str(element)[:100]}"
