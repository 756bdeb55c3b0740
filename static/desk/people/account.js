// A passkey that is cancelled or missing is said in words instead of on the console.
"use strict"
// Signed out, a browser is a reader's (see desk/common/userbar_mark.js).
if ("signedOut" in document.body.dataset) localStorage.removeItem("desk")

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const said = document.getElementById("key-refused")
  said.hidden = false
  said.scrollIntoView({ block: "nearest" })
})
