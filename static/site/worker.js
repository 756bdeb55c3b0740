/* The service worker: pages from the network first, and what was read last without one.

   /sw.js says what SITE is. Kept in three caches: "pieces" (the last read), "pictures" (theirs) and
   "site-…" (style sheets, scripts and the page for being offline, of one release). */

const PIECES = 30
const PICTURES = 120
// In milliseconds. Whoever never opens a piece again does not learn that it was withdrawn.
const LONGEST = 30 * 24 * 3600 * 1000
const RELEASE = `site-${SITE.release}`
// As in articles/urls.py, in whatever language, and light.
const PIECE = /^\/(?:[a-z]{2,3}(?:-[a-z]+)?\/)?\d{4}\/\d\d\/\d\d\/[^/]+\/(?:light\/)?$/

self.addEventListener("install", (event) => {
  event.waitUntil(prepare())
})

async function prepare() {
  const cache = await caches.open(RELEASE)
  await cache.addAll([...SITE.assets, ...Object.values(SITE.offline)])
  await self.skipWaiting()
}

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver())
})

async function takeOver() {
  const names = await caches.keys()
  const former = names.filter((name) => name.startsWith("site-") && name !== RELEASE)
  await Promise.all(former.map((name) => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin) return
  if (SITE.never.some((prefix) => pathname.startsWith(prefix))) return
  if (request.mode === "navigate") event.respondWith(page(event, pathname))
  else if (isPictureOfPiece(request, pathname)) event.respondWith(picture(event))
  else if (pathname.startsWith("/static/")) event.respondWith(asset(request, pathname))
})

async function page(event, pathname) {
  const { request } = event
  try {
    const answer = await fetch(request)
    if (answer.status >= 500) return (await keptPiece(request)) || answer
    if (PIECE.test(pathname)) event.waitUntil(keepOrForget(request, answer.clone()))
    return answer
  } catch {
    return (await keptPiece(request)) || offline(pathname)
  }
}

async function keepOrForget(request, answer) {
  if (isGone(answer)) return forget(request)
  if (mayBeKept(answer)) await keep("pieces", PIECES, addressOf(request), answer)
}

// What leads elsewhere by now is gone as well: nobody comes back to this address to forget it.
function isGone(answer) {
  return answer.status === 404 || answer.status === 410 || answer.type === "opaqueredirect"
}

function mayBeKept(answer) {
  const control = answer.headers.get("Cache-Control") ?? ""
  return (
    answer.ok && !answer.redirected && answer.type === "basic" && !/no-store|private/.test(control)
  )
}

async function keep(name, most, address, answer) {
  const cache = await caches.open(name)
  // What is put anew goes to the end: the first one was read the longest ago.
  await cache.delete(address)
  await cache.put(address, answer)
  const addresses = await cache.keys()
  await Promise.all(addresses.slice(0, -most).map((former) => cache.delete(former)))
}

// A piece and its light page are withdrawn together, and only one of them was asked for.
async function forget(request) {
  const cache = await caches.open("pieces")
  const full = addressOf(request).replace(/light\/$/, "")
  await Promise.all([full, `${full}light/`].map((address) => cache.delete(address)))
}

async function keptPiece(request) {
  await forgetOld()
  return (await caches.open("pieces")).match(addressOf(request), { ignoreVary: true })
}

async function forgetOld() {
  const cache = await caches.open("pieces")
  for (const request of await cache.keys()) {
    const since = (await cache.match(request))?.headers.get("Date")
    if (Date.now() - Date.parse(since) > LONGEST) await cache.delete(request)
  }
}

async function offline(pathname) {
  const root = Object.keys(SITE.offline).find((prefix) => pathname.startsWith(prefix))
  return (await caches.match(SITE.offline[root])) || Response.error()
}

function isPictureOfPiece(request, pathname) {
  if (request.destination !== "image" || !pathname.startsWith(SITE.media)) return false
  return URL.canParse(request.referrer) && PIECE.test(new URL(request.referrer).pathname)
}

async function picture(event) {
  const { request } = event
  const cache = await caches.open("pictures")
  try {
    const answer = await fetch(request)
    if (mayBeKept(answer)) event.waitUntil(keep("pictures", PICTURES, request.url, answer.clone()))
    else if (isGone(answer)) event.waitUntil(cache.delete(request.url))
    return answer
  } catch {
    return (await cache.match(request.url)) || Response.error()
  }
}

// A file's address carries its contents: the one that is kept is the one that is meant. A piece
// that was kept before a release names the files of then, and gets those of today.
async function asset(request, pathname) {
  const cache = await caches.open(RELEASE)
  const exact = await cache.match(request.url)
  if (exact) return exact
  try {
    return await fetch(request)
  } catch {
    const wanted = SITE.assets.find((name) => plain(name) === plain(pathname))
    return (wanted && (await cache.match(wanted))) || Response.error()
  }
}

function plain(pathname) {
  return pathname.replace(/\.[0-9a-f]{12}(?=\.\w+$)/, "")
}

// Whatever an address carries after its question mark, the piece is the same.
function addressOf(request) {
  return request.url.split(/[?#]/)[0]
}
