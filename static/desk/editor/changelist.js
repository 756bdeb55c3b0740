// Choosing an author narrows the list at once.
for (const filter of document.querySelectorAll(".desk-author-filter")) {
  const select = filter.querySelector("select")
  django.jQuery(select).on("change", () => {
    const query = new URLSearchParams(filter.dataset.without)
    if (select.value) query.set(select.name, select.value)
    window.location.search = query.toString()
  })
}

// A menu closes when something else is pressed.
const menus = document.querySelectorAll(".desk-menu")
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of menus) {
    // Whoever was in it stands at its button again.
    if (menu.open && menu.contains(event.target)) menu.querySelector("summary").focus()
    menu.open = false
  }
})

// What was refused is where one goes on.
document.querySelector("form [aria-invalid=true]")?.focus()
