// The focal point of a photo under the finger or the arrow keys.

const inside = (value) => Math.min(1, Math.max(0, Math.round(value * 1000) / 1000))

// The fields of the numbers stand where the frame does: in the same `.photo-desk`.
export function focalPoint(frame) {
  const desk = frame.closest(".photo-desk")
  const picture = frame.querySelector("img")
  const [across, down] = ["focal_x", "focal_y"].map((name) => desk.querySelector(`[name=${name}]`))
  if (!across || !down) {
    return
  }
  const cuts = desk.querySelector("[data-focal-cuts]")
  const mark = document.createElement("button")
  mark.type = "button"
  mark.className = "photo-mark"
  frame.append(mark)
  frame.classList.add("photo-live")
  cuts.hidden = false

  const read = (field) => inside(Number.parseFloat(field.value.replace(",", ".")) || 0)
  const show = () => {
    const [x, y] = [read(across), read(down)].map((value) => Math.round(value * 1000) / 10)
    mark.style.left = `${x}%`
    mark.style.top = `${y}%`
    const label = frame.dataset.label
    mark.setAttribute("aria-label", label.replace("%x", Math.round(x)).replace("%y", Math.round(y)))
    for (const cut of cuts.children) {
      cut.style.objectPosition = `${x}% ${y}%`
    }
  }
  const move = (x, y) => {
    across.value = inside(x)
    down.value = inside(y)
    show()
  }
  const follow = (event) => {
    const box = picture.getBoundingClientRect()
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }

  picture.addEventListener("click", (event) => {
    follow(event)
    mark.focus({ preventScroll: true })
  })
  mark.addEventListener("pointerdown", (event) => mark.setPointerCapture(event.pointerId))
  mark.addEventListener("pointermove", (event) => {
    if (mark.hasPointerCapture(event.pointerId)) {
      follow(event)
    }
  })
  mark.addEventListener("keydown", (event) => {
    const directions = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }
    const direction = directions[event.key]
    if (direction) {
      event.preventDefault()
      const step = event.shiftKey ? 0.1 : 0.01
      move(read(across) + step * direction[0], read(down) + step * direction[1])
    }
  })
  across.addEventListener("input", show)
  down.addEventListener("input", show)
  show()
}
