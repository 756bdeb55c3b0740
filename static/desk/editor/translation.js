// Which texts of a translation are still in the language of the other piece: the bar says how many,
// and which ones. A save in place writes the bar anew.
const form = document.querySelector("#content-main form")
const bar = document.querySelector(".desk-state-now")

// Fields by name, blocks by kind and number.
function* texts() {
  for (const label of form.querySelectorAll("label[for^=id_]")) {
    yield [label.htmlFor.slice("id_".length), label]
  }
  for (const block of form.querySelectorAll(".desk-block:not(.empty-form)")) {
    const number = block.querySelector(":scope > input[name$='-id']")?.value
    const kinds = [...block.classList].map((name) => `${name.replace("desk-", "")}-${number}`)
    for (const kind of kinds) yield [kind, block.querySelector("h3 > b")]
  }
}

function mark() {
  for (const old of form.querySelectorAll(".desk-untranslated")) old.remove()
  const said = bar.querySelector("[data-untranslated]")
  if (!said) return
  const keys = new Set(said.dataset.untranslated.split(" "))
  for (const [key, place] of texts()) {
    if (!keys.has(key)) continue
    const words = document.createElement("span")
    words.className = "desk-untranslated"
    words.textContent = said.dataset.mark
    place.append(" ", words)
  }
}

new MutationObserver(mark).observe(bar, { childList: true, subtree: true })
mark()
