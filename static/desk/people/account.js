// A passkey that is cancelled or missing is said in words instead of on the console.
"use strict"
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const said = document.getElementById("key-refused")
  said.hidden = false
  said.scrollIntoView({ block: "nearest" })
})
