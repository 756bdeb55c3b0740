// The blocks of a piece: the next one is one click away, is written in at once, and moves
// without dragging too, which neither keys nor fingers can do.
const form = document.querySelector("#content-main form")

function offerBlocks() {
  const bar = document.createElement("div")
  bar.className = "desk-add"
  for (const plugin of window.ContentEditor.plugins) {
    if (plugin.regions?.includes("_adding_not_allowed")) continue
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

// A new block is there to be written in at once; prose.js does it for rich text.
document.addEventListener("formset:added", (event) => {
  const first = event.target.querySelector("textarea, select, input:not([type=hidden])")
  if (first && !first.matches("[data-desk-prose], .desk-photo")) first.focus()
  event.target.scrollIntoView({ block: "nearest" })
})

// Before the block editor sees the click: on the head of a block it would fold it.
form.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-move]")
    if (!button) return
    event.stopPropagation()
    const block = button.closest(".inline-related")
    const blocks = [
      ...document.querySelectorAll(".order-machine > .inline-related:not(.empty-form)"),
    ].sort((one, other) => one.style.order - other.style.order)
    const from = blocks.indexOf(block)
    const to = from + Number(button.dataset.move)
    if (to < 0 || to >= blocks.length) return
    blocks.splice(to, 0, ...blocks.splice(from, 1))
    for (const [place, moved] of blocks.entries()) {
      moved.style.order = (place + 1) * 10
      moved.querySelector(".order-machine-ordering").value = (place + 1) * 10
    }
    button.dispatchEvent(new Event("input", { bubbles: true }))
    block.scrollIntoView({ block: "nearest" })
    button.focus()
  },
  true,
)

document.addEventListener("content-editor:ready", offerBlocks)
