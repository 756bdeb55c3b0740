/* A piece: its contents follow the reader, answers have links to pass on, and what other sites
   keep shows when it is asked for. All of it can be read without this. */

const wide = () => getComputedStyle(contents).getPropertyValue("--beside").trim() === "1"
const contents = document.querySelector(".contents")
if (contents) followReader(contents)

function followReader(nav) {
  const details = nav.querySelector("details")
  const here = nav.querySelector(".here")
  const links = new Map()
  for (const link of nav.querySelectorAll("a")) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (part) links.set(part, link)
  }
  // Where the list stands beside the text, it is open: the style sheet shows it so.
  details.open = wide()
  let current

  function mark() {
    // The last part that begins in the upper quarter of the window, or above it.
    const line = innerHeight / 4 + 1
    const passed = [...links.keys()].filter((part) => part.getBoundingClientRect().top <= line)
    const link = links.get(passed.at(-1))
    if (link === current) return
    current?.removeAttribute("aria-current")
    link?.setAttribute("aria-current", "location")
    here.textContent = link?.textContent ?? ""
    current = link
    if (link && details.open) {
      const list = link.closest("ol")
      const box = list.scrollHeight > list.clientHeight ? list : nav
      const middle = link.getBoundingClientRect().top - box.getBoundingClientRect().top
      box.scrollTop += middle - box.clientHeight / 2
    }
  }

  // What is above the line counts as seen, however quickly somebody gets past it.
  const watch = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -75% 0px" })
  for (const part of links.keys()) watch.observe(part)
  details.addEventListener("toggle", () => {
    current = current?.removeAttribute("aria-current")
    mark()
  })
  nav.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide()) details.open = false
  })
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || wide() || !details.open) return
    details.open = false
    nav.querySelector("summary").focus()
  })
}

// Links to single answers.
const text = document.querySelector(".text")
const said = document.querySelector(".said")

function say(words, beside) {
  said.textContent = words
  beside.dataset.said = words
  setTimeout(() => {
    delete beside.dataset.said
    said.textContent = ""
  }, 3000)
}

text?.addEventListener("click", async (event) => {
  const link = event.target.closest(".permalink")
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  // Without the right to the clipboard it is the plain link that it is.
  if (!navigator.clipboard) return
  event.preventDefault()
  try {
    await navigator.clipboard.writeText(link.href)
    history.replaceState(history.state, "", link.hash)
    say(text.dataset.copied, link)
  } catch {
    location.hash = link.hash
  }
})

if (navigator.share && text) {
  for (const link of text.querySelectorAll(".permalink")) {
    const share = document.createElement("button")
    share.type = "button"
    share.className = "share"
    share.setAttribute("aria-label", text.dataset.share)
    const title = link.closest(".qa").querySelector(".question").textContent
    // Whoever changes their mind has nothing to be told.
    share.addEventListener("click", () =>
      navigator.share({ title, url: link.href }).catch(() => {}),
    )
    link.after(share)
  }
}

// What other sites keep: nothing of theirs before the reader asks, or has ticked “always”.
const ALWAYS = "always-show"

function chosen() {
  try {
    return JSON.parse(localStorage.getItem(ALWAYS)) || []
  } catch {
    return []
  }
}

function choose(provider, always) {
  const others = chosen().filter((name) => name !== provider)
  const names = always ? [...others, provider] : others
  try {
    if (names.length) localStorage.setItem(ALWAYS, JSON.stringify(names))
    else localStorage.removeItem(ALWAYS)
  } catch {
    // A browser that keeps nothing asks each time.
  }
}

function show(embed, focus) {
  const frame = document.createElement("iframe")
  const title = embed.querySelector(".title").textContent
  frame.title = `${embed.dataset.provider}: ${title}`
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture"
  // It may not lead this page elsewhere.
  frame.sandbox =
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"
  frame.referrerPolicy = "strict-origin-when-cross-origin"
  if (!focus) frame.loading = "lazy"
  const address = new URL(embed.dataset.frame)
  if (!focus) address.searchParams.delete("autoplay")
  frame.src = address
  const stage = embed.querySelector(".stage")
  // As high as it was, so that nothing below it moves.
  stage.style.minHeight = `${stage.offsetHeight}px`
  stage.replaceChildren(frame)
  if (focus) frame.focus()
}

for (const embed of document.querySelectorAll(".embed[data-frame]")) {
  const { provider } = embed.dataset
  const always = embed.querySelector("input")
  always.checked = chosen().includes(provider)
  always.addEventListener("change", () => choose(provider, always.checked))
  if (always.checked) show(embed, false)
  else embed.querySelector("button").addEventListener("click", () => show(embed, true))
}
