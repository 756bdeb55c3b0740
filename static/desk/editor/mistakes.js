// Mistakes that a save has found, each beside its field.
import { unfold } from "desk/editor/reach"

const LISTS = ".errorlist[data-in-place]"

function listOf(words) {
  const list = document.createElement("ul")
  list.className = "errorlist"
  list.dataset.inPlace = ""
  list.append(
    ...words.map((said) => {
      const line = document.createElement("li")
      line.textContent = said
      return line
    }),
  )
  return list
}

function place(form, { name, words }) {
  const list = listOf(words)
  const head = name && document.getElementById(name)?.querySelector("h3")
  if (head) {
    head.after(list)
    return
  }
  const found = name && form.elements[name]
  const field = found instanceof RadioNodeList ? found[0] : found
  if (!field) {
    form.querySelector(".desk-said-now").append(list)
    return
  }
  list.id = `${field.id}_error`
  const around =
    field.closest(".prose-editor, .desk-photo-choice, .related-widget-wrapper") ?? field
  around.before(list)
  const box = field.closest(".flex-container, .fieldBox, td, .form-row") ?? field.parentElement
  box.classList.add("errors")
  const seen = around.querySelector?.(".ProseMirror, [data-photo-choose]") ?? field
  seen.setAttribute("aria-invalid", "true")
  seen.setAttribute("aria-describedby", list.id)
  unfold(field)
}

export function clearMistakes(form) {
  form.querySelector(".errornote")?.remove()
  for (const list of form.querySelectorAll(".errorlist")) {
    list.closest(".errors")?.classList.remove("errors")
    list.remove()
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid")
    if (field.getAttribute("aria-describedby")?.endsWith("_error")) {
      field.removeAttribute("aria-describedby")
    }
  }
}

export function showMistakes(form, mistakes) {
  clearMistakes(form)
  for (const mistake of mistakes) place(form, mistake)
}

export function goToFirstMistake(form) {
  const first = form.querySelector("[aria-invalid=true]") ?? form.querySelector(LISTS)
  first?.scrollIntoView({ block: "center" })
  first?.focus({ preventScroll: true })
}
