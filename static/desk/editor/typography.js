// Typography while typing in rich text. An extension of the rich text editor.
import { Extension, Plugin } from "django-prose-editor/editor"
import { isNoBreakSpace, typeset } from "desk/common/typography"

const languageOf = (view) => view.dom.lang || document.documentElement.lang

// A line break ends a line as the end of a paragraph does.
const leafText = ({ type }) => (type.name === "hardBreak" ? "\n" : "\ufffc")
const textBefore = (doc, place) => doc.textBetween(0, place.pos, "\n", leafText)

// What was typed first, and then what stands for it: one step back shows what was typed.
function handleTextInput(view, from, to, text) {
  const place = view.state.doc.resolve(from)
  if (text.length !== 1 || view.composing) return false
  // Typed over everything, it begins a paragraph.
  const inText = place.parent.isTextblock
  const before = inText ? textBefore(view.state.doc, place) : ""
  const found = typeset(before, text, languageOf(view))
  if (!found || found.put === text) return false
  if (inText) view.dispatch(view.state.tr.insertText(text, from, to))
  else {
    view.dispatch(view.state.tr.deleteSelection())
    view.dispatch(view.state.tr.insertText(text))
  }
  const end = view.state.selection.head
  const start = end - text.length - found.take
  const marks = view.state.doc.resolve(end).marks()
  const put = view.state.schema.text(found.put, marks)
  view.dispatch(view.state.tr.replaceWith(start, end, put).setMeta("closeHistory$", true))
  return true
}

function handleKeyDown(view, event) {
  if (!isNoBreakSpace(event)) return false
  view.dispatch(view.state.tr.insertText("\u00a0"))
  return true
}

export const Typography = Extension.create({
  name: "deskTypography",
  // Before the lists, which take every hyphen that begins a paragraph.
  priority: 200,
  addProseMirrorPlugins: () => [new Plugin({ props: { handleTextInput, handleKeyDown } })],
})
