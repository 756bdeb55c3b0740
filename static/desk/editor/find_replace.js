// Find and replace (Ctrl+H), in all that is written in a piece.
import { isShortcut, onShortcut } from "desk/common/keys"
import { typesetField } from "desk/common/typography"
import { languageOfPiece } from "desk/editor/language"
import {
  isRich,
  matchesOf,
  patternOf,
  places,
  replaceIn,
  reveal,
  undoIn,
} from "desk/editor/matches"
import { editorOf } from "desk/editor/prose"

const PAUSE = 150

const bar = document.getElementById("desk-find")
const form = document.querySelector("#content-main form")
const { find, replacement, matchCase, wholeWords } = bar.querySelector("form").elements
const said = bar.querySelector("[role=status]")
const HIGHLIGHT = "desk-found"

let matches = []
let at = -1
// From where one goes on: a field, and a place in it.
let origin = null
let before = null
let waiting = 0
let doing = Promise.resolve()

// One after the other: each begins with what the one before it left.
function run(act) {
  clearTimeout(waiting)
  doing = doing.catch(() => {}).then(act)
}

function say(words, values = {}) {
  said.textContent = words.replace(/{(\w+)}/g, (_all, name) => values[name])
}

function unmark() {
  CSS.highlights?.delete(HIGHLIGHT)
  document.querySelector(`.${HIGHLIGHT}`)?.classList.remove(HIGHLIGHT)
}

async function mark({ field, from, to }) {
  reveal(field)
  if (!isRich(field)) {
    field.setSelectionRange(from, to)
    field.classList.add(HIGHLIGHT)
    field.scrollIntoView({ block: "center" })
    return
  }
  const { commands, view } = await editorOf(field)
  commands.setTextSelection({ from, to })
  const range = document.createRange()
  const [start, end] = [view.domAtPos(from, 1), view.domAtPos(to, -1)]
  range.setStart(start.node, start.offset)
  range.setEnd(end.node, end.offset)
  // The selection is not seen while the caret is elsewhere.
  CSS.highlights?.set(HIGHLIGHT, new Highlight(range))
  const seen = start.node.nodeType === Node.TEXT_NODE ? start.node.parentElement : start.node
  seen.scrollIntoView({ block: "center" })
}

async function show() {
  unmark()
  if (!find.value) return say("")
  if (!matches.length) return say(bar.dataset.nothing)
  say(bar.dataset.at, { at: at + 1, all: matches.length })
  origin = matches[at]
  await mark(origin)
}

// What stands there by now, and the first of it from where one is.
async function look() {
  const options = { matchCase: matchCase.checked, wholeWords: wholeWords.checked }
  matches = find.value ? await matchesOf(patternOf(find.value, options)) : []
  const order = new Map(places().map((field, place) => [field, place]))
  const start = order.get(origin?.field) ?? -1
  const isAhead = ({ field, from }) =>
    order.get(field) > start || (field === origin.field && from >= origin.from)
  at = Math.max(0, matches.findIndex(isAhead))
}

async function lookAndShow() {
  await look()
  await show()
}

async function step(by) {
  await look()
  const isThere = origin?.field === matches[at]?.field && origin?.from === matches[at]?.from
  if (isThere || by < 0) at = (at + by + matches.length) % (matches.length || 1)
  await show()
}

async function replaceOne() {
  await look()
  const match = matches[at]
  if (!match) return
  await replaceIn(match.field, [match], replacement.value)
  origin = { field: match.field, from: match.from + replacement.value.length }
  await lookAndShow()
}

async function replaceAll() {
  await look()
  const number = matches.length
  const byField = Map.groupBy(matches, ({ field }) => field)
  for (const [field, those] of byField) await replaceIn(field, those, replacement.value)
  await look()
  unmark()
  say(bar.dataset.replaced, { number, places: byField.size })
}

function selected() {
  const { activeElement: field } = document
  const words = field?.matches("textarea, input[type=text]")
    ? field.value.slice(field.selectionStart, field.selectionEnd)
    : document.getSelection().toString()
  return words.includes("\n") ? "" : words
}

function open() {
  if (!bar.open) {
    before = document.activeElement
    const text = before?.closest(".prose-editor")?.querySelector("textarea") ?? before
    origin = { field: text, from: 0 }
    const words = selected()
    if (words) find.value = words
    bar.show()
  }
  find.select()
  find.focus()
  run(lookAndShow)
}

async function close() {
  bar.close()
  unmark()
  const match = matches[at]
  if (!match) before?.focus?.()
  else if (isRich(match.field)) (await editorOf(match.field)).commands.focus()
  else match.field.focus()
}

const ACTS = {
  next: () => step(1),
  previous: () => step(-1),
  one: replaceOne,
  all: replaceAll,
  close,
}

function soon() {
  clearTimeout(waiting)
  waiting = setTimeout(run, PAUSE, lookAndShow)
}

bar.addEventListener("submit", (event) => event.preventDefault())
bar.addEventListener("click", ({ target }) => {
  const act = ACTS[target.closest("[data-act]")?.dataset.act]
  if (act) run(act)
})
bar.addEventListener("input", (event) => {
  if (event.target === replacement) typesetField(event, languageOfPiece())
  else soon()
})
bar.addEventListener("keydown", (event) => {
  const isEnter = event.key === "Enter" && !event.target.matches("button")
  if (event.key === "Escape") run(close)
  else if (isEnter && event.target === replacement) run(replaceOne)
  else if (isEnter) run(event.shiftKey ? ACTS.previous : ACTS.next)
  else return
  event.preventDefault()
})

document.querySelector("[data-find-replace]").addEventListener("click", open)
onShortcut("h", open, () => !document.querySelector("dialog:modal"))
window.addEventListener(
  "keydown",
  (event) => {
    if (!isShortcut(event, "z") || !form.contains(event.target) || !undoIn(event.target)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
