/* On every page, which works without it: keeps what was read for the time without a connection. */

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}))
}
