// Says beside the language of a piece that its letters are those of another one. Publishing says it
// too, by the same rule; here it is said to whoever has just begun.
import { contradicted, suggested } from "desk/editor/alphabets"
import { TEXTS, wordsIn } from "desk/editor/words"

const form = document.querySelector("#content-main form")
const choice = form.elements.language
const PAUSE = 400
// What is written in the language, as `desk/editor/language` marks it.
const WRITTEN = `:is([name=headline], [name=standfirst], ${TEXTS})[lang]`
let waiting

function warning() {
  // A translation is in the wrong letters until it is translated, and the bar says that.
  if (form.querySelector("[data-untranslated]")) return ""
  const alphabets = JSON.parse(choice.dataset.alphabets)
  const text = [...form.querySelectorAll(WRITTEN)].map(wordsIn).join("\n")
  if (!contradicted(text, choice.value, alphabets)) return ""
  return alphabets[choice.value].warnings[suggested(text, choice.value, alphabets)]
}

function soon() {
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const words = warning()
    if (place.textContent !== words) place.textContent = words
  }, PAUSE)
}

const place = document.createElement("div")
place.className = "help desk-wrong-letters"
place.role = "status"
if (choice?.dataset.alphabets) {
  choice.after(place)
  for (const event of ["input", "change", "desk:saved"]) form.addEventListener(event, soon)
  document.addEventListener("content-editor:ready", soon)
}
