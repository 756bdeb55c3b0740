// The form of a piece: it is saved when somebody is there who takes it, and only once.
import { sendOnce } from "desk/common/send"
import { keepInSight } from "desk/editor/reach"

const form = document.querySelector("#content-main form")
const desk = form.querySelector(".desk-bar")
const { tokenUrl, user } = form.querySelector(".desk-offers").dataset

sendOnce(form, { ...desk.dataset, tokenUrl, user }, form.querySelector(".desk-trouble"), () => {
  form.dispatchEvent(new Event("desk:saving"))
})

// What was in the way of a save is shown: the block editor would scroll to where it was pressed.
const mistake = form.querySelector(".errornote") && form.querySelector(".errorlist")
if (mistake) {
  history.replaceState(null, "", location.pathname + location.search)
  const folded = mistake.closest("details")
  if (folded) folded.open = true
  document.addEventListener("content-editor:ready", () => {
    form.querySelector("[aria-invalid=true]")?.focus({ preventScroll: true })
    keepInSight(mistake)
  })
}

// A headline may be long, and has no line breaks; and what is one line saves nothing when it ends.
const ONE_LINE = "[data-one-line], input:not([type=submit], [type=button], [type=checkbox])"
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(ONE_LINE)) event.preventDefault()
})

// Boxes grow with what is typed, also where `field-sizing` is not known yet.
function grow(event) {
  if (event.target.matches?.(".desk-grows")) {
    event.target.style.height = "auto"
    event.target.style.height = `${event.target.scrollHeight + 2}px`
  }
}
if (!CSS.supports("field-sizing", "content")) form.addEventListener("input", grow)

// What sticks below the bar has to know how high it is, and where it ends, which is further down
// where the page begins.
const { style } = document.documentElement
function measure() {
  style.setProperty("--desk-bar-height", `${desk.offsetHeight}px`)
  style.setProperty("--desk-bar-end", `${desk.getBoundingClientRect().bottom}px`)
}
new ResizeObserver(measure).observe(desk)
window.addEventListener("scroll", measure, { passive: true })
