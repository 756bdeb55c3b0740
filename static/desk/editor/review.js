// Sending a piece back: the comment is asked for at once, and is never lost on the way.
const form = document.querySelector("#content-main form")

function prepare() {
  const why = document.querySelector("#desk-why-text")
  if (!why) return
  const panel = why.closest("[popover]")
  const button = panel.querySelector("[type=submit]")
  // A comment that was begun and not sent waits in this tab, through a save or a look elsewhere.
  const kept = `why ${location.pathname}`

  if (why.ariaInvalid) panel.showPopover()
  if (why.value) sessionStorage.setItem(kept, why.value)
  else why.value = sessionStorage.getItem(kept) ?? ""

  why.addEventListener("input", () => {
    why.setCustomValidity("")
    sessionStorage.setItem(kept, why.value)
  })

  button.addEventListener("click", (event) => {
    if (why.value.trim()) {
      sessionStorage.removeItem(kept)
    } else {
      event.preventDefault()
      why.setCustomValidity(why.dataset.needed)
      why.reportValidity()
    }
  })
}

prepare()
// A save may offer another step.
form.addEventListener("desk:saved", prepare)
