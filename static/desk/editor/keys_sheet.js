// A sheet of what the keys do.
const keys = document.getElementById("desk-keys")
document.querySelector("[data-show-keys]").addEventListener("click", () => keys.showModal())
keys.addEventListener("click", ({ target }) => {
  if (target === keys) keys.close()
})
window.addEventListener(
  "keydown",
  (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== "Slash") return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (keys.open) keys.close()
    else keys.showModal()
  },
  true,
)
