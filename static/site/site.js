/* On every page, which works without it: keeps what was read for the time without a connection,
   and brings the bar of the desk to those who work there. */

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}))
}

// Their browser has a mark (desk/common/userbar_mark.js): nobody else's asks for anything.
async function bringUserbar() {
  const desk = localStorage.getItem("desk")
  if (!desk) return
  const address = `${desk}?page=${encodeURIComponent(location.pathname)}`
  const answer = await fetch(address, { redirect: "manual", cache: "no-store" })
  if (!answer.ok) {
    // Signed out meanwhile; a desk that is down says nothing about that.
    if (answer.status < 500) localStorage.removeItem("desk")
    return
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const bar = document.body.appendChild(document.adoptNode(page.body.firstElementChild))
  import(bar.dataset.script)
}

bringUserbar().catch(() => {})
