// The library in a dialog: pictures to choose one from, by press or by keys.
import { words } from "desk/photos/uploads"

const PAUSE = 200
const DOUBLE_PRESS = 600
const { content } = document.getElementById("desk-photos")

function tileOf(photo) {
  const tile = content.querySelector("li").cloneNode(true)
  const image = tile.querySelector("img")
  const none = tile.querySelector(".desk-no-thumbnail")
  if (photo.thumbnail) image.src = photo.thumbnail
  none.hidden = Boolean(photo.thumbnail)
  image.hidden = !photo.thumbnail
  tile.querySelector(".desk-tile-words").textContent = photo.words
  tile.querySelector("small").textContent = photo.credit
  tile.querySelector("button").title = [photo.words, photo.credit].filter(Boolean).join(" — ")
  tile.photo = photo
  return tile
}

async function ask(query, signal) {
  const answer = await fetch(`${words.findUrl}?${new URLSearchParams(query)}`, {
    signal,
    redirect: "manual",
    headers: { Accept: "application/json" },
  })
  return answer.json()
}

// As a table whose rows are as long as the window is wide.
function stepOf(key, tiles) {
  const columns = tiles.findIndex(({ offsetTop }) => offsetTop > tiles[0].offsetTop)
  const row = columns < 0 ? tiles.length : columns
  return { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[key]
}

// The second press of a double one would fall on whatever is behind the dialog.
function swallowDoublePress() {
  const swallow = (event) => {
    if (event.detail < 2) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  window.addEventListener("click", swallow, true)
  setTimeout(() => window.removeEventListener("click", swallow, true), DOUBLE_PRESS)
}

// Returns { photo }, or { files } to upload, or null when nothing was chosen.
export function pick({ several }) {
  const dialog = content.querySelector("dialog").cloneNode(true)
  const box = dialog.querySelector("input[type=search]")
  const list = dialog.querySelector("ul")
  const said = dialog.querySelector(".desk-picker-said")
  const more = dialog.querySelector("[data-more]")
  const file = dialog.querySelector("input[type=file]")
  const tiles = () => [...list.querySelectorAll("button")]
  let asking = new AbortController()
  let by = ""
  let page = 1
  let chosen = null

  function finish(what) {
    chosen = what
    dialog.close()
  }

  async function look(wait = 0, next = 1) {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const q = box.value.trim()
    try {
      await new Promise((done) => setTimeout(done, wait))
      if (signal.aborted) return
      const { photos, more: hasMore, refused = "" } = await ask({ q, by, p: next }, signal)
      const before = next > 1 ? tiles().length : 0
      if (!before) list.replaceChildren()
      list.append(...photos.map(tileOf))
      page = next
      more.hidden = !hasMore
      const none = q || by ? said.dataset.none : said.dataset.empty
      said.textContent = refused || (tiles().length ? "" : none)
      if (before) tiles()[before]?.focus()
    } catch {
      if (!signal.aborted) said.textContent = said.dataset.unreachable
    }
  }

  box.addEventListener("input", () => look(PAUSE))
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return
    event.preventDefault()
    tiles()[0]?.focus()
  })
  list.addEventListener("keydown", (event) => {
    const all = tiles()
    const at = all.indexOf(event.target)
    const step = stepOf(event.key, all)
    if (!step) return
    event.preventDefault()
    if (at + step < 0) box.focus()
    else all[Math.min(at + step, all.length - 1)].focus()
  })
  list.addEventListener("click", ({ target }) => {
    const tile = target.closest("li")
    if (!tile) return
    swallowDoublePress()
    finish({ photo: tile.photo })
  })
  more.addEventListener("click", () => look(0, page + 1))
  for (const tab of dialog.querySelectorAll("[data-by]")) {
    tab.addEventListener("click", () => {
      by = tab.dataset.by
      for (const each of dialog.querySelectorAll("[data-by]")) {
        each.ariaPressed = String(each === tab)
      }
      look()
    })
  }
  if (file) {
    file.multiple = several
    file.addEventListener("change", () => finish({ files: [...file.files] }))
    dialog.addEventListener("dragover", (event) => event.preventDefault())
    dialog.addEventListener("drop", (event) => {
      event.preventDefault()
      const { files } = event.dataTransfer
      if (files.length) finish({ files: [...files] })
    })
  }
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("[data-close]")) dialog.close()
  })
  document.body.append(dialog)
  dialog.showModal()
  box.focus()
  look()
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      asking.abort()
      dialog.remove()
      done(chosen)
    })
  })
}
