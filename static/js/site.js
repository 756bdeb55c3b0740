/* Two comforts; every page works without them. */

// Where the contents list stands beside the text, it is open: the style sheet shows it so.
const contents = document.querySelector(".contents");
if (contents && getComputedStyle(contents).position === "sticky") {
  contents.querySelector("details").open = true;
}

// “More news” continues the feed in place.
const more = document.querySelector("a.more");
const feed = document.querySelector(".days-of-news");

async function continueFeed(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (more.getAttribute("aria-busy") === "true") return;
  more.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(more.href);
    if (!response.ok) throw new Error(response.statusText);
    append(new DOMParser().parseFromString(await response.text(), "text/html"));
    more.removeAttribute("aria-busy");
  } catch {
    location.assign(more.href);
  }
}

function append(page) {
  const days = [...page.querySelectorAll(".day")];
  const first = days[0]?.querySelector(".line a");
  const last = feed.querySelector(".day:last-of-type");
  // A day that the page before began goes on under the heading that it has.
  if (days.length && last?.getAttribute("aria-labelledby") === days[0].getAttribute("aria-labelledby")) {
    last.querySelector(".lines").append(...days.shift().querySelectorAll(".lines > li"));
  }
  feed.append(...days);
  const next = page.querySelector("a.more");
  if (next) more.setAttribute("href", next.getAttribute("href"));
  else more.parentElement.remove();
  first?.focus({ preventScroll: true });
}

if (more && feed) more.addEventListener("click", continueFeed);
