// A list to choose from by typing: a dialog with one line and what is found for it (WAI-ARIA
// Authoring Practices, Editable Combobox with List Autocomplete).

let number = 0

function build(title) {
  const dialog = document.createElement("dialog")
  const box = document.createElement("input")
  const list = document.createElement("ul")
  dialog.className = "desk-palette"
  dialog.ariaLabel = box.ariaLabel = box.placeholder = title
  box.type = "search"
  box.autocomplete = "off"
  box.role = "combobox"
  box.ariaExpanded = "true"
  box.ariaAutoComplete = "list"
  list.role = "listbox"
  list.ariaLabel = title
  list.id = `desk-palette-${++number}`
  box.setAttribute("aria-controls", list.id)
  dialog.append(box, list)
  return { dialog, box, list }
}

function show(list, items) {
  list.replaceChildren(
    ...items.map(({ words, note }, at) => {
      const option = document.createElement("li")
      option.role = "option"
      option.id = `${list.id}-${at}`
      option.dataset.at = at
      option.append(words)
      if (note) {
        const said = document.createElement("small")
        said.textContent = note
        option.append(" ", said)
      }
      return option
    }),
  )
}

// `find` returns, or promises, what there is for the words in the line: [{ words, note, act }, …].
export function choose(title, find, { nothing = "" } = {}) {
  const { dialog, box, list } = build(title)
  const before = document.activeElement
  let items = []
  let at = 0
  let asked = 0

  function mark() {
    for (const option of list.querySelectorAll("[role=option]")) {
      option.ariaSelected = String(Number(option.dataset.at) === at)
    }
    const marked = items.length ? `${list.id}-${at}` : ""
    box.setAttribute("aria-activedescendant", marked)
    if (marked) document.getElementById(marked)?.scrollIntoView({ block: "nearest" })
  }

  async function look() {
    const question = ++asked
    const found = await find(box.value.trim())
    // An answer that comes late is none to what stands there by now.
    if (question !== asked) return
    items = found
    at = 0
    show(list, items)
    if (!items.length && nothing && box.value.trim()) {
      const said = document.createElement("li")
      said.textContent = nothing
      list.append(said)
    }
    mark()
  }

  function take(chosen) {
    if (!chosen) return
    dialog.close()
    chosen.act()
  }

  box.addEventListener("input", look)
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && items.length) {
      event.preventDefault()
      at = (at + step + items.length) % items.length
      mark()
    } else if (event.key === "Enter") {
      event.preventDefault()
      take(items[at])
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
  })
  document.body.append(dialog)
  dialog.showModal()
  box.focus()
  look()
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
