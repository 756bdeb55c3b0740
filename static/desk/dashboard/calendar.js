// The days of the calendar by the keys of a calendar. Without it, the links are reached by Tab.
const days = [...document.querySelectorAll(".desk-calendar h2")]
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const GRID = "#days"

// One of the days is in the way of the Tab key, and the arrows go on from there.
function stand(day, focus = true) {
  for (const other of days) other.tabIndex = other === day ? 0 : -1
  if (focus) day.focus()
}

function turn(way) {
  const link = document.querySelector(`.desk-month-head [rel=${way}]`)
  location.assign(link.getAttribute("href") + GRID)
}

document.querySelector(".desk-calendar").addEventListener("keydown", (event) => {
  const place = days.indexOf(event.target)
  if (place < 0 || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.key === "PageUp") turn("prev")
  else if (event.key === "PageDown") turn("next")
  else if (event.key === "Home") stand(days[0])
  else if (event.key === "End") stand(days.at(-1))
  else if (event.key in steps)
    days[place + steps[event.key]] && stand(days[place + steps[event.key]])
  else return
  event.preventDefault()
})

const today = document.querySelector(".desk-calendar [aria-current] h2")
stand(today ?? days[0], location.hash === GRID)
document.querySelector(".desk-keys").hidden = false
