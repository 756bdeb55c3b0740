// Limits of fields say how much is too much, and cut nothing: what a browser's own limit leaves out
// of a paste is gone unseen. The desk refuses what is too long, and keeps it in the form.

const { nearLimit, overLimit } = document.getElementById("desk-words").dataset
const LIMITED = "input[maxlength], textarea[maxlength]"
// From here on it is said how many are left.
const NEAR = 0.9

// As the desk counts: characters, and a line break is one.
const lengthOf = (text) => [...text.trim().replaceAll("\r\n", "\n")].length

function lift(root) {
  for (const field of root.querySelectorAll(LIMITED)) {
    field.dataset.limit = field.maxLength
    field.removeAttribute("maxlength")
    if (lengthOf(field.value) > NEAR * field.dataset.limit) say(field)
  }
}

function counterOf(field) {
  const known = document.getElementById(`${field.id}_limit`)
  if (known) return known
  const counter = document.createElement("p")
  counter.id = `${field.id}_limit`
  counter.className = "desk-limit"
  counter.setAttribute("role", "status")
  field.after(counter)
  return counter
}

function say(field) {
  const limit = Number(field.dataset.limit)
  const left = limit - lengthOf(field.value)
  if (left >= limit * (1 - NEAR) && !document.getElementById(`${field.id}_limit`)) return
  const counter = counterOf(field)
  const words = left < 0 ? overLimit : nearLimit
  counter.dataset.over = left < 0
  counter.hidden = left >= limit * (1 - NEAR)
  counter.textContent = words.replace("{n}", Math.abs(left)).replace("{limit}", limit)
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.limit) say(target)
})
document.addEventListener("formset:added", ({ target }) => lift(target))
lift(document)
