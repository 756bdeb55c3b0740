// Saving leaves the page where it is: caret, undo and whatever is typed meanwhile stay. Where
// there is more to show than what a save can say, the form is sent as a browser sends it.
import { beginSave, randomName } from "desk/coediting/autosave"
import { OFFLINE, send, SIGNED_OUT, SOMEBODY_ELSE, takeToken } from "desk/common/send"
import { forget, remember, withoutKnown } from "desk/editor/changed_rows"
import { clearMistakes, goToFirstMistake, showMistakes } from "desk/editor/mistakes"
import { dropLinks } from "desk/editor/prose"
import { isWriting } from "desk/editor/undo"

// A long piece on a slow line.
const PATIENCE = 30_000

const form = document.querySelector("#content-main form")
const bar = form.querySelector(".desk-bar")
const button = form.elements._continue
const { tokenUrl, user } = form.querySelector(".desk-offers").dataset
const { signedOut, somebodyElse, offline, show } = bar.dataset
const IN_THE_WAY = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }

// Buttons that save, and lead on to a page that asks.
const LEADING = new Set(["_publish", "_schedule", "_share"])

let saving = false
let next = null
let asBrowser = false

function sayTrouble(problem) {
  const trouble = form.querySelector(".desk-trouble")
  trouble.textContent = IN_THE_WAY[problem] ?? problem
  trouble.hidden = !problem
}

// Whoever writes on is led nowhere: what there is to see waits until it is asked for.
function leadOn(place, act) {
  if (!isWriting()) return act()
  const button = document.createElement("button")
  button.type = "button"
  button.className = "desk-show"
  button.textContent = show
  button.addEventListener("click", act)
  place.append(" ", button)
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
  return list.lastElementChild
}

// Rows.

const keysOfRows = () =>
  [...form.querySelectorAll("input[type=hidden][name$='-id']")].filter(
    ({ name }) => !name.includes("__prefix__"),
  )
const prefixOf = ({ name }) => name.replace(/-\d+-id$/, "")
const isSaved = ({ value }) => /^\d+$/.test(value)
const isStruck = ({ name }) => form.elements[name.replace(/id$/, "DELETE")]?.checked
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

// Colleagues comment on what is saved.
function letBeCommentedOn(row, number) {
  const button = row?.querySelector(".desk-comment-on")
  if (!button) return
  button.dataset.commentOn = `${button.dataset.kind}-${number}`
  button.hidden = false
  row.querySelector(".desk-remarks").dataset.commentsAt = button.dataset.commentOn
}

function nameRows(made, struck) {
  for (const key of keysOfRows()) {
    const number = made[`${prefixOf(key)}:${key.value}`]
    if (number) {
      key.value = number
      const row = key.closest(".inline-related, tr")
      row?.classList.add("has_original")
      letBeCommentedOn(row, number)
    }
  }
  // What is gone by now is a new one, should it be put back.
  for (const key of struck) key.value = `new-${randomName()}`
  countKnown()
}

// What came of it.

function write(said, struck, sentSlug) {
  const { fields, made, deadLinks, slug, code, state, by, next, missing, here, preview } = said
  dropLinks(new Set(deadLinks))
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value
  if (form.elements.slug.value === sentSlug) form.elements.slug.value = slug.typed
  form.elements.slug.placeholder = slug.made
  nameRows(made, struck)
  bar.querySelector(".desk-state").dataset.state = code
  bar.querySelector(".desk-state-now").innerHTML = state
  bar.querySelector(".desk-by").innerHTML = by
  const focused = bar.querySelector(".desk-next-steps").contains(document.activeElement)
  bar.querySelector(".desk-next-steps").innerHTML = next
  if (focused) button.focus()
  if (missing) form.querySelector(".desk-missing-here").innerHTML = missing
  bar.querySelector("[formtarget=_blank]")?.setAttribute("formaction", preview)
  bar.querySelector(".desk-together").dataset.here = here
  // What had to be decided is.
  for (const done of form.querySelectorAll(
    ".desk-conflicts, .desk-conflict, .desk-came-back, [name=_conflict], [name^='_choice:'], [name=_replaces]",
  )) {
    done.remove()
  }
}

// Returns what the desk said, or throws what is in the way.
async function post(pairs) {
  const options = {
    headers: { Accept: "application/json" },
    body: new URLSearchParams(pairs),
    patience: PATIENCE,
  }
  const to = form.action.split("#")[0]
  const { answer, said, problem } = await send(to, options, { tokenUrl, user })
  if (problem) throw problem
  if (answer.status === 409) throw SOMEBODY_ELSE
  if (!answer.ok || !said) throw said?.problem ?? OFFLINE
  takeToken(said.token)
  return said
}

async function attempt(pressed) {
  form.dispatchEvent(new Event("desk:before-save"))
  const save = beginSave()
  const data = new FormData(form, pressed)
  // The header has it, which is that of now.
  data.delete("csrfmiddlewaretoken")
  data.set("_user", user)
  const struck = keysOfRows().filter((key) => isSaved(key) && isStruck(key))
  let said
  try {
    said = await post(withoutKnown(data))
    if (said.needsAll) {
      forget()
      said = await post([...data])
    }
  } catch (problem) {
    sayTrouble(problem)
    return save.failed()
  }
  sayTrouble("")
  if (said.needsPage) {
    leadOn(say([{ tags: "error", words: said.words }]), () => sendAsBrowser(pressed))
    return save.failed()
  }
  if (said.mistakes) {
    showMistakes(form, said.mistakes)
    leadOn(say([{ tags: "error", words: said.words }]), () => goToFirstMistake(form))
    return save.failed()
  }
  clearMistakes(form)
  save.done(() => write(said, struck, data.get("slug")))
  if (said.brings) forget()
  else remember(data)
  const line = say(said.messages)
  // What others changed is seen on a new page, with all that stands in this one.
  if (said.brings) leadOn(line, () => sendAsBrowser())
  if (location.pathname !== said.change) history.replaceState(null, "", said.change)
  form.removeAttribute("action")
  form.dispatchEvent(new Event("desk:saved"))
  if (said.to) location.assign(said.to)
}

function sendAsBrowser(pressed = button) {
  asBrowser = true
  form.requestSubmit(pressed)
}
window.addEventListener("pageshow", () => (asBrowser = false))

async function saveInPlace(pressed) {
  next = pressed
  if (saving) return
  saving = true
  bar.ariaBusy = "true"
  try {
    while (next) {
      const now = next
      next = null
      await attempt(now)
    }
  } finally {
    saving = false
    bar.ariaBusy = null
  }
}

form.addEventListener(
  "submit",
  (event) => {
    const pressed = event.submitter
    const staysHere = pressed === button || LEADING.has(pressed?.name)
    if (asBrowser || !staysHere || form.elements._popup) return
    event.preventDefault()
    event.stopImmediatePropagation()
    saveInPlace(pressed)
  },
  true,
)
