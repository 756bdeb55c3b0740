// What a fix changes is shown while it is typed: in the desk, and in a dialog over the page.

const AROUND = 60

// The whole words in which two texts differ: where they begin, and how many signs follow them.
function difference(old, typed) {
  const most = Math.min(old.length, typed.length)
  let start = 0
  while (start < most && old[start] === typed[start]) start += 1
  let end = 0
  while (end < most - start && old.at(-1 - end) === typed.at(-1 - end)) end += 1
  while (start && /\S/.test(old[start - 1])) start -= 1
  while (end && /^\S{2}/.test(`${old.at(-1 - end) ?? " "}${old.at(-end)}`)) end -= 1
  return [start, end]
}

function marked(name, words, said) {
  const element = document.createElement(name)
  element.dataset.said = said
  element.textContent = words
  return words ? element : ""
}

export function start(form, load = (address) => location.assign(address)) {
  const { text } = form.elements
  const shown = form.querySelector(".desk-difference")
  const choice = form.querySelector("select")
  const { removed, added, was } = form.dataset

  function show() {
    const [begin, end] = difference(was, text.value)
    const differs = text.value !== was
    const [before, after] = [was.slice(0, begin), was.slice(was.length - end)]
    const [gone, come] = [was, text.value].map((words) => words.slice(begin, words.length - end))
    shown.hidden = !differs
    // What is typed belongs to this segment.
    choice.disabled = differs
    shown.replaceChildren(
      before.length > AROUND ? `… ${before.slice(-AROUND).replace(/^\S*\s/, "")}` : before,
      marked("del", gone, removed),
      gone && come ? " " : "",
      marked("ins", come, added),
      after.length > AROUND ? `${after.slice(0, AROUND).replace(/\s\S*$/, "")} …` : after,
    )
  }

  text.addEventListener("input", show)
  choice.addEventListener("change", () => {
    load(`${form.action}?place=${encodeURIComponent(choice.value)}`)
  })
  show()
}

for (const form of document.querySelectorAll("form.desk-fix:not(dialog *)")) start(form)
