// Of a long piece a save sends what changed. Rows that say what they said when the desk last heard
// of them are named, with their place, and nothing more.
import { isChanged } from "desk/coediting/autosave"

const ROW = /^(\w+-\d+)-(.+)$/
const form = document.querySelector("#content-main form")

// What the desk has of each row; nothing of one that is left out here.
let known = new Map()

function rowsOf(data) {
  const rows = new Map()
  for (const [name, value] of data) {
    const [, row, entry] = name.match(ROW) ?? []
    if (row) rows.set(row, `${rows.get(row) ?? ""}${entry}=${value}\0`)
  }
  return rows
}

const isSaved = (data, row) => /^\d+$/.test(data.get(`${row}-id`))

// Returns what is posted: `data` without the rows that are known.
export function withoutKnown(data) {
  const rows = rowsOf(data)
  const same = [...rows.keys()].filter(
    (row) => rows.get(row) === known.get(row) && isSaved(data, row),
  )
  const leftOut = new Set(same)
  const sent = [...data].filter(([name]) => !leftOut.has(name.match(ROW)?.[1]))
  const named = same.map((row) => `${row}:${data.get(`${row}-id`)}:${data.get(`${row}-ordering`)}`)
  if (same.length) sent.push(["_unchanged", named.join(" ")])
  return sent
}

export function remember(data) {
  known = rowsOf(data)
}

export function forget() {
  known = new Map()
}

document.addEventListener("content-editor:ready", () => {
  // A form that came back says what nobody has saved.
  if (form.querySelector(".desk-kept-at").dataset.cameBack) return
  remember(new FormData(form))
  for (const field of form.elements) {
    const [, row] = field.name.match(ROW) ?? []
    if (row && isChanged(field)) known.delete(row)
  }
})
