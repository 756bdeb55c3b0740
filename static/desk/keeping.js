// What is typed is kept on the way: at the desk within five seconds, in this browser until then.
// It is no save: the draft stays as it is, and the words wait for their author.
import { Outbox } from "desk/outbox"
import { OFFLINE, obstacle, post, SIGNED_OUT, SOMEBODY_ELSE } from "desk/post"

const PAUSE = 1_500
const LATEST = 3_500
const MOST_PAUSED = 30_000
// What a page that is being closed may still send.
const LAST_WORDS = 60_000
// A save that was stopped on its way leaves its page here.
const SAVING = 10_000

const form = document.querySelector("#content-main form")
const unsaved = form.querySelector(".desk-unsaved")
const status = form.querySelector(".desk-kept-at")
const { keep, ask, user } = status.dataset
const windowField = form.elements._window
const turnField = form.elements._turn
const outbox = new Outbox(user)
const refused = new Set()

let ready = false
let opened = null // the form as it is saved; null for one that came back with words unsaved
let latest = null // the form as it stood when something was last put into the outbox
let stored = true // whether that outlives this page
let changedAt = 0
let pause = PAUSE
let timer = 0
let delivering = null
let again = false
let saving = false

const escaped = (text) => text.replace(/[%&+=#;\0-\x1f]/g, encodeURIComponent)
const notTyped = (name) =>
  name === "csrfmiddlewaretoken" || name === "_window" || name === "_turn" || name.includes("__prefix__")

// As a browser would post it, but for the letters, which stay as they are.
function typed() {
  const pairs = []
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || notTyped(name)) continue
    pairs.push(`${escaped(name)}=${escaped(value.replace(/\r\n?|\n/g, "\r\n"))}`)
  }
  return pairs.join("&")
}

const bodyOf = (window, { turn, fields }) => ({ user: Number(user), window, turn, fields })
const waitsHere = () => outbox.get(windowField.value)

function say(kind, words = "") {
  status.dataset.state = kind
  status.textContent = words
  status.hidden = !kind
}

function sayWhy(problem) {
  const { offline, signedOut, somebodyElse, nowhere, here } = status.dataset
  const known = { [OFFLINE]: offline, [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse }
  say("apart", `${stored ? here : nowhere} ${known[problem] ?? problem}`)
}

// Puts the words into the outbox, from where they are delivered.
function setAside() {
  const words = typed()
  changedAt = 0
  clearTimeout(timer)
  // Typed, and taken back again.
  if (words === opened) unsaved.hidden = true
  if (words === latest) return
  latest = words
  turnField.value = Number(turnField.value) + 1
  const fields = words === opened ? "" : words
  stored = outbox.put(windowField.value, { to: keep, turn: Number(turnField.value), fields })
}

function keepNow() {
  setAside()
  deliver()
}

function changed(event) {
  // Where a comment is written, or a choice looked for, is no part of the form.
  if (!ready || event?.target.closest?.(".desk-compose, .select2-container")) return
  unsaved.hidden = false
  changedAt ||= Date.now()
  clearTimeout(timer)
  timer = setTimeout(keepNow, Math.max(0, Math.min(PAUSE, changedAt + LATEST - Date.now())))
}

// One after another: of two copies of the same words the later one must not be overtaken.
function deliver() {
  again = true
  delivering ??= deliverAll().finally(() => {
    delivering = null
    if (again) deliver()
  })
}

async function deliverAll() {
  let offered = false
  while (again) {
    again = false
    for (const name of outbox.names()) {
      const entry = outbox.get(name)
      if (!entry) outbox.drop(name)
      if (!entry || refused.has(name)) continue
      const { said, problem } = await post(entry.to, bodyOf(name, entry), { ask, user })
      const own = name === windowField.value
      if (problem && (own || problem === OFFLINE || problem === SIGNED_OUT)) return wait(problem)
      if (problem) refused.add(name)
      else if (own) arrived(entry, said)
      else {
        outbox.drop(name, entry.turn)
        offered ||= said.kept
      }
    }
  }
  pause = PAUSE
  if (offered) showOffers()
}

function arrived(entry, said) {
  outbox.drop(windowField.value, entry.turn)
  if (!said.kept && !said.settled && entry.turn === Number(turnField.value)) return moveOut()
  const nothing = said.settled || !entry.fields
  if (nothing && (changedAt || waitsHere())) return
  // Whatever was in the way of a save is so no more.
  form.querySelector(".desk-trouble").hidden = true
  unsaved.hidden = nothing
  say(nothing ? "" : "kept", nothing ? "" : status.dataset.at.replace("%s", said.at))
}

// The same window is open twice, and the other one was quicker: each keeps its own words.
function moveOut() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  windowField.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  turnField.value = 0
  latest = null
  if (ready) keepNow()
}

