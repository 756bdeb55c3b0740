// Ctrl+K: whatever the desk has, found by its words, from every page of it. Not every page has an
// import map, and a second one counts in new browsers alone.
const { find, findUrl, findNothing, keysUrl, paletteUrl } =
  document.getElementById("desk-words").dataset
const [{ onShortcut }, { chooseFound }] = await Promise.all([import(keysUrl), import(paletteUrl)])

const open = () =>
  document.querySelector(".desk-palette[open]") ??
  chooseFound(find, findUrl, ({ address }) => location.assign(address), { nothing: findNothing })

// In a text they make a link.
if (findUrl) onShortcut("k", open, (place) => !place.closest?.(".ProseMirror"))
