// Shortcuts by the place of the key, so that they work in every layout and with Caps Lock.

const LATIN = /^[a-z]$/i

// Whether the keys of a shortcut are pressed: a letter with Ctrl, or with ⌘ on a Mac.
export function isShortcut(event, letter, { shift = false } = {}) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey !== shift) return false
  // Whoever has moved the Latin letters about means the letter, not the place.
  if (LATIN.test(event.key)) return event.key.toLowerCase() === letter
  return event.code === `Key${letter.toUpperCase()}`
}

// Before anybody else hears of the keys: choices and editors keep them to themselves. `isMeant`
// says whether the keys mean this where the caret is.
export function onShortcut(letter, act, isMeant = () => true) {
  window.addEventListener(
    "keydown",
    (event) => {
      if (!isShortcut(event, letter) || !isMeant(event.target)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (!event.repeat) act(event)
    },
    true,
  )
}