function wait(problem) {
  again = false
  if (waitsHere()) sayWhy(problem)
  pause = Math.min(2 * pause, MOST_PAUSED)
  clearTimeout(wait.timer)
  wait.timer = setTimeout(deliver, pause)
}

// Somebody is back, or the connection is: what waits here need not wait longer.
function resume() {
  if (!outbox.names().length) return
  pause = PAUSE
  deliver()
}

async function showOffers() {
  const answer = await fetch(`${keep}?window=${windowField.value}`, { redirect: "manual" })
  if (!answer.ok) return
  const offers = document.querySelector(".desk-offers")
  offers.innerHTML = await answer.text()
}

document.querySelector("#desk-discard")?.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { formAction } = event.submitter
  const problem = await obstacle(ask, user)
  if (problem) return sayWhy(problem)
  const body = new FormData(event.target)
  const answer = await fetch(formAction, { method: "POST", body, redirect: "manual" })
  // Signed out, the desk would send on to its own page, and only to that.
  if (answer.type === "opaqueredirect") await showOffers()
  document.querySelector(".desk-offers").focus()
})

form.addEventListener("input", changed)
form.addEventListener("drop", changed)
document.addEventListener("formset:added", changed)
document.addEventListener("formset:removed", changed)
// Choices announce themselves through jQuery alone.
django.jQuery(form).on("change", changed)

// The save brings these words to the desk; until it is done, they wait here.
form.addEventListener("desk:saving", () => {
  setAside()
  saving = true
  setTimeout(() => {
    saving = false
    resume()
  }, SAVING)
})
window.addEventListener("pageshow", () => (saving = false))
window.addEventListener("online", resume)
window.addEventListener("focus", resume)
document.addEventListener("visibilitychange", () => {
  if (document.hidden && changedAt && !saving) keepNow()
  else if (!document.hidden) resume()
})
window.addEventListener("beforeunload", (event) => {
  if (saving || !ready) return
  setAside()
  // Asked only about words that nobody could give back.
  const comments = [...form.querySelectorAll(".desk-compose textarea")]
  if ((!stored && waitsHere()) || comments.some((comment) => comment.value.trim())) {
    event.preventDefault()
  }
  // Who stays after all, since the link was a download, goes on as before.
  setTimeout(resume, PAUSE)
})
window.addEventListener("pagehide", () => {
  if (saving || !ready) return
  setAside()
  const entry = waitsHere()
  const body = entry && bodyOf(windowField.value, entry)
  if (entry && new Blob([JSON.stringify(body)]).size < LAST_WORDS) {
    post(keep, body, { ask, user, keepalive: true })
  }
})

document.addEventListener("content-editor:ready", () => {
  // Typed in this very window and newer than what the desk gave back: offered beside it.
  const waiting = waitsHere()
  if (waiting?.turn > turnField.value) {
    if (waiting.fields === typed()) turnField.value = waiting.turn
    else moveOut()
  }
  const cameBack = status.dataset.cameBack
  latest = typed()
  if (!cameBack) opened = latest
  ready = true
  if (cameBack === "kept") unsaved.hidden = false
  else if (cameBack) {
    latest = null
    changed()
  }
  resume()
})
