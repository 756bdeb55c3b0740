// Placing pieces by dragging, or by pressing Move and then Put here: the same for every hand.
// The fields of the form hold what stands where; all that is drawn here follows them. Blocks as a
// whole are in strips.js, and what becomes of the form in plan.js.

const form = document.querySelector(".desk-plan")
const said = form.querySelector(".desk-said")
const words = form.dataset
const onPhone = matchMedia("(max-width: 599px)")
let held = null

const card = (holder) => holder.querySelector(".desk-card")
const field = (place) => place.querySelector(":scope > input")
const headline = (holder) => card(holder).querySelector("b")?.textContent ?? ""
const places = () => [...form.querySelectorAll(".desk-place")]
const isPlace = (holder) => holder.matches(".desk-place")
const piece = (holder) => (isPlace(holder) ? field(holder).value.trim() : holder.dataset.piece)

// A headline that is words of somebody has its own quotation marks.
const quoted = (name) => (/^["“„«]/.test(name) ? name : `“${name}”`)

function say(template, name) {
  said.textContent = template.replace("%s", () => quoted(name))
}

function button(name, text, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = name
  made.textContent = text
  made.addEventListener("click", act)
  return made
}

// Each holder has its own tools; a place without a piece can only take one.
function tools(holder) {
  let box = holder.querySelector(".desk-tools")
  if (!box) {
    box = document.createElement("span")
    box.className = "desk-tools"
    box.append(button("desk-take", words.take, () => (held === holder ? release() : hold(holder))))
    if (isPlace(holder)) {
      box.append(
        button("desk-put", words.put, () => put(held, holder)),
        button("desk-out", words.out, () => empty(holder)),
      )
    }
    holder.append(box)
  }
  return box
}

function draw() {
  const placed = new Set(places().map(piece).filter(Boolean))
  for (const holder of form.querySelectorAll(".desk-place, .desk-piece")) {
    const box = tools(holder)
    const filled = Boolean(piece(holder))
    const take = box.querySelector(".desk-take")
    const name = headline(holder)
    holder.draggable = filled
    take.hidden = !filled
    take.classList.toggle("desk-held", held === holder)
    take.textContent = held === holder ? words.taken : words.take
    take.ariaLabel = `${take.textContent}: ${name}`
    if (isPlace(holder)) {
      const label = holder.querySelector(".desk-place-name").textContent.trim()
      const out = box.querySelector(".desk-out")
      out.hidden = !filled
      out.ariaLabel = `${words.out}: ${name}`
      const here = box.querySelector(".desk-put")
      here.hidden = held === holder
      here.ariaLabel = `${words.put}: ${label}`
    } else {
      holder.classList.toggle("desk-on-page", placed.has(holder.dataset.piece))
    }
  }
  form.classList.toggle("desk-holding", Boolean(held))
}

function hold(holder) {
  held = holder
  say(words.holding, headline(holder))
  draw()
  // On a phone the places stand below the list.
  if (!isPlace(holder) && onPhone.matches) places()[0].scrollIntoView({ block: "center" })
}

function release() {
  held = null
  said.textContent = ""
  draw()
}

function show(place, key, nodes) {
  field(place).value = key
  card(place).replaceChildren(...nodes)
  // Until the desk says with what.
  place.querySelector(".desk-fills").textContent = key ? "" : words.newest
}

function changed() {
  draw()
  form.dispatchEvent(new Event("desk:changed"))
}

function put(from, to) {
  if (!from || from === to || !piece(from)) return release()
  const key = piece(from)
  const before = [piece(to), [...card(to).childNodes]]
  const nodes = isPlace(from)
    ? [...card(from).childNodes]
    : [...card(from).cloneNode(true).childNodes]
  // A piece stands in one place: taken from the list, it leaves the one where it stood.
  const there = isPlace(from)
    ? from
    : places().find((place) => place !== to && piece(place) === key)
  show(to, key, nodes)
  if (there) show(there, before[0], before[1])
  held = null
  say(words.placed, headline(to))
  changed()
  tools(to).querySelector(".desk-take").focus()
}

function empty(place) {
  show(place, "", [])
  if (held === place) held = null
  said.textContent = words.emptied
  changed()
  // Its buttons are gone, and whoever pressed a key goes on from here.
  place.tabIndex = -1
  place.focus()
}

// By dragging.

form.addEventListener("dragstart", (event) => {
  const holder = event.target.closest?.(".desk-place, .desk-piece")
  if (!holder) return
  held = holder
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", headline(holder))
})
form.addEventListener("dragover", (event) => {
  const place = event.target.closest?.(".desk-place")
  for (const other of form.querySelectorAll(".desk-over")) {
    if (other !== place) other.classList.remove("desk-over")
  }
  if (!place || !held) return
  event.preventDefault()
  place.classList.add("desk-over")
})
form.addEventListener("drop", (event) => {
  const place = event.target.closest?.(".desk-place")
  if (!place || !held) return
  event.preventDefault()
  put(held, place)
})
form.addEventListener("dragend", () => {
  for (const over of form.querySelectorAll(".desk-over")) over.classList.remove("desk-over")
  if (held) release()
})
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held) {
    const take = tools(held).querySelector(".desk-take")
    release()
    take.focus()
  }
})

// What there is to place, by the words of a headline.

const find = form.querySelector("[name=find]")
let asked = 0
let waiting = 0

async function look() {
  const turn = ++asked
  try {
    const answer = await fetch(`${words.pieces}?q=${encodeURIComponent(find.value)}`, {
      redirect: "error",
    })
    if (!answer.ok) throw new Error(answer.status)
    const found = await answer.text()
    if (turn !== asked) return
    form.querySelector(".desk-pieces").innerHTML = found
    draw()
  } catch {
    if (turn === asked) said.textContent = words.unreachable
  }
}

find.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(look, 200)
})
find.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault()
})

form.classList.add("desk-drags")
draw()
