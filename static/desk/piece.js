// The form of a piece: nothing typed is lost by leaving, nothing is sent twice, and the next
// block is one click away.
const form = document.querySelector("#content-main form")
const unsaved = form.querySelector(".desk-unsaved")
let dirty = Boolean(form.querySelector(".errornote, .desk-stale"))
let sent = false
let ready = false

function changed() {
  if (!ready) return
  dirty = true
  unsaved.hidden = false
}

form.addEventListener("input", changed)
form.addEventListener("drop", changed)
document.addEventListener("formset:added", changed)
document.addEventListener("formset:removed", changed)
// Choices announce themselves through jQuery alone.
django.jQuery(form).on("change", changed)

form.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return
  // A second click while the first is on its way would meet its own save.
  if (sent) event.preventDefault()
  sent = true
})
window.addEventListener("pageshow", () => {
  sent = false
})
window.addEventListener("beforeunload", (event) => {
  if (dirty && !sent) event.preventDefault()
})

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

// Boxes grow with what is typed, also where `field-sizing` is not known yet.
function grow(event) {
  if (event.target.matches?.(".desk-grows")) {
    event.target.style.height = "auto"
    event.target.style.height = `${event.target.scrollHeight + 2}px`
  }
}
if (!CSS.supports("field-sizing", "content")) form.addEventListener("input", grow)

// A new block is there to be written in at once; prose.js does it for rich text.
document.addEventListener("formset:added", (event) => {
  const first = event.target.querySelector("textarea, select, input:not([type=hidden])")
  if (first && !first.matches("[data-desk-prose], .desk-photo")) first.focus()
  event.target.scrollIntoView({ block: "nearest" })
})

// What sticks below the bar has to know how high it is.
const bar = form.querySelector(".desk-bar")
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--desk-bar-height", `${bar.offsetHeight}px`)
}).observe(bar)

document.addEventListener("content-editor:ready", () => {
  offerBlocks()
  ready = true
})
