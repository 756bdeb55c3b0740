// How long the text is: words, and signs with spaces, as newsrooms count.
import { TEXTS, wordsIn } from "desk/editor/words"

const form = document.querySelector("#content-main form")
const place = form.querySelector(".desk-count")
const PAUSE = 400
const words = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" })
let waiting

function count() {
  const text = [...form.querySelectorAll(TEXTS)]
    .map((field) => wordsIn(field).trim())
    .filter(Boolean)
    .join(" ")
  const found = [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length
  const number = new Intl.NumberFormat(document.documentElement.lang)
  place.textContent = place.dataset.words
    .replace("{words}", number.format(found))
    .replace("{signs}", number.format([...text].length))
  place.hidden = !found
}

function soon() {
  clearTimeout(waiting)
  waiting = setTimeout(count, PAUSE)
}

document.addEventListener("content-editor:ready", soon)
form.addEventListener("input", soon)
