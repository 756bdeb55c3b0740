// Ctrl+S presses the Save of the form that the page is about, the one that stays in it if it can.
const { keysUrl } = document.getElementById("desk-words").dataset
const { onShortcut } = await import(keysUrl)

const find = (name) => document.querySelector(`#content-main [name=${name}]:is(button, input)`)
const button = () => find("_continue") ?? find("_save")

onShortcut(
  "s",
  () => button().form.requestSubmit(button()),
  () => button() !== null,
)
