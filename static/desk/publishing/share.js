// Copies a link with one click. Without this script it can be selected by hand.
const said = document.querySelector("[data-said]")

async function copy(button) {
  const field = button.parentElement.querySelector("input")
  field.select()
  let done = true
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    // No clipboard without HTTPS: the older way, and else the hand.
    done = document.execCommand("copy")
  }
  const word = button.textContent
  button.textContent = said.textContent = done ? button.dataset.copied : button.dataset.select
  setTimeout(() => {
    button.textContent = word
    said.textContent = ""
  }, 3000)
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false
  button.addEventListener("click", () => copy(button))
}
for (const field of document.querySelectorAll(".desk-link-row input[readonly]")) {
  field.addEventListener("focus", () => field.select())
}
