// The words at which somebody typed last, by which they know the text when it is offered to them.
import { wordsIn, wordsOf } from "desk/editor/words"

const LONGEST = 140

const form = document.querySelector("#content-main form")
let typedIn = null

const flat = (text) => text.replace(/\s+/g, " ").trim()

// From the first word that is not as it was; what was only taken away leaves the beginning.
function changedIn(text, before) {
  let same = 0
  while (same < text.length && text[same] === before[same]) same += 1
  return same < text.length ? text.slice(text.lastIndexOf(" ", same) + 1) : text
}

export function typedWords() {
  if (!typedIn) return ""
  const text = flat(wordsIn(typedIn))
  const words = changedIn(text, flat(wordsOf(typedIn, typedIn.defaultValue)))
  return [...words].slice(0, LONGEST).join("")
}

form.addEventListener("input", ({ target }) => {
  if (target.matches("textarea[name], input[type=text][name]")) typedIn = target
})
