// A toolbar is one stop of the Tab key, and arrows lead from tool to tool in it (WAI-ARIA Authoring
// Practices, Toolbar Pattern).

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

const isUsable = (tool) => !tool.disabled && !tool.closest(".hidden, [hidden]")

function focusOn(tools, tool) {
  for (const each of tools) each.tabIndex = each === tool ? 0 : -1
  tool.focus()
}

export function beToolbar(bar, selector = "button, [role=button]") {
  const tools = () => [...bar.querySelectorAll(selector)]
  const oneStop = () => {
    const all = tools()
    const stop = all.find((tool) => tool.tabIndex === 0 && isUsable(tool)) ?? all.find(isUsable)
    for (const tool of bar.querySelectorAll("button, [tabindex]")) {
      if (tool !== stop) tool.tabIndex = -1
    }
    if (stop) stop.tabIndex = 0
  }
  bar.role = "toolbar"
  // Its tools come and go with what is under the caret.
  bar.addEventListener("focusin", oneStop)
  new MutationObserver(oneStop).observe(bar, { childList: true, subtree: true })
  bar.addEventListener("keydown", (event) => {
    const usable = tools().filter(isUsable)
    const at = usable.indexOf(event.target.closest(selector))
    const ends = { Home: usable[0], End: usable.at(-1) }
    const step = STEPS[event.key]
    const next = ends[event.key] ?? (step && usable.at((at + step) % usable.length))
    if (at < 0 || !next) return
    event.preventDefault()
    focusOn(tools(), next)
  })
  oneStop()
}
