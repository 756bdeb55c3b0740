// How the desk is asked from an open page, which may be signed out or offline by then.

export const OFFLINE = "offline"
export const SIGNED_OUT = "signed out"
export const SOMEBODY_ELSE = "somebody else"

const PATIENCE = 10_000

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]")

// Whoever signs in anew, in another tab, has another token from then on.
export function takeToken(token) {
  for (const field of tokens()) field.value = token
}

async function request(url, { signal, patience = PATIENCE, ...options } = {}) {
  const late = AbortSignal.timeout(patience)
  const answer = await fetch(url, {
    redirect: "manual",
    cache: "no-store",
    signal: signal ? AbortSignal.any([signal, late]) : late,
    ...options,
  })
  const inJson = answer.headers.get("Content-Type")?.startsWith("application/json")
  return { answer, said: inJson ? await answer.json() : null }
}

// Returns what is in the way of sending something for `user`, or nothing.
export async function saveBlocker(url, user) {
  try {
    const { answer, said } = await request(url)
    // Where to sign in: the desk sends nobody anywhere else from here.
    if (answer.type === "opaqueredirect") return SIGNED_OUT
    // The desk is there, and says what is wrong with it.
    if (!answer.ok) return said?.problem ?? OFFLINE
    if (!said) return OFFLINE
    if (String(said.user) !== user) return SOMEBODY_ELSE
    takeToken(said.token)
    return ""
  } catch {
    return OFFLINE
  }
}

// Lets a form be sent when somebody is there who takes it, and only once: without a connection,
// or signed out meanwhile, the browser would show another page in the place of what was typed.
// `words` has `tokenUrl`, and what to say in `trouble`; `leaving` is called before the form
// goes, and may return what to do when it was stopped on its way.
export function sendOnce(
  form,
  { tokenUrl, user, signedOut, somebodyElse, offline },
  trouble,
  leaving,
) {
  const inTheWay = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }
  let sent = false
  let passing = false
  let asking = false
  form.addEventListener("submit", async (event) => {
    const button = event.submitter
    // A preview opens beside the form, which stays as it is whatever comes of it.
    if (button?.formTarget === "_blank" || passing) return
    event.preventDefault()
    // A second click while the first is on its way would meet its own save.
    if (asking || sent) return
    asking = true
    const problem = await saveBlocker(tokenUrl, user)
    asking = false
    trouble.textContent = inTheWay[problem] ?? problem
    trouble.hidden = !problem
    if (problem) return
    const stopped = leaving()
    sent = passing = true
    form.requestSubmit(button)
    passing = false
    // Stopped on its way, the page is still here and can be saved again.
    setTimeout(() => {
      sent = false
      stopped?.()
    }, 10_000)
  })
  window.addEventListener("pageshow", () => {
    sent = false
  })
}

// Returns { answer, said }, or { problem }. Whoever signed in anew meanwhile has another token:
// it is asked for, and what was refused is sent once more.
export async function send(url, { headers, ...options }, { tokenUrl, user }) {
  const attempt = () =>
    request(url, {
      method: "POST",
      headers: { ...headers, "X-CSRFToken": tokens()[0].value },
      ...options,
    })
  try {
    const sent = await attempt()
    const { answer, said } = sent
    if (said || !(answer.status === 403 || answer.type === "opaqueredirect")) return sent
    const problem = await saveBlocker(tokenUrl, user)
    return problem ? { problem } : await attempt()
  } catch {
    return { problem: OFFLINE }
  }
}

// Returns { said }, what the desk answered, or { problem }.
export async function post(url, body, { tokenUrl, user, keepalive = false }) {
  const headers = { "Content-Type": "application/json" }
  const options = { keepalive, headers, body: JSON.stringify(body) }
  const { answer, said, problem } = await send(url, options, { tokenUrl, user })
  if (problem) return { problem }
  if (!said) return { problem: OFFLINE }
  if (answer.status === 409) return { problem: SOMEBODY_ELSE }
  if (!answer.ok) return { problem: said.problem, passes: answer.status >= 500 }
  takeToken(said.token)
  return { said }
}
