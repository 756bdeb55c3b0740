// Several people in one piece: each open form says that it is there, and hears who else is and
// what was saved meanwhile. What both have changed is shown where it stands.
const form = document.querySelector("#content-main form")
const line = form.querySelector(".desk-together")
const EVERY = 10_000
// A tab that nobody has looked at for so long falls silent.
const UNSEEN = 300_000
let hiddenSince = 0
let waiting

function say(selector, words) {
  const place = line.querySelector(selector)
  // A sentence that is there already is not read out once more.
  if (place.textContent !== words) place.textContent = words
}

function about(fields = {}) {
  const data = new FormData()
  for (const name of ["csrfmiddlewaretoken", "_window", "revision"]) {
    data.set(name, form.elements[name]?.value ?? "")
  }
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

async function here() {
  clearTimeout(waiting)
  waiting = setTimeout(here, EVERY)
  if (hiddenSince && Date.now() - hiddenSince > UNSEEN) return
  try {
    const answer = await fetch(line.dataset.here, {
      method: "POST",
      body: about(),
      redirect: "manual",
      cache: "no-store",
    })
    const told = answer.ok ? await answer.json() : { here: "", news: "" }
    say(".desk-here", told.here)
    if (answer.ok) say(".desk-news", told.news)
    form.dispatchEvent(new CustomEvent("desk:told", { detail: told }))
  } catch {
    // Without a connection nobody is known to be here. Saving says what is wrong.
    say(".desk-here", "")
  }
}

function gone() {
  clearTimeout(waiting)
  navigator.sendBeacon(line.dataset.here, about({ gone: "1" }))
}

document.addEventListener("visibilitychange", () => {
  hiddenSince = document.hidden ? Date.now() : 0
  if (!document.hidden) here()
})
window.addEventListener("pagehide", gone)
window.addEventListener("pageshow", (event) => {
  if (event.persisted) here()
})
here()

// Each choice goes to the field or the block that it is about.
function place(conflict) {
  const at = conflict.dataset.at
  const row = document.getElementById(at)
  const field = row ?? form.querySelector(`.fieldBox.${at}, .form-row.${at}`)
  const details = field?.closest("details")
  if (details) details.open = true
  if (row?.tagName === "TR") {
    const line = document.createElement("tr")
    const cell = document.createElement("td")
    cell.colSpan = row.cells.length
    cell.append(conflict)
    line.append(cell)
    row.before(line)
  } else if (row) {
    row.querySelector("h3").after(conflict)
  } else field?.prepend(conflict)
}

const conflicts = [...form.querySelectorAll(".desk-conflict")]
if (conflicts.length) {
  conflicts.forEach(place)
  // The block editor would scroll to where the last save was pressed.
  history.replaceState(null, "", location.pathname + location.search)
  document.addEventListener("content-editor:ready", () => {
    form.querySelector(".desk-conflicts").focus()
  })
}
