// The form of a piece: nothing typed is lost by leaving, nothing is sent twice, and the next
// block is one click away.
const form = document.querySelector("#content-main form")
const desk = form.querySelector(".desk-bar")
const unsaved = form.querySelector(".desk-unsaved")
const warning = form.querySelector(".desk-trouble")
let dirty = Boolean(form.querySelector(".errornote, .desk-stale"))
let sent = null
let asking = false
let ready = false

function changed() {
  if (!ready) return
  dirty = true
  unsaved.hidden = false
}

form.addEventListener("input", changed)
form.addEventListener("drop", changed)
document.addEventListener("formset:added", changed)
document.addEventListener("formset:removed", changed)
// Choices announce themselves through jQuery alone.
django.jQuery(form).on("change", changed)

// Before the words leave the page, somebody has to be there who takes them: without a
// connection, or signed out meanwhile, the browser would show another page in their place.
async function reachable() {
  try {
    const answer = await fetch(desk.dataset.ask, { redirect: "manual", cache: "no-store" })
    if (!answer.ok) return desk.dataset.signedOut
    // Signing in anew, in another tab, has changed it.
    form.elements.csrfmiddlewaretoken.value = (await answer.json()).token
    return ""
  } catch {
    return desk.dataset.offline
  }
}

form.addEventListener("submit", async (event) => {
  const button = event.submitter
  // A preview opens beside the form, which stays as it is whatever comes of it.
  if (button?.formTarget === "_blank" || (sent && sent === button)) return
  event.preventDefault()
  // A second click while the first is on its way would meet its own save.
  if (asking) return
  asking = true
  const problem = await reachable()
  asking = false
  warning.textContent = problem
  warning.hidden = !problem
  if (problem) return
  sent = button
  form.requestSubmit(button)
  // Stopped on its way, the page is still here and can be saved again.
  setTimeout(() => (sent = null), 10_000)
})
window.addEventListener("pageshow", () => {
  sent = null
})
window.addEventListener("beforeunload", (event) => {
  if (dirty && !sent) event.preventDefault()
})

function offerBlocks() {
  const bar = document.createElement("div")
  bar.className = "desk-add"
  for (const plugin of window.ContentEditor.plugins) {
    if (plugin.regions?.includes("_adding_not_allowed")) continue
    const button = document.createElement("button")
    const icon = document.createElement("template")
    button.type = "button"
    icon.innerHTML = plugin.button
    button.append(icon.content, plugin.title)
    button.addEventListener("click", () => {
      window.ContentEditor._insertBefore = null
      window.ContentEditor.addContent(plugin.prefix)
    })
    bar.append(button)
  }
  document.querySelector(".order-machine-wrapper").after(bar)
}

// Boxes grow with what is typed, also where `field-sizing` is not known yet.
function grow(event) {
  if (event.target.matches?.(".desk-grows")) {
    event.target.style.height = "auto"
    event.target.style.height = `${event.target.scrollHeight + 2}px`
  }
}
if (!CSS.supports("field-sizing", "content")) form.addEventListener("input", grow)

// A new block is there to be written in at once; prose.js does it for rich text.
document.addEventListener("formset:added", (event) => {
  const first = event.target.querySelector("textarea, select, input:not([type=hidden])")
  if (first && !first.matches("[data-desk-prose], .desk-photo")) first.focus()
  event.target.scrollIntoView({ block: "nearest" })
})

// What sticks below the bar has to know how high it is.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--desk-bar-height", `${desk.offsetHeight}px`)
}).observe(desk)

document.addEventListener("content-editor:ready", () => {
  offerBlocks()
  ready = true
})
