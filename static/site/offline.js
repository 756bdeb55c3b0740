/* The page without a connection lists what the service worker has kept. */

const kept = document.querySelector(".kept")

async function list() {
  const cache = await caches.open("pieces")
  const all = (await cache.keys()).reverse()
  // A piece that is there in full is not listed once more as its light version.
  const addresses = new Set(all.map((request) => `${request.url}light/`))
  const requests = all.filter((request) => !addresses.has(request.url))
  const items = await Promise.all(requests.map((request) => item(cache, request)))
  kept.querySelector("ul").replaceChildren(...items.filter(Boolean))
  kept.hidden = !kept.querySelector("li")
  document.querySelector(".none").hidden = !kept.hidden
}

async function item(cache, request) {
  const answer = await cache.match(request)
  if (!answer) return null
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const link = document.createElement("a")
  link.href = request.url
  link.textContent = page.querySelector("h1")?.textContent ?? request.url
  link.lang = page.querySelector("article[lang]")?.lang || page.documentElement.lang
  const line = document.createElement("li")
  line.append(link)
  return line
}

kept.querySelector("button").addEventListener("click", async () => {
  await Promise.all([caches.delete("pieces"), caches.delete("pictures")])
  await list()
  document.querySelector("main").focus()
})

if ("caches" in window) list()
