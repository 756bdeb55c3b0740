// Comments reach the desk on a way of their own: the form of the piece knows nothing of them,
// and what is typed into it stays as it is.
import { Outbox } from "desk/coediting/outbox"
import { saveBlocker, OFFLINE, SIGNED_OUT, SOMEBODY_ELSE } from "desk/common/send"

const section = document.querySelector(".desk-comments")
const words = section.dataset
const form = section.closest("form")
const next = document.querySelector("[data-comments-next]")
const status = section.querySelector("[role=status]")
const fold = section.querySelector(".desk-resolved")
const onPiece = document.querySelector('[data-comments-at=""]')
const begun = new Outbox(words.user, "comments")
const OF_PIECE = `${words.comments} `

const containerOf = (part) =>
  document.querySelector(`[data-comments-at="${CSS.escape(part)}"]`) ?? onPiece

// Talking to the desk.

const IN_THE_WAY = {
  [SIGNED_OUT]: words.signedOut,
  [SOMEBODY_ELSE]: words.somebodyElse,
  [OFFLINE]: words.offline,
}

async function send(address, data = {}) {
  const problem = await saveBlocker(words.tokenUrl, words.user)
  if (problem) return { problem: IN_THE_WAY[problem] ?? problem }
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: new URLSearchParams(data),
      redirect: "manual",
    })
    if (answer.headers.get("Content-Type")?.startsWith("application/json"))
      return await answer.json()
    return { problem: words.failed }
  } catch {
    return { problem: words.offline }
  }
}

// What the desk says is shown: each thread in its place, and the numbers.

function show({ threads, open, count, settled, sign }) {
  const fresh = threads.map(put).some(Boolean)
  words.sign = sign
  next.textContent = count
  next.parentElement.hidden = !open
  fold.querySelector("summary").textContent = settled
  fold.hidden = !fold.querySelector(".desk-thread")
  return fresh
}

function put({ id, part, here, resolved, html }) {
  const made = document.createElement("template")
  made.innerHTML = html.trim()
  const fresh = made.content.firstElementChild
  let thread = document.getElementById(fresh.id)
  const same = thread?.dataset.stamp === fresh.dataset.stamp
  if (!thread) thread = fresh
  else if (!same) {
    // An answer that is being typed stays, with the cursor in it.
    thread.querySelector(".desk-said").replaceWith(fresh.querySelector(".desk-said"))
    thread.dataset.stamp = fresh.dataset.stamp
  }
  let place = here ? containerOf(part) : section.querySelector("[data-comments-gone]")
  if (resolved) place = fold.querySelector("[data-comments-resolved]")
  const typing = thread.querySelector(".desk-compose")
  if (thread.parentElement !== place && !typing) {
    const after = [...place.children].find((other) => !(Number(other.dataset.thread) < id))
    place.insertBefore(thread, after ?? null)
  }
  return !same
}

async function refresh() {
  try {
    const answer = await fetch(words.comments, { redirect: "manual", cache: "no-store" })
    if (answer.ok && show(await answer.json())) status.textContent = words.fresh
  } catch {
    // Offline: whatever there is comes with the next question.
  }
}

// The box to write in: at a block, on the piece, or under a comment as an answer.

const openerOf = (place) =>
  place.matches(".desk-thread")
    ? place.querySelector("[data-comment-answer]")
    : document.querySelector(`[data-comment-on="${CSS.escape(place.dataset.commentsAt)}"]`)

const nameOf = (place) => OF_PIECE + (place.dataset.thread ?? `at ${place.dataset.commentsAt}`)

function compose(place) {
  let box = place.querySelector(":scope > .desk-compose")
  if (!box) {
    box = section.querySelector("template").content.cloneNode(true).firstElementChild
    if (place.matches(".desk-thread")) {
      box.querySelector("[data-comment-send]").textContent = words.answer
    }
    place.append(box)
    const text = box.querySelector("textarea")
    text.value = begun.get(nameOf(place))?.text ?? ""
    // The form must not take it for a change of the piece.
    for (const what of ["input", "change", "drop"]) {
      box.addEventListener(what, (event) => event.stopPropagation())
    }
    text.addEventListener("input", () => keep(place, text.value))
  }
  return box.querySelector("textarea")
}

function keep(place, text) {
  if (text.trim()) begun.put(nameOf(place), { text })
  else begun.drop(nameOf(place))
}

function leave(box) {
  const place = box.parentElement
  const wasHere = box.contains(document.activeElement)
  keep(place, "")
  box.remove()
  // Whoever writes elsewhere by now is left there.
  if (wasHere) openerOf(place)?.focus()
}

