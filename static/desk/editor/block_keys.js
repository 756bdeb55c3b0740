// Keys for blocks as wholes: insert, move, duplicate, split at the caret, join, jump to one.
import { getHTMLFromFragment } from "django-prose-editor/editor"
import { isShortcut } from "desk/common/keys"
import { chooseFrom } from "desk/common/palette"
import {
  add,
  beginningOf,
  blockOf,
  inOrder,
  kinds,
  moveBy,
  nextOf,
  stays,
  strikeOut,
} from "desk/editor/blocks"
import { editorOf } from "desk/editor/prose"
import { changeText, didAlso } from "desk/editor/undo"

const words = document.querySelector(".desk-bar").dataset

const prefixOf = (block) => block.id.replace(/-\d+$/, "")
const nameIn = (field) => field.name.replace(/^.*-\d+-/, "")
const fieldIn = (block, name) => block.querySelector(`[name$='-${name}']`)
const isText = (field) => field.dataset.deskProse !== undefined
const focusIn = (block) =>
  block.querySelector("fieldset :is(.ProseMirror, textarea, input:not([type=hidden]))")?.focus()

// What somebody writes or chooses in a block: neither where it stands nor which row it is.
const PLACES = new Set(["id", "parent", "region", "ordering", "DELETE"])
const writtenIn = (block) =>
  [...block.querySelectorAll("fieldset :is(input, textarea, select)[name]")].filter(
    (field) => !PLACES.has(nameIn(field)),
  )

function insertAfter(block) {
  const items = kinds().map(({ title, prefix }) => ({
    words: title,
    act: () => add(prefix, nextOf(block)),
  }))
  chooseFrom(words.insert, items)
}

// Into a block that was made for it: the keys that undo never empty it.
async function put(field, value) {
  if (isText(field)) {
    const changes = (await editorOf(field)).chain().setMeta("addToHistory", false)
    changes.setContent(value, { emitUpdate: true }).run()
  } else field.value = value
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }))
}

async function duplicate(block) {
  const made = add(prefixOf(block), nextOf(block))
  for (const field of writtenIn(block)) {
    const other = fieldIn(made, nameIn(field))
    // A choice that is looked up offers what was chosen, and nothing else.
    if (field.matches("select")) other.innerHTML = field.innerHTML
    await put(other, field.value)
  }
}

const textWithCaret = (block) =>
  writtenIn(block).find(
    (field) => isText(field) && field.closest(".prose-editor")?.contains(document.activeElement),
  )

const htmlOf = ({ content }, { schema }) =>
  content.textBetween(0, content.size).trim() ? getHTMLFromFragment(content, schema) : ""

// What stands after the caret goes into a new block of the kind.
async function split(block) {
  const text = textWithCaret(block)
  if (!text) return
  const editor = await editorOf(text)
  // What the editor knows of the caret may be a moment old.
  const caret = document.getSelection().getRangeAt(0)
  const [from, to] = ["start", "end"].map((end) =>
    editor.view.posAtDOM(caret[`${end}Container`], caret[`${end}Offset`]),
  )
  const { doc } = editor.state
  const rest = htmlOf(doc.cut(to), editor)
  if (!rest) return
  const first = htmlOf(doc.cut(0, from), editor)
  const made = add(prefixOf(block), nextOf(block))
  const other = fieldIn(made, nameIn(text))
  await put(other, rest)
  didAlso(changeText(editor, first, () => changeText(editor, text.value + other.value)))
  if (writtenIn(made)[0] === other) (await editorOf(other)).commands.focus("start")
  else focusIn(made)
}

function asHtml(field) {
  if (isText(field)) return field.value
  const line = document.createElement("p")
  line.textContent = field.value.trim()
  return line.textContent ? line.outerHTML : ""
}

// All that it says goes to the end of the text before it, and it is struck out.
async function join(block) {
  const before = inOrder().slice(0, inOrder().indexOf(block)).findLast(stays)
  const text = before && writtenIn(before).findLast(isText)
  const written = writtenIn(block)
  if (!text || !written.some(isText) || written.some((field) => field.matches("select"))) return
  const editor = await editorOf(text)
  const takeBack = changeText(editor, text.value + written.map(asHtml).join(""))
  strikeOut(block)
  didAlso(takeBack)
  editor.commands.focus("end")
}

function jump() {
  const items = inOrder()
    .filter(stays)
    .map((block, at) => ({
      words: `${at + 1}. ${beginningOf(block) || block.querySelector("h3 b").textContent}`,
      act: () => {
        block.classList.remove("collapsed")
        block.scrollIntoView({ block: "center" })
        focusIn(block)
      },
    }))
  chooseFrom(words.jump, items)
}

const isEnter = (event, { shift }) =>
  event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.shiftKey === shift
const isMove = (event, key) => event.altKey && !event.ctrlKey && event.key === key
const isErase = (event) =>
  event.key === "Backspace" && (event.ctrlKey || event.metaKey) && event.shiftKey

// Each key, and what it does to the block with the caret.
const KEYS = [
  [(event) => isEnter(event, { shift: false }), insertAfter],
  [(event) => isEnter(event, { shift: true }), split],
  [isErase, join],
  [(event) => isShortcut(event, "d", { shift: true }), duplicate],
  [(event) => isMove(event, "ArrowUp"), (block) => moveBy(block, -1)],
  [(event) => isMove(event, "ArrowDown"), (block) => moveBy(block, 1)],
]

window.addEventListener(
  "keydown",
  (event) => {
    if (event.target.closest?.("dialog, .select2-container, .desk-compose, .desk-photo-panel"))
      return
    const block = blockOf(event.target)
    const act = isShortcut(event, "j")
      ? jump
      : block && KEYS.find(([isPressed]) => isPressed(event))?.[1]
    if (!act) return
    event.preventDefault()
    event.stopImmediatePropagation()
    act(block)
  },
  true,
)

// The round + between blocks.
document.addEventListener("content-editor:ready", () => {
  for (const target of document.querySelectorAll(".order-machine-insert-target")) name(target)
})
document.addEventListener("formset:added", ({ target }) => {
  for (const plus of target.querySelectorAll(".order-machine-insert-target")) name(plus)
})

function name(target) {
  target.role = "button"
  target.tabIndex = 0
  target.ariaLabel = target.title = words.insertHere
}

window.addEventListener(
  "keydown",
  (event) => {
    const target = event.target.closest?.(".order-machine-insert-target")
    if (!target || (event.key !== "Enter" && event.key !== " ") || event.ctrlKey) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const block = blockOf(target)
    insertAfter(inOrder()[inOrder().indexOf(block) - 1])
  },
  true,
)
