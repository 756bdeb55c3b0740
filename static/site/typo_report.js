/* A mistake is reported over the piece. Without this the link leads to a page with the form. */

const story = document.querySelector(".story")
const link = document.querySelector(".mistake a")
const AROUND = 120
let page
let marked

const textOf = (range) => range.toString().replace(/\s+/g, " ")

const blockOf = (node) =>
  (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(
    "p, li, h1, h2, h3, blockquote, figcaption",
  ) ?? story

// What is marked in the piece, with some words around it.
function mark() {
  const selection = getSelection()
  const quote = selection.toString().trim()
  if (!quote || !story.contains(selection.getRangeAt(0).commonAncestorContainer)) return null
  const range = selection.getRangeAt(0)
  const before = range.cloneRange()
  before.setStart(blockOf(range.startContainer), 0)
  before.setEnd(range.startContainer, range.startOffset)
  const after = range.cloneRange()
  const last = blockOf(range.endContainer)
  after.setEnd(last, last.childNodes.length)
  after.setStart(range.endContainer, range.endOffset)
  return {
    quote,
    // Not from the middle of a word.
    before: textOf(before)
      .slice(-AROUND)
      .replace(/^\S*\s(?=.{40})/, ""),
    after: textOf(after)
      .slice(0, AROUND)
      .replace(/(?<=.{40})\s\S*$/, ""),
  }
}

async function load() {
  const response = await fetch(link.href)
  if (!response.ok) throw new Error(response.statusText)
  return new DOMParser().parseFromString(await response.text(), "text/html")
}

async function open(what) {
  try {
    page ??= await load()
  } catch {
    return location.assign(link.href)
  }
  const dialog = document.createElement("dialog")
  dialog.className = "mistake-dialog"
  dialog.setAttribute("aria-labelledby", "mistake-title")
  const title = document.createElement("h2")
  title.id = "mistake-title"
  title.textContent = page.querySelector("h1").textContent
  const form = document.importNode(page.querySelector(".mistake-form"), true)
  dialog.append(title, form)
  const { quote, before, after } = form.elements
  if (what) {
    quote.value = what.quote
    before.value = what.before
    after.value = what.after
  }
  // What was marked is shown where it stood; what is too long for that can be shortened.
  if (what && quote.value.length <= quote.maxLength) {
    const shown = document.createElement("blockquote")
    shown.lang = quote.lang
    const exact = document.createElement("mark")
    exact.textContent = what.quote
    shown.append(what.before, exact, what.after)
    quote.parentElement.before(shown)
    quote.parentElement.hidden = true
  }
  const close = form.querySelector("[data-close]")
  close.hidden = false
  close.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => dialog.remove())
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form, close)
  })
  document.body.append(dialog)
  dialog.showModal()
  ;(quote.parentElement.hidden ? form.elements.remark : quote).focus()
}

async function send(form, close) {
  if (form.ariaBusy === "true") return
  form.ariaBusy = "true"
  let answer
  try {
    const body = new URLSearchParams(new FormData(form))
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    })
    answer = await response.json()
  } catch {
    answer = { problem: form.dataset.failed }
  }
  form.ariaBusy = "false"
  const said = form.querySelector(".problem")
  said.textContent = answer.said ?? answer.problem
  said.hidden = false
  if (!answer.said) return
  said.className = "said"
  close.textContent = close.dataset.close
  form.replaceChildren(said, close.parentElement)
  close.parentElement.replaceChildren(close)
  close.focus()
}

if (story && link) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return
    const what = document.querySelector("dialog[open]") ? null : mark()
    if (what) open(what)
  })
  // A press on the link unmarks what is marked.
  link.addEventListener("pointerdown", () => (marked = mark()))
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    open(mark() ?? marked)
  })
}