// Not `disabled`, which would take the cursor away.
async function once(button, work) {
  if (button.ariaDisabled === "true") return
  button.ariaDisabled = "true"
  try {
    await work()
  } finally {
    button.ariaDisabled = "false"
  }
}

async function say(box) {
  const place = box.parentElement
  const answer = await send(words.comments, {
    text: box.querySelector("textarea").value,
    ...(place.matches(".desk-thread")
      ? { answers_to: place.dataset.thread }
      : { part: place.dataset.commentsAt }),
  })
  complain(box, answer.problem)
  if (answer.problem) return
  const wasHere = box.contains(document.activeElement)
  leave(box)
  show(answer)
  if (wasHere) openerOf(place)?.focus()
  status.textContent = words.added
}

function complain(box, problem = "") {
  const trouble = box.querySelector(".desk-compose-trouble")
  trouble.textContent = problem
  trouble.hidden = !problem
}

async function settle(button) {
  const thread = button.closest(".desk-thread")
  const place = thread.parentElement
  const resolves = !thread.closest(".desk-resolved")
  const answer = await send(button.dataset.commentSettle)
  if (answer.problem) {
    complain(compose(thread).closest(".desk-compose"), answer.problem)
    return
  }
  const wasHere = document.activeElement === button
  show(answer)
  const beside = resolves && place.dataset.commentsAt !== undefined && openerOf(place)
  if (wasHere) (beside || thread).focus()
  status.textContent = resolves ? words.settled : words.reopened
}

// Before the block editor sees the click: on the head of a block it would fold it.
form.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("button")
    if (!button) return
    const { commentOn, commentSettle } = button.dataset
    if (commentOn !== undefined) {
      event.stopPropagation()
      const text = compose(containerOf(commentOn))
      text.closest(".desk-compose").scrollIntoView({ block: "nearest" })
      text.focus()
    } else if (button.matches("[data-comment-answer]")) {
      compose(button.closest(".desk-thread")).focus()
    } else if (button.matches("[data-comment-send]")) {
      once(button, () => say(button.closest(".desk-compose")))
    } else if (button.matches("[data-comment-leave]")) leave(button.closest(".desk-compose"))
    else if (commentSettle) once(button, () => settle(button))
  },
  true,
)

form.addEventListener("keydown", (event) => {
  const box = event.target.closest?.(".desk-compose")
  if (!box) return
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    box.querySelector("[data-comment-send]").click()
  }
  if (event.key === "Escape" && !event.target.value.trim()) leave(box)
})

// From one open comment to the next, in the order in which they stand on the page.
let seen = -1
next.addEventListener("click", (event) => {
  event.preventDefault()
  const threads = [...document.querySelectorAll(".desk-remarks .desk-thread")]
    .filter((thread) => !thread.closest(".desk-resolved"))
    .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
  if (!threads.length) return
  const place = threads.findIndex((thread) => thread.dataset.thread === seen)
  const thread = threads[(place + 1) % threads.length]
  seen = thread.dataset.thread
  thread.scrollIntoView({ block: "center" })
  thread.focus({ preventScroll: true })
})

// What is typed and not sent is there again when the page is, and is asked about before.
let leaving = false
form.addEventListener("submit", (event) => {
  leaving = !event.defaultPrevented && event.submitter?.formTarget !== "_blank"
  if (leaving) setTimeout(() => (leaving = false), 10_000)
})
window.addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll(".desk-compose textarea")]
  if (!leaving && typed.some((text) => text.value.trim())) event.preventDefault()
})

for (const name of begun.names()) {
  const text = begun.get(name)?.text
  // Of another piece, it waits there, unless that was too long ago.
  if (text && !name.startsWith(OF_PIECE)) continue
  begun.drop(name)
  if (!text) continue
  const place = name.slice(OF_PIECE.length)
  const thread = document.querySelector(`.desk-thread[data-thread="${CSS.escape(place)}"]`)
  const home = thread ?? containerOf(place.replace(/^at /, ""))
  keep(home, text)
  compose(home).value = text
}

// In another window it was sent by now, or thrown away: nobody sends it twice.
window.addEventListener("storage", ({ key, oldValue, newValue }) => {
  if (newValue) return
  for (const box of document.querySelectorAll(".desk-compose")) {
    if (key !== begun.prefix + nameOf(box.parentElement)) continue
    if (JSON.parse(oldValue).text === box.querySelector("textarea").value) box.remove()
  }
})

// What colleagues say meanwhile is heard of with who else is here.
form.addEventListener("desk:told", ({ detail: { comments } }) => {
  if (comments && comments !== words.sign) refresh()
})
