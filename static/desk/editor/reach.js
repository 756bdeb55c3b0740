// To bring somebody to a field: out of its folds, into sight, and ready to be written in.
import { editorOf } from "desk/editor/prose"

const form = document.querySelector("#content-main form")

export function unfold(field) {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true
  }
  field.closest(".inline-related")?.classList.remove("collapsed")
}

// The texts above it become editors one after another, and grow, until somebody moves on.
export function keepInSight(element) {
  const growing = new ResizeObserver(() => element.scrollIntoView({ block: "center" }))
  growing.observe(form)
  for (const moves of ["keydown", "pointerdown", "wheel"]) {
    window.addEventListener(moves, () => growing.disconnect(), { once: true })
  }
}

// What stands in the place of a field: a rich text, a photo, a choice that is looked for.
async function writtenIn(field) {
  const photo = field.closest(".desk-photo-choice")?.querySelector("[data-photo-choose]")
  if (photo) return photo
  if (field.dataset.deskProse !== undefined) return (await editorOf(field))?.view.dom ?? field
  const chosen = field.parentElement.querySelector(":scope > .select2-container")
  const place = ".select2-search__field"
  return chosen?.querySelector(place) ?? chosen?.querySelector(".select2-selection") ?? field
}

export async function reach(field) {
  unfold(field)
  const place = await writtenIn(field)
  place.focus({ preventScroll: true })
  keepInSight(place)
}
