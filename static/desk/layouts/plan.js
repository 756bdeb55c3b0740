// What becomes of the plan of a page: it is sent when somebody is there who takes it, and only
// once; it is not left by mistake; and its empty places say what fills them.
import { sendOnce } from "desk/common/send"

const form = document.querySelector(".desk-plan")
const words = form.dataset
let changed = "unsaved" in words

sendOnce(form, words, form.querySelector(".desk-trouble"), () => {
  const before = changed
  changed = false
  return () => {
    changed = before
  }
})

form.addEventListener("input", (event) => {
  if (event.target.name !== "find") changed = true
})
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault()
})

// Return in the name of a block means that block, and not a save.
form.querySelector("[name=add]")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return
  event.preventDefault()
  form.querySelector("[name=_add]").click()
})

// What fills the places that hold nothing that is live.

let turn = 0
let waiting = 0

function fill(place, headline) {
  const line = place.querySelector(".desk-fills")
  const isEmpty = !place.querySelector("input").value.trim()
  const before = isEmpty ? words.fills : words.instead
  line.textContent = isEmpty ? words.newest : ""
  if (!headline) return
  const name = document.createElement("span")
  name.textContent = headline
  line.replaceChildren(`${before} `, name)
}

async function look(mine) {
  const answer = await fetch(words.filling, {
    method: "POST",
    body: new FormData(form),
    redirect: "error",
  })
  if (!answer.ok || mine !== turn) return
  const filling = await answer.json()
  if (mine !== turn) return
  for (const row of form.querySelectorAll(".desk-leads, .desk-strip")) {
    const places = [...row.querySelectorAll(".desk-place")]
    const found = row.dataset.about
      ? filling[row.dataset.about]
      : [...(filling.lead ?? []), ...(filling.top ?? [])]
    places.forEach((place, number) => fill(place, found?.[number]))
  }
}

form.addEventListener("desk:changed", () => {
  changed = true
  const mine = ++turn
  clearTimeout(waiting)
  // Signed out or offline, the places go on to say that the newest fill them.
  waiting = setTimeout(() => look(mine).catch(() => {}), 150)
})
form.addEventListener("change", (event) => {
  if (event.target.matches("[name$=-out]")) form.dispatchEvent(new Event("desk:changed"))
})
