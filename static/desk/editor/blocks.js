// The blocks of a piece: the next one is one click away, is written in at once, and moves
// without dragging too, which neither keys nor fingers can do.
import { beToolbar } from "desk/common/toolbar"
import { did, focusOn, isWriting } from "desk/editor/undo"

const form = document.querySelector("#content-main form")

// The kinds of blocks that one may add.
export const kinds = () =>
  window.ContentEditor.plugins.filter(({ regions }) => !regions?.includes("_adding_not_allowed"))

function offerBlocks() {
  const bar = document.createElement("div")
  bar.className = "desk-add"
  for (const plugin of kinds()) {
    const button = document.createElement("button")
    const icon = document.createElement("template")
    button.type = "button"
    icon.innerHTML = plugin.button
    button.append(icon.content, plugin.title)
    button.addEventListener("click", () => {
      window.ContentEditor._insertBefore = null
      window.ContentEditor.addContent(plugin.prefix)
    })
    bar.append(button)
  }
  document.querySelector(".order-machine-wrapper").after(bar)
}

// Rows of who answers are struck out like blocks: the admin's own cross destroys what was typed.
function letRowBeStruck(row) {
  const cross = row.querySelector(".inline-deletelink")
  if (!cross) return
  if (row.matches("tr")) {
    const box = document.createElement("input")
    box.type = "checkbox"
    box.name = `${row.id}-DELETE`
    box.id = `id_${box.name}`
    box.ariaLabel = cross.textContent
    cross.parentElement.replaceWith(box)
  } else cross.parentElement.remove()
}
document.addEventListener("formset:added", ({ target }) => {
  letRowBeStruck(target)
  if (target.matches(".desk-block")) beToolbar(target.querySelector("h3"), "button")
})

// A new block is there to be written in at once; prose.js does it for rich text.
document.addEventListener("formset:added", (event) => {
  const first = event.target.querySelector(
    "textarea, select, input:not([type=hidden], [type=checkbox])",
  )
  if (first && !first.matches("[data-desk-prose], .desk-photo")) first.focus()
  event.target.scrollIntoView({ block: "nearest" })
})

export const blockOf = (element) =>
  element?.closest?.(".order-machine > .inline-related:not(.empty-form)")
export const inOrder = () =>
  [
    ...document.querySelectorAll(".order-machine > .inline-related:not(.empty-form, [hidden])"),
  ].sort((one, other) => one.style.order - other.style.order)

export const nextOf = (block) => inOrder()[inOrder().indexOf(block) + 1]

// Adds a block of a kind before another one or, without that, at the end, and returns it.
export function add(prefix, next) {
  let made = null
  const take = (event) => {
    made = event.target
  }
  document.addEventListener("formset:added", take, { once: true, capture: true })
  window.ContentEditor._insertBefore = next ?? null
  window.ContentEditor.addContent(prefix)
  return made
}

function putInOrder(blocks) {
  for (const [place, moved] of blocks.entries()) {
    moved.style.order = (place + 1) * 10
    moved.querySelector(".order-machine-ordering").value = (place + 1) * 10
  }
}

export function moveBy(block, step) {
  const focused = document.activeElement
  const before = inOrder()
  const blocks = [...before]
  const from = blocks.indexOf(block)
  const to = from + step
  if (to < 0 || to >= blocks.length) return
  blocks.splice(to, 0, ...blocks.splice(from, 1))
  putInOrder(blocks)
  did(() => {
    putInOrder(before)
    return block
  })
  block.dispatchEvent(new Event("input", { bubbles: true }))
  block.scrollIntoView({ block: "nearest" })
  focused.focus({ preventScroll: true })
}

// Struck out, a block is put back by the same press, until the page is left: also one that was
// never saved, and one that a save has deleted, which is then made anew.
const boxOf = (block) => block.querySelector("input[name$='-DELETE']")

function showStruck(block) {
  const button = block.querySelector("[data-strike]")
  const struck = boxOf(block)?.checked ?? false
  block.classList.toggle("for-deletion", struck)
  if (!button) return
  const words = struck ? button.dataset.putBack : button.dataset.delete
  button.textContent = struck ? words : "×"
  button.title = button.ariaLabel = words
}

function strike(block, struck) {
  const box = boxOf(block)
  box.checked = struck
  showStruck(block)
  box.dispatchEvent(new Event("input", { bubbles: true }))
}

export const stays = (block) => !block.matches(".for-deletion")

function neighbourOf(block) {
  const blocks = inOrder()
  const at = blocks.indexOf(block)
  return blocks.slice(at + 1).find(stays) ?? blocks.slice(0, at).findLast(stays)
}

export function strikeOut(block) {
  strike(block, true)
  did(() => {
    strike(block, false)
    return block
  })
}

// Taken back, a new block goes; what was written in it since is struck out, and stays in sight.
document.addEventListener("formset:added", ({ target: block }) => {
  if (!block.matches(".desk-block")) return
  const before = neighbourOf(block)
  did((_act, isUntouched) => {
    strike(block, true)
    block.hidden = isUntouched(block)
    return block.hidden ? before : block
  })
})

function pressStrike(block) {
  if (boxOf(block).checked) {
    strike(block, false)
    focusOn(block)
    return
  }
  strikeOut(block)
  focusOn(neighbourOf(block))
}

// Before the block editor sees the click: on the head of a block it would fold it.
form.addEventListener(
  "click",
  (event) => {
    const mover = event.target.closest("[data-move]")
    const striker = event.target.closest("[data-strike]")
    if (!(mover || striker)) return
    event.stopPropagation()
    if (mover) moveBy(blockOf(mover), Number(mover.dataset.move))
    else pressStrike(blockOf(striker))
  },
  true,
)

// A block of which the head alone is seen says how it begins.
const LONGEST_BEGINNING = 120

export function beginningOf(block) {
  const words = []
  for (const field of block.querySelectorAll("fieldset textarea, fieldset input[type=text]")) {
    const text = new DOMParser().parseFromString(field.value, "text/html").body.textContent
    if (text.trim()) words.push(field.dataset.deskProse === undefined ? field.value : text)
  }
  return words.join(" — ").slice(0, LONGEST_BEGINNING)
}

function showBeginning(block) {
  const place = block.querySelector(".desk-first-words")
  const folded = block.matches(".collapsed, .for-deletion")
  if (place) place.textContent = folded ? beginningOf(block) : ""
}

document.addEventListener("content-editor:ready", () => {
  offerBlocks()
  for (const row of form.querySelectorAll(".inline-related, .tabular tr")) letRowBeStruck(row)
  const folding = new MutationObserver((changes) => {
    const blocks = changes.map(({ target }) => target).filter((each) => each.matches(".desk-block"))
    for (const block of new Set(blocks)) showBeginning(block)
  })
  const machine = document.querySelector(".order-machine")
  folding.observe(machine, { subtree: true, attributeFilter: ["class"] })
  // A new piece begins in its headline.
  const headline = form.elements.headline
  if (!headline.value && !isWriting()) headline.focus()
  for (const block of inOrder()) {
    beToolbar(block.querySelector("h3"), "button")
    if (boxOf(block)?.checked) showStruck(block)
    if (block.matches(".collapsed")) showBeginning(block)
  }
})
