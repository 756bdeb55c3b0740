// The form of a piece: it is saved when somebody is there who takes it, and only once.
import { obstacle, OFFLINE, SIGNED_OUT, SOMEBODY_ELSE } from "desk/post"

const form = document.querySelector("#content-main form")
const desk = form.querySelector(".desk-bar")
const { ask, user } = form.querySelector(".desk-offers").dataset
const warning = form.querySelector(".desk-trouble")
let sent = false
let passing = false
let asking = false

// Before the words leave the page, somebody has to be there who takes them: without a
// connection, or signed out meanwhile, the browser would show another page in their place.
const { signedOut, somebodyElse, offline } = desk.dataset
const inTheWay = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }

form.addEventListener("submit", async (event) => {
  const button = event.submitter
  // A preview opens beside the form, which stays as it is whatever comes of it.
  if (button?.formTarget === "_blank" || passing) return
  event.preventDefault()
  // A second click while the first is on its way would meet its own save.
  if (asking || sent) return
  asking = true
  const problem = await obstacle(ask, user)
  asking = false
  warning.textContent = inTheWay[problem] ?? ""
  warning.hidden = !problem
  if (problem) return
  form.dispatchEvent(new Event("desk:saving"))
  sent = passing = true
  form.requestSubmit(button)
  passing = false
  // Stopped on its way, the page is still here and can be saved again.
  setTimeout(() => (sent = false), 10_000)
})
window.addEventListener("pageshow", () => {
  sent = false
})

// What was in the way of a save is shown: the block editor would scroll to where it was pressed.
const mistake = form.querySelector(".errornote") && form.querySelector(".errorlist")
if (mistake) {
  history.replaceState(null, "", location.pathname + location.search)
  const folded = mistake.closest("details")
  if (folded) folded.open = true
  document.addEventListener("content-editor:ready", () => {
    form.querySelector("[aria-invalid=true]")?.focus({ preventScroll: true })
    // The texts above it become editors one after another, and grow, until somebody moves on.
    const growing = new ResizeObserver(() => mistake.scrollIntoView({ block: "center" }))
    growing.observe(form)
    for (const moves of ["keydown", "pointerdown", "wheel"]) {
      window.addEventListener(moves, () => growing.disconnect(), { once: true })
    }
  })
}

// A headline may be long, and has no line breaks.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-one-line]")) event.preventDefault()
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
