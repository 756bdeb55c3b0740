// Who speaks is asked for in each part where several people do, and nowhere else.
const form = document.querySelector("#content-main form")
form.classList.add("desk-scripted")
const fields = () => [...form.querySelectorAll("[data-when-several]")]

function isNeeded({ dataset: { whenSeveral: rows } }, everywhere) {
  const people = form.querySelectorAll(`.dynamic-${rows}:not(.empty-form)`).length
  return people > 1 || everywhere.some((field) => field.value.trim())
}

function show() {
  const everywhere = fields()
  if (!everywhere.length) return
  const needed = isNeeded(everywhere[0], everywhere)
  for (const field of everywhere) field.classList.toggle("desk-shown", needed)
}

document.addEventListener("content-editor:ready", show)
document.addEventListener("formset:added", show)
form.addEventListener("change", (event) => {
  if (event.target.matches("[data-when-several]")) show()
})
