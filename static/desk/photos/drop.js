// Files dropped or pasted into a piece become pictures there, and never the page itself.
import { add, blockOf, inOrder, nextOf } from "desk/editor/blocks"
import { choiceIn, fill, isEmpty } from "desk/photos/field"
import { refusalOf, upload } from "desk/photos/uploads"

const form = document.querySelector("#content-main form")
const WRITES = "input, textarea, [contenteditable=true]"
// They have their own ways with what is dropped and pasted.
const APART = "dialog, .desk-compose, .desk-photo-panel"

// What is dragged about within the page is no file, though the browser makes one of a picture.
let fromHere = false
const bringsFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") && !fromHere

// Where a file would go: into the field of a photo, or after a block.
function spotAt(target) {
  if (!target?.closest || target.closest(APART)) return null
  const onField = target.closest(".desk-photo-choice")
  if (onField) return { choice: onField, seen: onField }
  const block = blockOf(target)
  if (block) {
    const choice = choiceIn(block)
    return choice && isEmpty(choice) ? { choice, seen: block } : { after: block, seen: block }
  }
  const atEnd = target.closest(".order-machine-wrapper, .desk-add")
  if (atEnd) return { after: inOrder().at(-1), seen: document.querySelector(".desk-add") }
  const box = target.closest(".fieldBox, .form-row")
  return choiceIn(box) ? { choice: choiceIn(box), seen: choiceIn(box) } : null
}

function newPicture(after) {
  const empty = document.querySelector(".empty-form .desk-photo").closest(".inline-related")
  return add(empty.id.replace(/-empty$/, ""), after && nextOf(after))
}

function take(files, { choice, after }) {
  if (choice) {
    fill(choice, files)
    return
  }
  let last = after
  for (const file of files) {
    if (refusalOf(file)) {
      upload(file, after ?? document.querySelector(".desk-add"))
      continue
    }
    last = newPicture(last)
    fill(choiceIn(last), [file])
  }
}

form.addEventListener("desk:more-pictures", (event) => {
  const block = blockOf(event.target)
  if (!block) return
  event.preventDefault()
  take(event.detail, { after: block })
})

let marked = null
function mark(element) {
  marked?.classList.remove("desk-drop-here")
  marked = element
  marked?.classList.add("desk-drop-here")
}

function over(event) {
  if (!bringsFiles(event) || event.target.closest?.(APART)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const spot = spotAt(event.target)
  event.dataTransfer.dropEffect = spot ? "copy" : "none"
  mark(spot?.seen)
}

function drop(event) {
  mark(null)
  if (!bringsFiles(event) || event.target.closest?.(APART)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const spot = spotAt(event.target)
  if (spot) take([...event.dataTransfer.files], spot)
}

function paste(event) {
  const { files } = event.clipboardData
  const page = new DOMParser().parseFromString(
    event.clipboardData.getData("text/html"),
    "text/html",
  )
  const text = event.clipboardData.getData("text/plain") + page.body.textContent
  const spot = files.length && !text.trim() && spotAt(event.target)
  if (!spot) return
  event.preventDefault()
  event.stopImmediatePropagation()
  take([...files], spot)
}

window.addEventListener("dragover", over, true)
window.addEventListener("drop", drop, true)
window.addEventListener("paste", paste, true)
window.addEventListener("dragstart", () => (fromHere = true), true)
window.addEventListener("dragend", () => (fromHere = false), true)
window.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? mark(null))

// Where nobody takes it, a browser opens what is dropped: in the place of all that is typed.
for (const type of ["dragover", "drop"]) {
  window.addEventListener(type, (event) => {
    if (event.defaultPrevented || event.target.closest?.(WRITES)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "none"
  })
}
