// Choosing an author narrows the list at once.
for (const filter of document.querySelectorAll(".desk-author-filter")) {
  const select = filter.querySelector("select")
  django.jQuery(select).on("change", () => {
    const query = new URLSearchParams(filter.dataset.without)
    if (select.value) query.set(select.name, select.value)
    window.location.search = query.toString()
  })
}
