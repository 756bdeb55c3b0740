// Words in a piece: where they stand in the fields and rich texts of its form, and others put in
// their place.
import { createNodeFromContent } from "django-prose-editor/editor"
import { blockOf, inOrder } from "desk/editor/blocks"
import { isWritten } from "desk/editor/language"
import { editorOf, startedEditorOf } from "desk/editor/prose"

const form = document.querySelector("#content-main form")
const LETTER = "[\\p{L}\\p{M}\\p{N}_]"

// A keyboard has one apostrophe and one space, and print has others.
export function patternOf(words, { matchCase, wholeWords }) {
  const same = words
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replace(/['’ʼ]/g, "['’ʼ]")
    .replace(/[ \u00a0]/g, "[ \u00a0]")
  const source = wholeWords ? `(?<!${LETTER})${same}(?!${LETTER})` : same
  return new RegExp(source, matchCase ? "gu" : "giu")
}

export const isRich = (field) => field.dataset.deskProse !== undefined

const isStruck = (field) => {
  const row = field.closest(".inline-related, tr")
  return row?.querySelector(":scope input[name$='-DELETE']")?.checked ?? false
}
const foldOf = (field) => field.closest(".collapsed, details:not([open])")

function isOpen(field) {
  if (!isWritten(field) || !field.name || field.name.includes("__prefix__")) return false
  if (field.readOnly || field.disabled || isStruck(field)) return false
  const seen = field.closest(".prose-editor") ?? field
  return Boolean(foldOf(field)) || seen.checkVisibility()
}

// The fields and texts that somebody may write in, as one reads them.
export function places() {
  const blocks = inOrder()
  const machine = document.querySelector(".order-machine")
  const placeOf = (field) => {
    const block = blockOf(field)
    if (block) return blocks.indexOf(block)
    const isBefore = machine.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING
    return isBefore ? -1 : blocks.length
  }
  const fields = [...form.elements].filter(isOpen)
  const order = new Map(fields.map((field) => [field, placeOf(field)]))
  return fields.sort((one, other) => order.get(one) - order.get(other))
}

const found = (text, pattern, start = 0) =>
  [...text.matchAll(pattern)].map(({ index, 0: words }) => ({
    from: start + index,
    to: start + index + words.length,
  }))

// Across bold and links: what is written in a paragraph is one text, a line break one sign of it.
function foundIn(doc, pattern) {
  const matches = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc")
    matches.push(...found(text, pattern, at + 1))
    return false
  })
  return matches
}

// Each place where the pattern is found: [{ field, from, to }, …]. Texts whose editors have not
// started are read as these would read them.
export async function matchesOf(pattern) {
  const fields = places()
  const firstText = fields.find(isRich)
  const schema = firstText && (await editorOf(firstText)).schema
  const docOf = (field) =>
    startedEditorOf(field)?.state.doc ??
    createNodeFromContent(field.value, schema, { slice: false })
  return fields.flatMap((field) => {
    const matches = isRich(field) ? foundIn(docOf(field), pattern) : found(field.value, pattern)
    return matches.map((match) => ({ field, ...match }))
  })
}

export function reveal(field) {
  for (let fold = foldOf(field); fold; fold = foldOf(field)) {
    fold.classList.remove("collapsed")
    if (fold.matches("details")) fold.open = true
  }
}

// What was in a field before each replacement, and after it: the browser forgets what it could undo
// in a field that a script has written in.
const replaced = new WeakMap()

function write(field, value) {
  field.value = value
  field.dispatchEvent(new Event("input", { bubbles: true }))
  // As somebody's typing: what was done to blocks before is taken back after it.
  django.jQuery(field).trigger("change")
}

// Replaces these matches of one field, in their order: one step for the keys that undo.
export async function replaceIn(field, matches, words) {
  if (isRich(field)) {
    const { state, view } = await editorOf(field)
    const { tr } = state
    for (const { from, to } of matches.toReversed()) {
      // Without words it would take an emptied paragraph along.
      if (words) tr.insertText(words, from, to)
      else tr.delete(from, to)
    }
    view.dispatch(tr.setMeta("closeHistory$", true))
    return
  }
  const before = field.value
  let after = before
  for (const { from, to } of matches.toReversed()) {
    after = after.slice(0, from) + words + after.slice(to)
  }
  write(field, after)
  replaced.set(field, [...(replaced.get(field) ?? []), { before, after }])
}

// Whether there was a replacement to take back in the field.
export function undoIn(field) {
  const last = replaced.get(field)?.at(-1)
  if (!last || last.after !== field.value) return false
  replaced.get(field).pop()
  write(field, last.before)
  return true
}
