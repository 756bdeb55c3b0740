// What a photo says of itself, changed beside it: the library's own form, asked for and sent in
// place.
import { OFFLINE, send, SIGNED_OUT, SOMEBODY_ELSE, takeToken } from "desk/common/send"
import { focalPoint } from "desk/photos/focal_point"
import { words } from "desk/photos/uploads"

// A new credit is written into new files, behind the pictures of others.
const PATIENCE = 60_000
const IN_THE_WAY = {
  [OFFLINE]: words.offlinePanel,
  [SIGNED_OUT]: words.signedOut,
  [SOMEBODY_ELSE]: words.somebodyElse,
}
const HEADERS = { Accept: "application/json" }

const panels = new WeakMap()
const open = () => document.querySelectorAll(".desk-photo-panel")
const addressOf = (photo) => words.changeUrl.replace("/0/", `/${photo}/`)
const typedIn = (panel) =>
  new URLSearchParams([...panel.querySelectorAll("[name]")].map(({ name, value }) => [name, value]))
const isChanged = (panel) => String(typedIn(panel)) !== panels.get(panel).opened

// The panel of a field, while it is open.
function panelOf(choice) {
  return [...open()].find((panel) => panels.get(panel).choice === choice)
}

const placeOf = (choice) => choice.closest(".desk-block fieldset") ?? choice.closest(".form-row")

function panelFrom(html) {
  const holder = document.createElement("template")
  holder.innerHTML = html
  const panel = holder.content.querySelector(".desk-photo-panel")
  // It stands in the form of a piece and is no part of it: these are sent to the library alone.
  for (const field of panel.querySelectorAll("[name]"))
    field.setAttribute("form", "desk-photo-none")
  return panel
}

function say(panel, text) {
  const place = panel.querySelector("[data-panel-said]")
  place.textContent = text
  place.hidden = !text
}

function close(panel) {
  const { choice } = panels.get(panel)
  const button = choice.querySelector("[data-photo-edit]")
  panel.remove()
  button.ariaExpanded = "false"
  return button
}

async function save(panel) {
  const { choice, photo, saved } = panels.get(panel)
  const body = typedIn(panel)
  const focused = panel.contains(document.activeElement) && document.activeElement
  // What is typed from now on would go with the panel.
  panel.inert = true
  const { answer, said, problem } = await send(
    addressOf(photo),
    { headers: HEADERS, body, patience: PATIENCE, keepalive: true },
    words,
  )
  panel.inert = false
  if (problem || !said || !answer.ok) {
    say(panel, IN_THE_WAY[problem] ?? problem ?? said?.problem ?? words.offlinePanel)
    if (focused) focused.focus()
    return
  }
  takeToken(said.token)
  if (said.form) {
    const refused = fill(choice, photo, said.form, saved)
    // It differs from what is saved, whatever is typed now.
    panels.get(refused).opened = ""
    panel.replaceWith(refused)
    refused.querySelector(".errors :is(input, textarea)")?.focus()
    return
  }
  const button = close(panel)
  if (focused) button.focus()
  saved(said)
}

function fill(choice, photo, html, saved) {
  const panel = panelFrom(html)
  panels.set(panel, { choice, photo, saved, opened: String(typedIn(panel)) })
  for (const fold of panel.querySelectorAll("details:has(.errors)")) fold.open = true
  panel.querySelector("[data-panel-save]")?.addEventListener("click", () => save(panel))
  panel.querySelector("[data-panel-close]").addEventListener("click", () => close(panel).focus())
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isChanged(panel)) close(panel).focus()
    if (event.key !== "Enter" || !event.target.matches("input")) return
    event.preventDefault()
    save(panel)
  })
  // The piece is as it was.
  for (const type of ["input", "change"]) {
    panel.addEventListener(type, (event) => event.stopPropagation())
  }
  for (const frame of panel.querySelectorAll(".photo-frame")) focalPoint(frame)
  return panel
}

// Another photo takes the place of this one: nothing that was typed about it is lost.
export function leavePanel(choice) {
  const panel = panelOf(choice)
  if (!panel) return
  if (isChanged(panel)) save(panel)
  else close(panel)
}

// Opens the panel of a photo below its field, or closes it. `saved` hears what a save has made.
export async function togglePanel(choice, photo, saved) {
  const before = panelOf(choice)
  if (before) {
    if (!isChanged(before)) close(before)
    return
  }
  const button = choice.querySelector("[data-photo-edit]")
  button.ariaBusy = "true"
  try {
    const answer = await fetch(addressOf(photo), { headers: HEADERS, redirect: "manual" })
    const panel = fill(choice, photo, (await answer.json()).form, saved)
    placeOf(choice).after(panel)
    button.ariaExpanded = "true"
    panel.scrollIntoView({ block: "nearest" })
    panel.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true })
  } catch {
    choice.querySelector("[data-photo-said]").textContent = words.offlinePanel
  } finally {
    button.ariaBusy = null
  }
}

window.addEventListener("beforeunload", (event) => {
  if ([...open()].some(isChanged)) event.preventDefault()
})
// Whoever saves the piece means all that is typed.
document.querySelector("#content-main form")?.addEventListener("desk:before-save", () => {
  for (const panel of open()) if (isChanged(panel)) save(panel)
})
