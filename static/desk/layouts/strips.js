// The blocks of a page: each is dragged by its name, or goes up and down with its buttons.

const form = document.querySelector(".desk-plan")
const words = form.dataset
const said = form.querySelector(".desk-said")
const list = form.querySelector(".desk-strips")
let carried = null

const strips = () => [...form.querySelectorAll(".desk-strip")]
const nameOf = (strip) => strip.querySelector("legend").textContent

function number() {
  const all = strips()
  all.forEach((strip, place) => {
    strip.querySelector(".desk-strip-place input").value = place + 1
    strip.querySelector(".desk-up").disabled = place === 0
    strip.querySelector(".desk-down").disabled = place === all.length - 1
  })
}

function moved(strip) {
  const all = strips()
  number()
  said.textContent = words.moved
    .replace("%n", all.indexOf(strip) + 1)
    .replace("%m", all.length)
    .replace("%s", () => `“${nameOf(strip)}”`)
  form.dispatchEvent(new Event("desk:changed"))
}

function button(strip, name, text, way) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = name
  made.textContent = text
  made.ariaLabel = `${text}: ${nameOf(strip)}`
  made.addEventListener("click", () => {
    if (way < 0) strip.previousElementSibling.before(strip)
    else strip.nextElementSibling.after(strip)
    moved(strip)
    // At the end of the way, the one that leads back.
    const next = made.disabled ? strip.querySelector(".desk-up:enabled, .desk-down:enabled") : made
    next?.focus()
  })
  return made
}

for (const strip of strips()) {
  const up = button(strip, "desk-up", words.up, -1)
  const down = button(strip, "desk-down", words.down, 1)
  strip.querySelector(".desk-strip-place").before(up, down)
  strip.querySelector("legend").draggable = true
  strip.querySelector(".desk-strip-out input").addEventListener("change", ({ target }) => {
    strip.classList.toggle("desk-leaving", target.checked)
  })
}

// By dragging: between two others, above or below the middle of the one under the pointer.

function isAbove(event, strip) {
  const { top, height } = strip.getBoundingClientRect()
  return event.clientY < top + height / 2
}

function mark(strip, above) {
  for (const other of strips()) {
    other.classList.toggle("desk-above", other === strip && above)
    other.classList.toggle("desk-below", other === strip && !above)
  }
}

// While one is on its way the others are lines, so that the way is short.
function fold(folded) {
  const { top } = carried.getBoundingClientRect()
  form.classList.toggle("desk-sorting", folded)
  window.scrollBy({ top: carried.getBoundingClientRect().top - top, behavior: "instant" })
}

list?.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("legend")) return
  carried = event.target.closest(".desk-strip")
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", nameOf(carried))
  // A page that changes at once would end the dragging.
  setTimeout(() => carried && fold(true))
})
list?.addEventListener("dragover", (event) => {
  const strip = event.target.closest?.(".desk-strip")
  if (!carried || !strip) return
  event.preventDefault()
  mark(strip, isAbove(event, strip))
})
list?.addEventListener("drop", (event) => {
  const strip = event.target.closest?.(".desk-strip")
  if (!carried || !strip) return
  event.preventDefault()
  if (strip === carried) return
  if (isAbove(event, strip)) strip.before(carried)
  else strip.after(carried)
  moved(carried)
})
list?.addEventListener("dragend", () => {
  mark(null)
  if (carried) fold(false)
  carried = null
})

number()
