// Starts each rich text editor when it comes near the window, and the others while nothing
// else is to do, so that the browser's search finds their words too.
import { createEditor } from "django-prose-editor/configurable"

import { languageOfPiece } from "desk/editor/language"

const ATTRIBUTE = "data-desk-prose"
const config = JSON.parse(document.getElementById("desk-prose").textContent)
const waiting = new Set()

function prepare(dom) {
  dom.setAttribute("aria-multiline", "true")
  dom.lang = languageOfPiece()
  // From a question one comes to its answer first, and to the tools for it after that.
  const bar = dom.parentElement.querySelector(".prose-menubar")
  if (bar) dom.after(bar)
}

async function start(textarea) {
  waiting.delete(textarea)
  near.unobserve(textarea)
  if (!textarea.isConnected) return null
  const editor = await createEditor(textarea, config)
  // The label is that of the textarea, which is no longer seen.
  const label = textarea.labels[0]?.textContent.replace(/:\s*$/, "")
  if (label) editor?.view.dom.setAttribute("aria-label", label.trim())
  if (editor) prepare(editor.view.dom)
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
