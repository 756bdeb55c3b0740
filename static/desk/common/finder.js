// Ctrl+K: whatever the desk has, found by its words, from every page of it. Not every page has an
// import map, and a second one counts in new browsers alone.
const { find, findUrl, findNothing, keysUrl, paletteUrl } =
  document.getElementById("desk-words").dataset
const [{ onShortcut }, { choose }] = await Promise.all([import(keysUrl), import(paletteUrl)])
const PAUSE = 150

let asking = new AbortController()

async function ask(typed) {
  asking.abort()
  asking = new AbortController()
  const { signal } = asking
  if (!typed) return []
  try {
    await new Promise((done) => setTimeout(done, PAUSE))
    if (signal.aborted) return []
    const answer = await fetch(`${findUrl}?q=${encodeURIComponent(typed)}`, {
      signal,
      redirect: "manual",
      headers: { Accept: "application/json" },
    })
    const { found, refused } = await answer.json()
    return refused
      ? [{ words: refused, act: () => {} }]
      : found.map((one) => ({ ...one, act: () => location.assign(one.address) }))
  } catch {
    return []
  }
}

const open = () =>
  document.querySelector(".desk-palette[open]") ?? choose(find, ask, { nothing: findNothing })

// In a text they make a link.
if (findUrl) onShortcut("k", open, (place) => !place.closest?.(".ProseMirror"))
