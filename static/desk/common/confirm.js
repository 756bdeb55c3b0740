// A page that asks before it does something: it is done once, and what was typed stays on the
// page until somebody is there who takes it.
import { saveBlocker, OFFLINE, SIGNED_OUT, SOMEBODY_ELSE } from "desk/common/send"

const form = document.querySelector(".desk-asks")
let sent = false

async function send() {
  const { tokenUrl, user, signedOut, somebodyElse, offline } = form.dataset
  const inTheWay = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }
  const problem = await saveBlocker(tokenUrl, user)
  const said = form.querySelector(".desk-trouble")
  said.textContent = inTheWay[problem] ?? problem
  said.hidden = !problem
  sent = !problem
  if (!problem) form.submit()
}

form?.addEventListener("submit", (event) => {
  event.preventDefault()
  // A second click would meet what the first one did.
  if (sent) return
  sent = true
  send()
})
// What was refused is where one goes on.
form?.querySelector("[aria-invalid=true]")?.focus()

window.addEventListener("pageshow", () => {
  sent = false
})
