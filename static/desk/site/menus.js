// Lines of a menu change places by dragging; their numbers say so to the server.

let dragged = null

for (const menu of document.querySelectorAll(".desk-menu")) {
  menu.classList.add("desk-drags")
  const list = menu.querySelector("ol")
  const lines = () => [...list.querySelectorAll("li:not(.desk-heads)")]

  for (const grip of list.querySelectorAll(".desk-grip")) {
    // Only the grip drags: in a field one selects words.
    grip.addEventListener("pointerdown", () => (grip.parentElement.draggable = true))
    grip.addEventListener("pointerup", () => (grip.parentElement.draggable = false))
  }

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li")
    dragged.classList.add("desk-dragged")
    event.dataTransfer.effectAllowed = "move"
  })

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li:not(.desk-heads)")
    if (!dragged || !over || dragged.parentElement !== list) return
    event.preventDefault()
    const box = over.getBoundingClientRect()
    if (over !== dragged)
      list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling)
  })

  list.addEventListener("drop", (event) => event.preventDefault())

  list.addEventListener("dragend", () => {
    dragged.classList.remove("desk-dragged")
    dragged.draggable = false
    dragged = null
    lines().forEach((line, place) => {
      const position = line.querySelector("input[name$=-position]")
      // An empty line stays without a number.
      if (position.value || line.querySelector("select").value) position.value = (place + 1) * 10
    })
  })
}
