// What is typed is kept on the way: at the desk within five seconds, in this browser until then.
// It is no save: the draft stays as it is, and the words wait for their author.
import {
  tokenUrl,
  bodyOf,
  deliver,
  autosaveUrl,
  outbox,
  resume,
  showOffers,
  user,
  windowField,
} from "desk/coediting/offers"
import { typedWords } from "desk/coediting/typed_words"
import { OFFLINE, saveBlocker, post, SIGNED_OUT, SOMEBODY_ELSE } from "desk/common/send"

const PAUSE = 1_500
const LATEST = 3_500
// What a page that is being closed may still send.
const LAST_WORDS = 60_000
// A save that was stopped on its way leaves its page here.
const SAVING = 10_000

const form = document.querySelector("#content-main form")
const unsaved = form.querySelector(".desk-unsaved")
const status = form.querySelector(".desk-kept-at")
const turnField = form.elements._turn

let ready = false
let opened = null // the form as it is saved; null for one that came back with words unsaved
let latest = null // the form as it stood when something was last put into the outbox
let stored = true // whether that outlives this page
let changedAt = 0
let timer = 0
let saving = false

// biome-ignore lint/suspicious/noControlCharactersInRegex: a paste brings them
const escaped = (text) => text.replace(/[%&+=#;\0-\x1f]/g, encodeURIComponent)
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_window", "_page", "_turn", "_stage_shown"])
const notTyped = (name) => NOT_TYPED.has(name) || name.includes("__prefix__")

export const randomName = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")

// A new row keeps its name when others before it go, and the desk knows it when it comes again.
function nameNewRows() {
  for (const field of form.querySelectorAll("input[type=hidden][name$='-id']")) {
    if (!field.value && !notTyped(field.name)) field.value = `new-${randomName()}`
  }
}

// As a browser would post it, but for the letters, which stay as they are.
function typed() {
  nameNewRows()
  const pairs = []
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || notTyped(name)) continue
    pairs.push(`${escaped(name)}=${escaped(value.replace(/\r\n?|\n/g, "\r\n"))}`)
  }
  return pairs.join("&")
}

// What was saved from this page is told from what was not, also when it is shown in another one.
const onPage = () => `&_page=${form.elements._page.value}`
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

// Whether somebody was quicker than the scripts: what they typed is not what was opened.
function typedEarly() {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea, select")]
  // What begins with a line is about the buttons.
  const ofPiece = fields.filter(({ name }) => /^[^_]/.test(name) && !notTyped(name))
  return ofPiece.some(isChanged)
}

// Whether a field says something else than when its page was made.
export function isChanged(field) {
  const { type, options } = field
  if (type === "checkbox" || type === "radio") return field.checked !== field.defaultChecked
  if (!options) return field.value !== field.defaultValue
  // Where a choice of one begins with nothing chosen, its first option is.
  const begins = field.multiple || [...options].some((option) => option.defaultSelected)
  if (!begins) return field.selectedIndex > 0
  return [...options].some((option) => option.selected !== option.defaultSelected)
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
  const fields = words === opened ? "" : words + onPage()
  const said = { turn: Number(turnField.value), fields, words: fields && typedWords() }
  stored = outbox.put(windowField.value, { to: autosaveUrl, ...said })
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

function arrived({ entry, said }) {
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
  windowField.value = randomName()
  turnField.value = 0
  latest = null
  if (ready) keepNow()
}

document.querySelector("#desk-discard")?.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { formAction } = event.submitter
  const problem = await saveBlocker(tokenUrl, user)
  if (problem) return sayWhy(problem)
  const body = new FormData(event.target)
  const answer = await fetch(formAction, { method: "POST", body, redirect: "manual" })
  // Signed out, the desk would send on to its own page, and only to that.
  if (answer.type === "opaqueredirect") await showOffers()
  document.querySelector(".desk-offers").focus()
})

form.addEventListener("desk:arrived", ({ detail }) => arrived(detail))
form.addEventListener("desk:stuck", ({ detail: problem }) => {
  if (waitsHere()) sayWhy(problem)
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

// A save that leaves the page where it is. `done` takes what writes into the form what came of
// it; what was typed since waits for the next save. After `failed` all of it waits.
export function beginSave() {
  setAside()
  const words = latest
  const turn = Number(turnField.value)
  return {
    failed: deliver,
    done(write = () => {}) {
      const changedSince = typed() !== words
      outbox.drop(windowField.value, turn)
      write()
      if (changedSince) {
        opened = latest = null
        changed()
        return
      }
      opened = latest = typed()
      changedAt = 0
      clearTimeout(timer)
      unsaved.hidden = true
      say("")
    },
  }
}
window.addEventListener("pageshow", () => (saving = false))
document.addEventListener("visibilitychange", () => {
  if (document.hidden && changedAt) keepNow()
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
  // The save brings what it was sent with, and not what was typed since.
  if (!ready || (saving && !changedAt)) return
  setAside()
  const entry = waitsHere()
  const body = entry && bodyOf(windowField.value, entry)
  if (entry && new Blob([JSON.stringify(body)]).size < LAST_WORDS) {
    post(autosaveUrl, body, { tokenUrl, user, keepalive: true })
  }
})

document.addEventListener("content-editor:ready", () => {
  // Typed in this very window and newer than what the desk gave back: offered beside it.
  const waiting = waitsHere()
  if (waiting?.turn > turnField.value) {
    if (waiting.fields.replace(/&_page=\w*$/, "") === typed()) turnField.value = waiting.turn
    else moveOut()
  }
  const cameBack = status.dataset.cameBack
  latest = typed()
  const early = !cameBack && typedEarly()
  if (!cameBack && !early) opened = latest
  ready = true
  if (cameBack === "kept") unsaved.hidden = false
  else if (cameBack || early) {
    latest = null
    changed()
  }
  resume()
})
