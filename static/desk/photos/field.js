// A photo field: what is chosen is seen, and chosen, uploaded and described in place.
import { leavePanel, togglePanel } from "desk/photos/panel"
import { pick } from "desk/photos/picker"
import { refusalOf, upload, words } from "desk/photos/uploads"

export const choiceIn = (element) => element?.querySelector(".desk-photo-choice")
export const isEmpty = (choice) => !selectOf(choice).value

const CHOICE = ".desk-photo-choice"
const selectOf = (choice) => choice.querySelector("select")
const blockOf = (choice) => choice.closest(".desk-block")

function cardOf(choice) {
  const { photo } = selectOf(choice).selectedOptions[0]?.dataset ?? {}
  return photo ? JSON.parse(photo) : null
}

function say(choice, text) {
  choice.querySelector("[data-photo-said]").textContent = text
}

function show(choice) {
  const card = cardOf(choice)
  const part = (name) => choice.querySelector(name)
  const look = part(".desk-thumbnail")
  look.hidden = !card?.thumbnail
  if (card?.thumbnail) look.src = card.thumbnail
  part(".desk-no-thumbnail").hidden = !card || Boolean(card.thumbnail)
  part("[data-photo-words]").textContent = card?.words ?? ""
  part("[data-photo-credit]").textContent = card?.credit ?? ""
  for (const lack of choice.querySelectorAll("[data-lacks]")) {
    lack.hidden = !card || Boolean(card[lack.dataset.lacks])
  }
  const chooser = part("[data-photo-choose]")
  chooser.textContent = card ? chooser.dataset.another : chooser.dataset.one
  part("[data-photo-edit]").hidden = part("[data-photo-clear]").hidden = !card
  blockOf(choice)?.classList.toggle("desk-waits", !card)
  say(choice, "")
}

// Whoever counts, saves or keeps what is typed hears of it.
function announce(choice) {
  for (const type of ["input", "change"]) {
    selectOf(choice).dispatchEvent(new Event(type, { bubbles: true }))
  }
}

function setPhoto(choice, card) {
  leavePanel(choice)
  const option = new Option(card.words, card.id, true, true)
  option.dataset.photo = JSON.stringify(card)
  selectOf(choice).replaceChildren(new Option("", ""), option)
  announce(choice)
}

// Uploads the first picture into the field; whoever has room for the others takes them.
export function fill(choice, files) {
  const isRefused = (file) => Boolean(refusalOf(file))
  const [first, ...others] = files.toSorted((one, other) => isRefused(one) - isRefused(other))
  const before = selectOf(choice).value
  upload(first, choice, ({ photo, messages }) => {
    // Another one was chosen meanwhile: this one is in the library all the same.
    if (selectOf(choice).value !== before) return
    setPhoto(choice, photo)
    say(choice, messages.join(" "))
  })
  if (!others.length) return
  const options = { bubbles: true, cancelable: true, detail: others }
  const isTaken = !choice.dispatchEvent(new CustomEvent("desk:more-pictures", options))
  if (!isTaken) say(choice, words.onePlace)
}

async function choose(choice) {
  const chooser = choice.querySelector("[data-photo-choose]")
  const chosen = await pick({ several: Boolean(blockOf(choice)) })
  if (chosen?.photo) setPhoto(choice, chosen.photo)
  if (chosen?.files) fill(choice, chosen.files)
  const caption = chosen && blockOf(choice)?.querySelector("fieldset textarea")
  ;(caption ?? chooser).focus({ preventScroll: true })
}

function clear(choice) {
  leavePanel(choice)
  selectOf(choice).value = ""
  announce(choice)
  choice.querySelector("[data-photo-choose]").focus()
}

// The photo says something else, wherever it is chosen.
function showAnew(card) {
  for (const select of document.querySelectorAll(`${CHOICE} select`)) {
    const choice = select.closest(CHOICE)
    if (Number(select.value) !== card.id) continue
    select.selectedOptions[0].dataset.photo = JSON.stringify(card)
    show(choice)
  }
}

async function edit(choice) {
  const card = cardOf(choice)
  await togglePanel(choice, card.id, ({ photo, messages }) => {
    showAnew(photo)
    say(choice, [words.saved, ...messages].join(" "))
  })
}

document.addEventListener("click", ({ target }) => {
  const choice = target.closest?.(CHOICE)
  if (!choice) return
  if (target.closest("[data-photo-choose]")) choose(choice)
  if (target.closest("[data-photo-clear]")) clear(choice)
  if (target.closest("[data-photo-edit]")) edit(choice)
})
document.addEventListener("change", ({ target }) => {
  if (target.matches?.(`${CHOICE} select`)) show(target.closest(CHOICE))
})
for (const choice of document.querySelectorAll(CHOICE)) show(choice)

// A new picture is one press from being chosen, unless it came with its photo.
document.addEventListener("formset:added", ({ target }) => {
  const choice = choiceIn(target)
  if (!choice) return
  show(choice)
  setTimeout(() => {
    if (isEmpty(choice) && !choice.querySelector(".desk-upload")) choose(choice)
  })
})
