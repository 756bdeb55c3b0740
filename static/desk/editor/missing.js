// From what is missing of a piece to where it is mended: pressed in its form, or on another page,
// which names the place behind the # of the form's address.
import { reach } from "desk/editor/reach"

const form = document.querySelector("#content-main form")
const FIELDS =
  "textarea, select, input:not([type=hidden], [type=checkbox]), [role=button], button, a"

function ofBlock(key) {
  const [, kind, number] = key.match(/^(\w+)-(\d+)$/) ?? []
  if (!kind) return null
  const keys = form.querySelectorAll(`.desk-${kind} > input[name$='-id']`)
  const block = [...keys].find(({ value }) => value === number)?.closest(".desk-block")
  return block?.querySelector(`fieldset :is(${FIELDS})`)
}

function ofRows(name) {
  const rows = document.getElementById(`${name}-group`)
  const place = rows?.querySelector(`.form-row:not(.empty-form) :is(${FIELDS})`)
  return place ?? rows?.querySelector(".add-row a")
}

// The name of a field or of rows, the key of a block; a text that is not begun has no field.
function placeOf(name) {
  const found = form.elements[name]
  const field = found instanceof RadioNodeList ? found[0] : found
  const toBegin = name === "text" ? form.querySelector(".desk-add button") : null
  return field ?? ofBlock(name) ?? ofRows(name) ?? toBegin
}

form.addEventListener("click", (event) => {
  const link = event.target.closest(".desk-missing a")
  const place = link && placeOf(link.hash.slice(1))
  if (!place) return
  event.preventDefault()
  reach(place)
})

document.addEventListener("content-editor:ready", () => {
  const place = location.hash && placeOf(location.hash.slice(1))
  if (!place) return
  // The block editor would come back to it after each save.
  history.replaceState(null, "", location.pathname + location.search)
  reach(place)
})
