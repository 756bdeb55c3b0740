// Starts each rich text editor when it comes near the window, and the others while nothing
// else is to do, so that the browser's search finds their words too.
import { createEditor } from "django-prose-editor/configurable"

import { beToolbar } from "desk/common/toolbar"
import { languageOfPiece } from "desk/editor/language"

const ATTRIBUTE = "data-desk-prose"
const config = JSON.parse(document.getElementById("desk-prose").textContent)
const waiting = new Set()

const editors = new Map()

// The editor of a text, once it has started.
export const editorOf = async (textarea) => editors.get(textarea) ?? (await start(textarea))
export const startedEditors = () => [...editors.values()]
// The one that an element is part of, if it is.
export const editorAt = (element) =>
  editors.get(element.closest(".prose-editor")?.querySelector(`textarea[${ATTRIBUTE}]`))

export const startedEditorOf = (textarea) => editors.get(textarea)

// A save has left these links out of the texts, and their words stay. What has not started says
// what was saved.
export function dropLinks(addresses) {
  for (const { state, view } of addresses.size ? startedEditors() : []) {
    const { tr } = state
    state.doc.descendants(({ marks, nodeSize }, at) => {
      for (const mark of marks) {
        const isDead = mark.type.name === "link" && addresses.has(mark.attrs.href)
        if (isDead) tr.removeMark(at, at + nodeSize, mark)
      }
    })
    if (tr.docChanged) view.dispatch(tr.setMeta("addToHistory", false))
  }
}

function prepare(editor) {
  const { dom } = editor.view
  dom.setAttribute("aria-multiline", "true")
  dom.lang = languageOfPiece()
  // From a question one comes to its answer first, and to the tools for it after that.
  const place = () => {
    const bar = dom.parentElement.querySelector(".prose-menubar")
    if (!bar) return false
    dom.after(bar)
    nameTools(bar)
    beToolbar(bar, ".prose-menubar__selected, .prose-menubar__group > button")
    return true
  }
  if (!place()) editor.on("create", place)
}

// The editor names its tools in English alone, and its signs are words of a font.
function nameTools(bar) {
  const menu = bar.querySelector(".prose-menubar__selected")
  if (menu) {
    menu.role = "button"
    menu.ariaLabel = menu.title = config.tools.blockType
    menu.ariaHasPopup = "menu"
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      menu.click()
      menu.nextElementSibling?.querySelector("button:not(.hidden)")?.focus()
    })
  }
  for (const tool of bar.querySelectorAll("[data-name]")) {
    const words = config.tools[tool.dataset.name]
    if (!words) continue
    if (tool.matches(".prose-menubar__option")) tool.firstElementChild.textContent = words
    else tool.ariaLabel = tool.title = words
  }
}

async function start(textarea) {
  waiting.delete(textarea)
  near.unobserve(textarea)
  if (!textarea.isConnected) return null
  const editor = await createEditor(textarea, config)
  // The label is that of the textarea, which is no longer seen.
  const label = textarea.labels[0]?.textContent.replace(/:\s*$/, "")
  if (label) editor?.view.dom.setAttribute("aria-label", label.trim())
  if (editor) {
    editors.set(textarea, editor)
    prepare(editor)
  }
  return editor
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) start(entry.target)
  },
  { rootMargin: "600px" },
)

function find(root) {
  for (const textarea of root.querySelectorAll(`textarea[${ATTRIBUTE}]`)) {
    if (textarea.id.includes("__prefix__")) continue
    waiting.add(textarea)
    near.observe(textarea)
  }
}

const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50))

function startOne() {
  const [textarea] = waiting
  if (!textarea) return
  start(textarea)
  whenIdle(startOne)
}

document.addEventListener("content-editor:ready", () => {
  find(document)
  whenIdle(startOne)
})

// A new block is there to be written in at once.
document.addEventListener("formset:added", async (event) => {
  const first = event.target.querySelector(
    "textarea, select, input:not([type=hidden], [type=checkbox])",
  )
  for (const textarea of event.target.querySelectorAll(`textarea[${ATTRIBUTE}]`)) {
    const editor = await start(textarea)
    if (textarea === first) editor?.commands.focus()
  }
})
