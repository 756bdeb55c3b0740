// A report is settled beside the form: what is typed into it stays as it is.
import { OFFLINE, send, SIGNED_OUT, SOMEBODY_ELSE } from "desk/common/send"

const section = document.querySelector(".desk-mistakes")
const words = section.dataset
const said = section.querySelector("[role=status]")
const count = document.querySelector("[data-mistakes-count]")
const IN_THE_WAY = {
  [SIGNED_OUT]: words.signedOut,
  [SOMEBODY_ELSE]: words.somebodyElse,
  [OFFLINE]: words.offline,
}

document.querySelector("#desk-settle").addEventListener("submit", async (event) => {
  event.preventDefault()
  const button = event.submitter
  const {
    answer,
    said: done,
    problem,
  } = await send(button.formAction, { headers: { Accept: "application/json" } }, words)
  const failed = !done || !answer.ok
  said.classList.toggle("desk-failed", failed)
  said.classList.toggle("desk-visually-hidden", !failed && !done.said)
  said.textContent = failed
    ? (done?.problem ?? IN_THE_WAY[problem] ?? words.failed)
    : (done.said ?? words.settled)
  if (failed) return
  button.closest("li").remove()
  count.textContent = done.count
  count.parentElement.hidden = !done.open
  const next = section.querySelector("button") ?? section
  next.focus()
})
