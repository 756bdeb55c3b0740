// Whoever works in this browser finds a bar of the desk on the pages of the site: the site's script
// asks for it where it finds this mark. No page of the site differs, and none reads a cookie.
const { userbarUrl } = document.getElementById("desk-words").dataset

try {
  if (userbarUrl) localStorage.setItem("desk", userbarUrl)
  else localStorage.removeItem("desk")
} catch {
  // A browser that keeps nothing has no bar.
}
