// The bar of the desk on a page of readers. Without the dialog, its links lead to the same forms.

const bar = document.querySelector(".desk-userbar")
const { close: closing, failed, signedOut, style } = bar.dataset
const LONGEST = 300

const sheets = new Map()

function withStyle(address) {
  if (!sheets.has(address)) {
    const sheet = document.createElement("link")
    sheet.rel = "stylesheet"
    sheet.href = address
    const loaded = new Promise((done) => {
      sheet.onload = sheet.onerror = done
    })
    sheets.set(address, loaded)
    document.head.append(sheet)
  }
  return sheets.get(address)
}

// What is marked, and how the paragraph begins in which it stands.
function selected() {
  const selection = getSelection()
  const marked = selection.toString().trim()
  if (!marked || !selection.rangeCount) return null
  const node = selection.getRangeAt(0).startContainer
  const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(
    "p, li, h1, h2, h3, blockquote, figcaption",
  )
  if (!block?.closest(".story")) return null
  return { marked: marked.slice(0, LONGEST), words: block.textContent.trim().slice(0, LONGEST) }
}

async function formAt(address) {
  const answer = await fetch(address, { redirect: "manual", cache: "no-store" })
  if (!answer.ok) throw new Error(answer.type)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const form = document.adoptNode(page.querySelector("form.desk-fix"))
  await Promise.all(form.dataset.styles.split(" ").map(withStyle))
  return form
}

async function open(address, marked = "") {
  const form = await formAt(address)
  const { start } = await import(form.dataset.script)
  const dialog = document.createElement("dialog")
  dialog.className = "desk-fix-dialog"
  dialog.lang = bar.lang
  dialog.setAttribute("aria-labelledby", "desk-fix-title")
  const title = document.createElement("h2")
  title.id = "desk-fix-title"
  title.textContent = form.dataset.title
  dialog.append(title, form)
  dialog.addEventListener("close", () => dialog.remove())
  form.querySelector("[data-cancel]").addEventListener("click", (event) => {
    event.preventDefault()
    dialog.close()
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form, dialog)
  })
  start(form, (another) => {
    dialog.close()
    open(another)
  })
  document.body.append(dialog)
  dialog.showModal()
  const { text } = form.elements
  text.focus()
  const place = marked ? text.value.indexOf(marked) : -1
  if (place >= 0) text.setSelectionRange(place, place + marked.length)
}

async function ask(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json" },
      body: new FormData(form),
    })
    if (answer.type === "opaqueredirect") return { problem: signedOut }
    return await answer.json()
  } catch {
    return { problem: failed }
  }
}

async function send(form, dialog) {
  if (form.ariaBusy === "true") return
  form.ariaBusy = "true"
  const { said, problem = failed } = await ask(form)
  form.ariaBusy = "false"
  const words = form.querySelector(".desk-trouble")
  words.textContent = said ?? problem
  words.hidden = false
  if (!said) return
  const button = document.createElement("button")
  button.type = "button"
  button.className = "desk-button"
  button.textContent = closing
  button.addEventListener("click", () => dialog.close())
  // The page is what it was before: it is loaded again, and what readers see now is there.
  dialog.addEventListener("close", () => location.reload())
  words.className = "desk-done"
  form.replaceChildren(words, button)
  button.focus()
}

for (const link of bar.querySelectorAll(".desk-fix-link")) {
  let before
  // A press on the link unmarks what is marked.
  link.addEventListener("pointerdown", () => {
    before = selected()
  })
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const what = selected() ?? before
    const address = what ? `${link.href}?${new URLSearchParams(what)}` : link.href
    try {
      await open(address, what?.marked)
    } catch {
      location.assign(address)
    }
  })
}

await withStyle(style)
bar.hidden = false
