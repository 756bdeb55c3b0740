// The form of a piece: nothing typed is lost by leaving, and nothing is sent twice.
const form = document.querySelector("#content-main form")
const desk = form.querySelector(".desk-bar")
const unsaved = form.querySelector(".desk-unsaved")
const warning = form.querySelector(".desk-trouble")
let dirty = Boolean(form.querySelector(".errornote, .desk-stale"))
let sent = false
let passing = false
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
  if (button?.formTarget === "_blank" || passing) return
  event.preventDefault()
  // A second click while the first is on its way would meet its own save.
  if (asking || sent) return
  asking = true
  const problem = await reachable()
  asking = false
  warning.textContent = problem
  warning.hidden = !problem
  if (problem) return
  sent = passing = true
  form.requestSubmit(button)
  passing = false
  // Stopped on its way, the page is still here and can be saved again.
  setTimeout(() => (sent = false), 10_000)
})
window.addEventListener("pageshow", () => {
  sent = false
})
window.addEventListener("beforeunload", (event) => {
  if (dirty && !sent) event.preventDefault()
})

// Boxes grow with what is typed, also where `field-sizing` is not known yet.
function grow(event) {
  if (event.target.matches?.(".desk-grows")) {
    event.target.style.height = "auto"
    event.target.style.height = `${event.target.scrollHeight + 2}px`
  }
}
if (!CSS.supports("field-sizing", "content")) form.addEventListener("input", grow)

// What sticks below the bar has to know how high it is.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--desk-bar-height", `${desk.offsetHeight}px`)
}).observe(desk)

document.addEventListener("content-editor:ready", () => {
  ready = true
})
