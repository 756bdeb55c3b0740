/* The feed goes on in place, and tells what is new. It works without this, from page to page. */

// “More news” continues the feed in place.
const more = document.querySelector("a.more")
const feed = document.querySelector(".days-of-news")

async function pageAt(address, options) {
  const response = await fetch(address, options)
  if (!response.ok) throw new Error(response.statusText)
  return new DOMParser().parseFromString(await response.text(), "text/html")
}

async function continueFeed(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  if (more.getAttribute("aria-busy") === "true") return
  more.setAttribute("aria-busy", "true")
  try {
    append(await pageAt(more.href))
    more.removeAttribute("aria-busy")
  } catch {
    location.assign(more.href)
  }
}

function append(page) {
  const days = [...page.querySelectorAll(".day")]
  const first = days[0]?.querySelector(".line a")
  const last = feed.querySelector(".day:last-of-type")
  // A day that the page before began goes on under the heading that it has.
  if (
    days.length &&
    last?.getAttribute("aria-labelledby") === days[0].getAttribute("aria-labelledby")
  ) {
    last.querySelector(".lines").append(...days.shift().querySelectorAll(".lines > li"))
  }
  feed.append(...days)
  const next = page.querySelector("a.more")
  if (next) more.setAttribute("href", next.getAttribute("href"))
  else more.parentElement.remove()
  first?.focus({ preventScroll: true })
}

if (more && feed) more.addEventListener("click", continueFeed)

// What is new is announced once a minute, and stands in the page when the reader says so.
const EVERY = 60_000
const list = document.querySelector("[data-newest]")
const news = document.querySelector(".newest")
let asked = Date.now()

// Is the place (microseconds and a key, “1745…-12”) newer than the other one?
function newer(place, other) {
  const [moment, key] = place.split("-").map(Number)
  const [otherMoment, otherKey] = other.split("-").map(Number)
  return moment > otherMoment || (moment === otherMoment && key > otherKey)
}

async function askForNews() {
  if (document.hidden || navigator.connection?.saveData || Date.now() - asked < EVERY) return
  asked = Date.now()
  try {
    const response = await fetch(list.dataset.newest, { cache: "no-cache" })
    if (response.ok) announce((await response.json()).newest)
  } catch {
    // Without a connection there is nothing new.
  }
}

function announce(places) {
  const own = list.dataset.place || "0-0"
  const count = places.filter((place) => newer(place, own)).length
  if (!count) return
  const words = news.dataset.words.replace("{count}", count)
  const button = news.querySelector("button")
  if (button?.textContent === words) return
  if (button) button.textContent = words
  else {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = words
    made.addEventListener("click", showNews)
    news.append(made)
  }
}

async function showNews() {
  try {
    insert(await pageAt(location.href, { cache: "no-cache" }))
  } catch {
    location.reload()
  }
}

function insert(page) {
  const fresh = page.querySelector("[data-newest]")
  const known = new Set([...list.querySelectorAll(".line a")].map((line) => line.href))
  if (list === feed) {
    for (const day of [...fresh.querySelectorAll(".day")].reverse()) {
      const here = feed.querySelector(
        `.day[aria-labelledby="${day.getAttribute("aria-labelledby")}"] .lines`,
      )
      const lines = [...day.querySelectorAll("li")].filter(
        (line) => !known.has(line.querySelector("a").href),
      )
      if (here) here.prepend(...lines)
      else if (lines.length) feed.prepend(day)
    }
  } else list.querySelector(".lines").replaceWith(fresh.querySelector(".lines"))
  list.dataset.place = fresh.dataset.place
  news.replaceChildren()
  list.querySelector(".line a")?.focus()
}

if (list && news) {
  setInterval(askForNews, EVERY)
  document.addEventListener("visibilitychange", askForNews)
}
