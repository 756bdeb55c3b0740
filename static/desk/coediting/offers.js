// What was typed once and not saved: brought to the desk from where it waits in this browser, and
// offered. Also where the piece is only read by now: the words may become a new one.
import { Outbox } from "desk/coediting/outbox"
import { OFFLINE, post, SIGNED_OUT } from "desk/common/send"

const PAUSE = 1_500
const MOST_PAUSED = 30_000

const offers = document.querySelector(".desk-offers")
const form = offers.closest("form")
export const { autosaveUrl, tokenUrl, user } = offers.dataset
export const outbox = new Outbox(user)
export const windowField = form.elements._window
const refused = new Set()

let pause = PAUSE
let timer = 0
let delivering = null
let again = false
let stale = false // whether more is kept at the desk than is offered

export const bodyOf = (window, { turn, fields, words = "" }) => {
  return { user: Number(user), window, turn, fields, words }
}

const tell = (what, detail) => form.dispatchEvent(new CustomEvent(`desk:${what}`, { detail }))
const isOthers = (name) => name !== windowField.value && !refused.has(name)

// One after another: of two copies of the same words the later one must not be overtaken.
export function deliver() {
  again = true
  if (delivering) return
  delivering = deliverAll().finally(() => {
    delivering = null
    if (again) deliver()
  })
}

async function deliverAll() {
  while (again) {
    again = false
    for (const name of outbox.names()) {
      const entry = outbox.get(name)
      if (!entry) outbox.drop(name)
      if (!entry || refused.has(name)) continue
      const { said, problem, passes } = await post(entry.to, bodyOf(name, entry), {
        tokenUrl,
        user,
      })
      const own = name === windowField.value
      const waits = own || passes || problem === OFFLINE || problem === SIGNED_OUT
      if (problem && waits) return wait(problem)
      if (problem) refused.add(name)
      else if (own) tell("arrived", { entry, said })
      else {
        outbox.drop(name, entry.turn)
        stale ||= said.kept
      }
    }
  }
  pause = PAUSE
  if (stale) await showOffers()
  holdBack()
}

function wait(problem) {
  again = false
  tell("stuck", problem)
  pause = Math.min(2 * pause, MOST_PAUSED)
  clearTimeout(timer)
  timer = setTimeout(deliver, pause)
}

// Somebody is back, or the connection is: what waits here need not wait longer.
export function resume() {
  if (!stale && !outbox.names().length) return
  pause = PAUSE
  deliver()
}

export async function showOffers() {
  try {
    const address = `${autosaveUrl}?window=${windowField.value}`
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" })
    if (!answer.ok) return
    offers.innerHTML = await answer.text()
    stale = false
  } catch {
    // With the next delivery.
  }
}

// While something newer is on its way, nothing older is shown in its place.
function holdBack() {
  offers.inert = stale || outbox.names().some(isOthers)
}

window.addEventListener("online", resume)
window.addEventListener("focus", resume)
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) resume()
})
holdBack()
// Where one may write, what waits from this very window is looked at first.
if (!form.querySelector(".desk-kept-at")) resume()
