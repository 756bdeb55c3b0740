// The pages of the library: the focal point, and several uploads one after another. Without this
// script the number fields and the plain form do the same.
import { focalPoint } from "desk/photos/focal_point"

async function filesIn(entry) {
  if (entry.isFile) {
    return [await new Promise((resolve, reject) => entry.file(resolve, reject))]
  }
  const reader = entry.createReader()
  const found = []
  // A reader hands out a hundred entries at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (!some.length) {
      break
    }
    for (const each of some) {
      found.push(...(await filesIn(each)))
    }
  }
  return found
}

function severalUploads(form) {
  const field = form.querySelector("input[type=file]")
  const drop = field.closest(".photo-drop")
  const said = document.getElementById("upload-said")
  const results = document.getElementById("upload-results")
  const button = form.querySelector("input[type=submit]")

  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      drop.classList.toggle("photo-over", name === "dragover")
      if (name === "dragover") {
        event.preventDefault()
      }
    })
  }
  drop.addEventListener("drop", async (event) => {
    event.preventDefault()
    const entries = [...event.dataTransfer.items]
      .map((item) => item.webkitGetAsEntry())
      .filter(Boolean)
    const files = (await Promise.all(entries.map(filesIn))).flat()
    const chosen = new DataTransfer()
    // What the system keeps in every folder for itself is nobody's picture.
    for (const file of files.filter(({ name }) => !/^(\.|Thumbs\.db$|desktop\.ini$)/.test(name))) {
      chosen.items.add(file)
    }
    field.files = chosen.files
  })

  const row = (name, text) => {
    const line = results.tBodies[0].insertRow()
    line.className = "photo-refused"
    line.insertCell()
    const heading = document.createElement("th")
    heading.scope = "row"
    heading.textContent = name
    line.append(heading)
    line.insertCell().textContent = text
  }
  // Returns why the file was not taken, in words, or nothing.
  const send = async (file) => {
    const data = new FormData(form)
    data.delete(field.name)
    data.append(field.name, file)
    const answer = await fetch(form.action, { method: "POST", body: data })
    if (!answer.ok) {
      const inJson = answer.headers.get("Content-Type")?.startsWith("application/json")
      return inJson ? (await answer.json()).problem : said.dataset.lost
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const lines = page.querySelectorAll("#upload-results tbody tr")
    results.tBodies[0].append(...lines)
    return lines.length ? "" : said.dataset.lost
  }

  form.addEventListener("submit", async (event) => {
    const files = [...field.files]
    if (files.length < 2) {
      return
    }
    event.preventDefault()
    button.disabled = true
    results.hidden = false
    for (const [place, file] of files.entries()) {
      said.textContent = said.dataset.working
        .replace("%i", place + 1)
        .replace("%n", files.length)
        .replace("%name", file.name)
      const problem = await send(file).catch(() => said.dataset.lost)
      if (problem) row(file.name, problem)
    }
    said.textContent = said.dataset.done.replace("%n", files.length)
    field.value = ""
    button.disabled = false
  })
}

document.querySelectorAll("[data-focal-point]").forEach(focalPoint)
document.querySelectorAll("#upload-form").forEach(severalUploads)
