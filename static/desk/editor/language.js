// The language of a piece on all fields that are written in it: spell checkers and screen readers
// go by it (WCAG 2.2, 3.1.2), and typography does.
import { isNoBreakSpace, putNoBreakSpace, typesetField } from "desk/common/typography"

const form = document.querySelector("#content-main form")
const choice = form.elements.language

// What is no words: an address, a number.
const WORDS = "textarea, input[type=text]:not([name=slug], [name$='-url'], [name^=_])"
export const isWritten = (field) =>
  field.matches?.(WORDS) && !field.closest(".desk-compose, .select2-container, .desk-why")

export const languageOfPiece = () => choice?.value || document.documentElement.lang

function say(root) {
  const language = languageOfPiece()
  for (const field of root.querySelectorAll(`${WORDS}, .ProseMirror[contenteditable]`)) {
    if (field.matches(".ProseMirror") || isWritten(field)) field.lang = language
  }
}

choice?.addEventListener("change", () => say(form))
document.addEventListener("formset:added", ({ target }) => say(target))
form.addEventListener("input", (event) => {
  if (isWritten(event.target)) typesetField(event, languageOfPiece())
})
form.addEventListener("keydown", (event) => {
  if (!isNoBreakSpace(event) || !isWritten(event.target)) return
  event.preventDefault()
  putNoBreakSpace()
})
say(form)
