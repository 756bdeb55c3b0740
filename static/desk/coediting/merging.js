// Several people in one piece: each open form says that it is there, and hears who else is and
// what was saved meanwhile. What both have changed is shown where it stands.
import { Windows } from "desk/coediting/windows"
import { send } from "desk/common/send"

const form = document.querySelector("#content-main form")
const line = form.querySelector(".desk-together")
const { tokenUrl, user } = line.dataset
const windows = new Windows(user)
const EVERY = 10_000
// Nobody looks at it: it is open all the same, and says for how long.
const EVERY_UNSEEN = 30_000
let hiddenSince = document.hidden ? Date.now() : 0
let waiting
let leaving = new AbortController()

function say(selector, words) {
  const place = line.querySelector(selector)
  // A sentence that is there already is not read out once more.
  if (place.textContent !== words) place.textContent = words
}

function about(fields = {}) {
  const data = new FormData()
  for (const name of ["_window", "revision"]) data.set(name, form.elements[name]?.value ?? "")
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

async function here() {
  clearTimeout(waiting)
  // A new piece is nowhere until its first save.
  if (!line.dataset.here) return
  waiting = setTimeout(here, hiddenSince ? EVERY_UNSEEN : EVERY)
  const { signal } = leaving
  await windows.enter(form.elements._window.value)
  // Of those that could say no goodbye the desk is told by whoever comes next.
  const closed = await windows.closed()
  if (signal.aborted) return
  const unseen = hiddenSince ? { unseen: 1 + Math.floor((Date.now() - hiddenSince) / 1000) } : {}
  const options = { body: about(unseen), signal }
  for (const name of closed) options.body.append("closed", name)
  const { said } = await send(line.dataset.here, options, { tokenUrl, user })
  if (said) windows.forget(closed)
  if (signal.aborted) return
  // Without a connection nobody is known to be here. Saving says what is wrong.
  say(".desk-here", said?.here ?? "")
  if (!said) return
  say(".desk-news", said.news)
  form.dispatchEvent(new CustomEvent("desk:told", { detail: said }))
}

function gone() {
  clearTimeout(waiting)
  windows.leave()
  if (!line.dataset.here) return
  // Overtaken by the goodbye, what is still asked would bring this window back.
  leaving.abort()
  const csrfmiddlewaretoken = form.elements.csrfmiddlewaretoken.value
  navigator.sendBeacon(line.dataset.here, about({ csrfmiddlewaretoken, gone: "1" }))
}

document.addEventListener("visibilitychange", () => {
  hiddenSince = document.hidden ? Date.now() : 0
  // Said at once: from now on the browser may let this tab wait.
  if (!leaving.signal.aborted) here()
})
window.addEventListener("pagehide", gone)
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return
  leaving = new AbortController()
  here()
})
form.addEventListener("desk:saved", here)
here()

// Each choice goes to the field or the block that it is about.
function place(conflict) {
  const at = conflict.dataset.at
  // The order of the text is decided above it.
  if (!at) return
  const row = document.getElementById(at)
  const field = row ?? form.querySelector(`.fieldBox.${at}, .form-row.${at}`)
  const details = field?.closest("details")
  if (details) details.open = true
  if (row?.tagName === "TR") {
    const line = document.createElement("tr")
    const cell = document.createElement("td")
    cell.colSpan = row.cells.length
    cell.append(conflict)
    line.append(cell)
    row.before(line)
  } else if (row) {
    row.querySelector("h3").after(conflict)
  } else field?.prepend(conflict)
}

const conflicts = [...form.querySelectorAll(".desk-conflict")]
if (conflicts.length) {
  conflicts.forEach(place)
  // The block editor would scroll to where the last save was pressed.
  history.replaceState(null, "", location.pathname + location.search)
  document.addEventListener("content-editor:ready", () => {
    form.querySelector(".desk-conflicts").focus()
  })
}
