// Saving leaves the page where it is: caret, undo and whatever is typed meanwhile stay. Where
// there is more to show than what a save can say, the form is sent as a browser sends it.
import { beginSave } from "desk/coediting/autosave"
import { onShortcut } from "desk/common/keys"
import { OFFLINE, send, SIGNED_OUT, SOMEBODY_ELSE, takeToken } from "desk/common/send"
import { clearMistakes, showMistakes } from "desk/editor/mistakes"

// A long piece on a slow line.
const PATIENCE = 30_000

const form = document.querySelector("#content-main form")
const bar = form.querySelector(".desk-bar")
const save = form.elements._continue
const { tokenUrl, user } = form.querySelector(".desk-offers").dataset
const { signedOut, somebodyElse, offline } = bar.dataset
const IN_THE_WAY = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }

let saving = false
let again = false
let asBrowser = false

function sayTrouble(problem) {
  const trouble = form.querySelector(".desk-trouble")
  trouble.textContent = IN_THE_WAY[problem] ?? problem
  trouble.hidden = !problem
}

function say(messages) {
  const list = document.createElement("ul")
  list.className = "desk-messages"
  for (const { tags, words } of messages) {
    const line = document.createElement("li")
    line.className = tags
    line.textContent = words
    list.append(line)
  }
  form.querySelector(".desk-said-now").replaceChildren(list)
}

// Rows.

const keysOfRows = () =>
  [...form.querySelectorAll("input[type=hidden][name$='-id']")].filter(
    ({ name }) => !name.includes("__prefix__"),
  )
const prefixOf = ({ name }) => name.replace(/-\d+-id$/, "")
const isSaved = ({ value }) => /^\d+$/.test(value)
const isStruck = ({ name }) => form.elements[name.replace(/id$/, "DELETE")]?.checked
const newName = () =>
  `new-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`

// The desk looks for what it knows among the first rows only.
function countKnown() {
  const known = new Map()
  for (const key of keysOfRows().filter(isSaved)) {
    const number = Number(key.name.match(/-(\d+)-id$/)[1])
    known.set(prefixOf(key), Math.max(known.get(prefixOf(key)) ?? 0, number + 1))
  }
  for (const field of form.querySelectorAll("input[name$='-INITIAL_FORMS']")) {
    field.value = known.get(field.name.replace(/-INITIAL_FORMS$/, "")) ?? 0
  }
}

function nameRows(made, struck) {
  for (const key of keysOfRows()) {
    const number = made[`${prefixOf(key)}:${key.value}`]
    if (number) {
      key.value = number
      key.closest(".inline-related, tr")?.classList.add("has_original")
    }
  }
  // What is gone by now is a new one, should it be put back.
  for (const key of struck) key.value = newName()
  countKnown()
}

// What came of it.

function write({ fields, made, slug, code, state, by, next, here, preview }, struck, sentSlug) {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value
  if (form.elements.slug.value === sentSlug) form.elements.slug.value = slug
  nameRows(made, struck)
  bar.querySelector(".desk-state").dataset.state = code
  bar.querySelector(".desk-state-now").innerHTML = state
  bar.querySelector(".desk-by").innerHTML = by
  const focused = bar.querySelector(".desk-next-steps").contains(document.activeElement)
  bar.querySelector(".desk-next-steps").innerHTML = next
  if (focused) save.focus()
  bar.querySelector("[formtarget=_blank]")?.setAttribute("formaction", preview)
  bar.querySelector(".desk-together").dataset.here = here
  // What had to be decided is.
  for (const done of form.querySelectorAll(
    ".desk-conflicts, .desk-conflict, .desk-came-back, [name=_conflict], [name^='_choice:'], [name=_replaces]",
  )) {
    done.remove()
  }
}

async function attempt() {
  const written = beginSave()
  const data = new FormData(form, save)
  // The header has it, which is that of now.
  data.delete("csrfmiddlewaretoken")
  const struck = keysOfRows().filter((key) => isSaved(key) && isStruck(key))
  const options = {
    headers: { Accept: "application/json" },
    body: new URLSearchParams(data),
    patience: PATIENCE,
  }
  const { answer, said, problem } = await send(location.href.split("#")[0], options, {
    tokenUrl,
    user,
  })
  if (problem) return sayTrouble(problem)
  if (!answer.ok || !said) return sayTrouble(said?.problem ?? OFFLINE)
  takeToken(said.token)
  if (said.needsPage) return sendAsBrowser()
  if (said.mistakes) {
    say([{ tags: "error", words: said.words }])
    return showMistakes(form, said.mistakes)
  }
  if (said.reload) return reload(said.reload, written)
  sayTrouble("")
  clearMistakes(form)
  written(() => write(said, struck, data.get("slug")))
  say(said.messages)
  if (location.pathname !== said.change) history.replaceState(null, "", said.change)
  form.dispatchEvent(new Event("desk:saved"))
}

// What somebody else changed is in it now, and is seen on a new page. What was typed since waits
// there to be shown.
function reload(address, written) {
  written(() => {})
  location.assign(address)
}

function sendAsBrowser() {
  asBrowser = true
  form.requestSubmit(save)
}
window.addEventListener("pageshow", () => (asBrowser = false))

async function saveInPlace() {
  if (saving) {
    again = true
    return
  }
  saving = true
  bar.ariaBusy = "true"
  try {
    do {
      again = false
      await attempt()
    } while (again)
  } finally {
    saving = false
    bar.ariaBusy = null
  }
}

form.addEventListener(
  "submit",
  (event) => {
    if (asBrowser || event.submitter !== save || form.elements._popup) return
    event.preventDefault()
    event.stopImmediatePropagation()
    saveInPlace()
  },
  true,
)
onShortcut("s", () => form.requestSubmit(save))
