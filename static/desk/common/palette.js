// A list to choose from by typing: a dialog with one line and what is found for it (WAI-ARIA
// Authoring Practices, Editable Combobox with List Autocomplete).

// How long nothing is typed before the desk is asked.
const PAUSE = 150

let number = 0

function build(title, { label, value, buttons }) {
  const dialog = document.createElement("dialog")
  const box = document.createElement("input")
  const list = document.createElement("ul")
  dialog.className = "desk-palette"
  dialog.ariaLabel = list.ariaLabel = title
  // Not a search to the browser, whose Escape would empty it first.
  box.type = "text"
  box.value = value
  box.autocomplete = "off"
  box.role = "combobox"
  box.ariaExpanded = "true"
  box.ariaAutoComplete = "list"
  list.role = "listbox"
  list.id = `desk-palette-${++number}`
  box.id = `${list.id}-box`
  box.setAttribute("aria-controls", list.id)
  if (label) {
    const said = document.createElement("label")
    said.htmlFor = box.id
    said.textContent = label
    dialog.append(said)
  } else box.ariaLabel = box.placeholder = title
  dialog.append(box, list)
  for (const { words, act } of buttons) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "desk-button"
    button.textContent = words
    button.addEventListener("click", () => {
      dialog.close()
      act()
    })
    dialog.append(button)
  }
  return { dialog, box, list }
}

// What does nothing is said, and cannot be chosen.
function show(list, items) {
  const usable = items.filter(({ act }) => act)
  list.replaceChildren(
    ...items.map((item, place) => {
      const { words, note, warns } = item
      const option = document.createElement("li")
      option.role = "option"
      option.id = `${list.id}-${place}`
      if (item.act) option.dataset.at = usable.indexOf(item)
      else option.ariaDisabled = "true"
      option.classList.toggle("desk-warns", !item.act && !note)
      option.append(words)
      if (note) {
        const said = document.createElement("small")
        said.textContent = note
        said.classList.toggle("desk-warns", Boolean(warns))
        option.append(" ", said)
      }
      return option
    }),
  )
  return usable
}

// `find` returns, or promises, what there is for the words in the line: [{ words, note, act }, …].
// `label` is seen above the line, `value` stands in it, `buttons` below: [{ words, act }, …].
export function choose(title, find, options = {}) {
  const { nothing = "", label = "", value = "", buttons = [], closed = () => {} } = options
  const { dialog, box, list } = build(title, { label, value, buttons })
  const before = document.activeElement
  let items = []
  let at = 0
  let asked = 0
  let looking = null

  function mark() {
    let marked = null
    for (const option of list.querySelectorAll("[role=option]")) {
      const isMarked = option.dataset.at === String(at)
      option.ariaSelected = String(isMarked)
      if (isMarked) marked = option
    }
    box.setAttribute("aria-activedescendant", marked?.id ?? "")
    marked?.scrollIntoView({ block: "nearest" })
  }

  async function look() {
    const question = ++asked
    const found = await find(box.value.trim())
    // An answer that comes late is none to what stands there by now.
    if (question !== asked) return
    items = show(list, found)
    at = 0
    if (!found.length && nothing && box.value.trim()) {
      const said = document.createElement("li")
      said.textContent = nothing
      list.append(said)
    }
    mark()
  }

  function take(chosen) {
    if (!chosen || !dialog.open) return
    dialog.close()
    chosen.act(box.value.trim())
  }

  const lookAgain = () => (looking = look())

  box.addEventListener("input", lookAgain)
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && items.length) {
      event.preventDefault()
      at = (at + step + items.length) % items.length
      mark()
    } else if (event.key === "Enter") {
      event.preventDefault()
      // Who types fast means what they typed, and not what was found for half of it.
      looking.then(() => take(items[at]))
    }
  })
  list.addEventListener("click", (event) => {
    take(items[event.target.closest("[role=option]")?.dataset.at])
  })
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close()
  })
  dialog.addEventListener("close", () => {
    dialog.remove()
    if (document.activeElement === document.body) before?.focus?.({ preventScroll: true })
    closed()
  })
  document.body.append(dialog)
  dialog.showModal()
  box.select()
  box.focus()
  lookAgain()
  return dialog
}

// Out of what is known already.
export const chooseFrom = (title, items, options) =>
  choose(
    title,
    (typed) => {
      const parts = typed.toLowerCase().split(/\s+/)
      return items.filter(({ words }) => parts.every((part) => words.toLowerCase().includes(part)))
    },
    options,
  )

// Out of what the desk finds at `url`, see `finder.py`; `take` is told what was typed, too.
export function chooseFound(title, url, take, options) {
  let asking = new AbortController()

  async function ask(typed) {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    if (!typed) return []
    try {
      await new Promise((done) => setTimeout(done, PAUSE))
      if (signal.aborted) return []
      const asked = new URL(url, location)
      asked.searchParams.set("q", typed)
      const headers = { Accept: "application/json" }
      const answer = await fetch(asked, { signal, redirect: "manual", headers })
      const { found, refused } = await answer.json()
      const items = found.map((one) => ({
        ...one,
        act: one.address && ((words) => take(one, words)),
      }))
      return refused ? [{ words: refused }, ...items] : items
    } catch {
      return []
    }
  }

  return choose(title, ask, options)
}
