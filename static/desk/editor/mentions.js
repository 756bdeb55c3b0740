// An @ in a comment lists colleagues: whoever is named is told.
const section = document.querySelector(".desk-comments")
const form = section.closest("form")
const { mentions, colleagues } = section.dataset

const MOST = 6
// What stands between an @ and the cursor: the beginning of a name, with what names have in them.
const BEGUN = /(?:^|[\s(“«"])@([\p{L}\p{M}\p{N}_.'’ʼ -]{0,60})$/u
let asked = null
let list = null

async function people() {
  try {
    const answer = await fetch(mentions, { redirect: "manual" })
    return (await answer.json()).people
  } catch {
    // Offline or signed out: with the next letter.
    asked = null
    return []
  }
}

function begunAt(text) {
  if (text.selectionStart !== text.selectionEnd) return null
  return BEGUN.exec(text.value.slice(0, text.selectionStart))?.[1] ?? null
}

function fits({ name, mention }, begun) {
  const typed = begun.toLocaleLowerCase()
  const names = [name, mention, ...name.split(" ").slice(1)]
  return names.some((one) => one.toLocaleLowerCase().startsWith(typed))
}

async function look(text) {
  if (begunAt(text) === null) return close()
  asked ??= people()
  const everybody = await asked
  const begun = begunAt(text)
  const found = begun === null ? [] : everybody.filter((one) => fits(one, begun)).slice(0, MOST)
  if (!found.length || document.activeElement !== text) return close()
  show(text, found)
}

function show(text, found) {
  close()
  list = document.createElement("ul")
  list.className = "desk-mentions"
  list.id = "desk-mentions"
  list.role = "listbox"
  list.ariaLabel = colleagues
  for (const [number, { name, mention }] of found.entries()) {
    const line = document.createElement("li")
    line.id = `desk-mention-${number}`
    line.role = "option"
    line.dataset.mention = mention
    line.textContent = name === mention ? name : `${name} (${mention})`
    list.append(line)
  }
  text.after(list)
  text.setAttribute("aria-autocomplete", "list")
  text.setAttribute("aria-controls", list.id)
  goTo(text, list.firstElementChild)
}

function goTo(text, line) {
  for (const other of list.children) other.ariaSelected = String(other === line)
  text.setAttribute("aria-activedescendant", line.id)
}

function close() {
  if (!list) return
  const text = list.previousElementSibling
  for (const name of ["autocomplete", "controls", "activedescendant"]) {
    text.removeAttribute(`aria-${name}`)
  }
  list.remove()
  list = null
}

function choose(text, line) {
  const end = text.selectionStart
  const begun = begunAt(text)
  close()
  if (begun === null) return
  text.setRangeText(`${line.dataset.mention} `, end - begun.length, end, "end")
  text.dispatchEvent(new Event("input", { bubbles: true }))
}

const textOf = (event) => (event.target.matches?.(".desk-compose textarea") ? event.target : null)

// On the way down: the box lets nothing of it reach the form.
form.addEventListener("input", (event) => textOf(event) && look(event.target), true)
form.addEventListener("focusout", (event) => textOf(event) && close(), true)

const KEYS = {
  ArrowDown: (text, line) => goTo(text, line.nextElementSibling ?? list.firstElementChild),
  ArrowUp: (text, line) => goTo(text, line.previousElementSibling ?? list.lastElementChild),
  Enter: choose,
  Tab: choose,
  Escape: close,
}

form.addEventListener(
  "keydown",
  (event) => {
    const text = textOf(event)
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key]
    if (!text || !list || !act || event.ctrlKey || event.metaKey || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    act(text, list.querySelector("[aria-selected=true]"))
  },
  true,
)

// The cursor stays in the text.
form.addEventListener(
  "pointerdown",
  (event) => {
    const line = event.target.closest?.(".desk-mentions [role=option]")
    if (!line) return
    event.preventDefault()
    choose(list.previousElementSibling, line)
  },
  true,
)
