// How long the text is: words, and signs with spaces, as newsrooms count.
const form = document.querySelector("#content-main form")
const place = form.querySelector(".desk-count")
const PAUSE = 400
const TEXTS = ".order-machine > .inline-related:not(.empty-form, .for-deletion) fieldset"
const words = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" })
let waiting

const plain = (field) => {
  if (field.dataset.deskProse === undefined) return field.value
  const parted = field.value.replace(/<\/(p|li|h2|h3|blockquote)>|<br>/g, " ")
  return parted
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&\w+;/g, "·")
}

function count() {
  const fields = form.querySelectorAll(`${TEXTS} :is(textarea, input[type=text])`)
  const text = [...fields]
    .map((field) => plain(field).trim())
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
