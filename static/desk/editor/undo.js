// Undo of what was done to blocks as wholes. One press takes back the last act, from wherever the
// caret is; where something was typed since, that is first.
import { isShortcut } from "desk/common/keys"
import { editorAt, startedEditors } from "desk/editor/prose"

const MOST = 100
const form = document.querySelector("#content-main form")
const WRITES =
  "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable=true]"
const BY_THEMSELVES = "dialog, .select2-container, .desk-compose, .desk-photo-panel"

// The last one last: how each part of it is taken back, how far each rich text had come when it
// was done, and the plain fields that were typed in since.
const acts = []

export const isWriting = () => Boolean(document.activeElement?.closest(WRITES))

// How often one can step back in a rich text.
const depthOf = ({ state }) => state.history$?.done.eventCount ?? 0

const remember = (act) => {
  act.depths = new Map(startedEditors().map((editor) => [editor, depthOf(editor)]))
}

// `takeBack` returns the block that it is about.
export function did(takeBack) {
  acts.push({ parts: [takeBack], typedIn: new Set() })
  if (acts.length > MOST) acts.shift()
  remember(acts.at(-1))
}

// What belongs to the same act, and is taken back before the rest of it.
export function didAlso(takeBack) {
  acts.at(-1).parts.push(takeBack)
  remember(acts.at(-1))
}

// Whether a text says what it said after the act.
const isAsLeft = (act, editor) => depthOf(editor) <= (act.depths.get(editor) ?? 0)

const isUntouched = (act, block) =>
  ![...act.typedIn].some((field) => block.contains(field)) &&
  startedEditors().every((editor) => !block.contains(editor.view.dom) || isAsLeft(act, editor))

function isNext(field) {
  const act = acts.at(-1)
  if (!act) return false
  const editor = editorAt(field)
  return editor ? isAsLeft(act, editor) : !act.typedIn.has(field)
}

// Changes a rich text in one step of its own, and returns how that is taken back, for `didAlso`.
// Where the text has changed since, `otherwise` says what is done instead.
export function changeText(editor, html, otherwise = () => {}) {
  editor.chain().setMeta("closeHistory$", true).setContent(html, { emitUpdate: true }).run()
  editor.view.dispatch(editor.state.tr.setMeta("closeHistory$", true))
  return (act) => {
    if (isAsLeft(act, editor)) editor.commands.undo()
    else otherwise()
    editor.commands.focus()
  }
}

// Not its text: there, the keys that undo would undo what was typed.
export function focusOn(block) {
  const place = block ?? document.querySelector(".desk-add button")
  if (block) block.tabIndex = -1
  place?.focus({ preventScroll: true })
  place?.scrollIntoView({ block: "nearest" })
}

async function undo() {
  const act = acts.pop()
  if (!act) return
  let block = null
  for (const takeBack of act.parts.toReversed()) {
    block = (await takeBack(act, (made) => isUntouched(act, made))) ?? block
  }
  block?.dispatchEvent(new Event("input", { bubbles: true }))
  block?.scrollIntoView({ block: "nearest" })
  const { activeElement } = document
  if (block && !(isWriting() && activeElement.checkVisibility())) focusOn(block)
}

// Choices announce themselves through jQuery alone.
django.jQuery(form).on("input change", ({ target, originalEvent }) => {
  if (originalEvent?.isTrusted === false) return
  for (const act of acts) act.typedIn.add(target)
})

// Outside a text the browser would undo what was typed last, in whatever text that was.
window.addEventListener(
  "keydown",
  (event) => {
    const back = isShortcut(event, "z")
    const forth = isShortcut(event, "z", { shift: true }) || isShortcut(event, "y")
    if (!(back || forth) || event.target.closest?.(BY_THEMSELVES)) return
    const field = event.target.closest?.(WRITES)
    if (field && !(back && form.contains(field) && isNext(field))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (back) undo()
  },
  true,
)
document.addEventListener(
  "beforeinput",
  (event) => {
    if (!event.inputType.startsWith("history")) return
    if (event.target.contains(document.activeElement)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
