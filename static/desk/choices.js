// What the desk's choices do beyond the admin's: photos are seen, topics are typed, bylines
// keep the order of choosing. Loaded after the admin's autocomplete.js and before it starts.
"use strict"
{
  const $ = django.jQuery
  const plain = $.fn.djangoAdminSelect2

  const question = (element) => (params) => ({
    term: params.term,
    page: params.page,
    app_label: element.dataset.appLabel,
    model_name: element.dataset.modelName,
    field_name: element.dataset.fieldName,
  })

  const thumbnailOf = (element, photo) => element.dataset.thumbnail.replace("/0/", `/${photo}/`)

  function photo(element) {
    const look = element.closest(".desk-photo-choice").querySelector("img")
    $(element).select2({
      ajax: { data: question(element) },
      templateResult: (found) => {
        if (!found.id) return found.text
        const line = document.createElement("span")
        const image = document.createElement("img")
        line.className = "desk-found-photo"
        image.src = thumbnailOf(element, found.id)
        image.alt = ""
        line.append(image, found.text)
        return $(line)
      },
    })
    const show = () => {
      look.hidden = !element.value
      if (element.value) look.src = thumbnailOf(element, element.value)
      element.closest(".desk-figure")?.classList.toggle("desk-waits", !element.value)
    }
    $(element).on("change", show)
    element.closest(".desk-figure")?.classList.toggle("desk-waits", !element.value)
  }

  function tags(element) {
    $(element).select2({
      tags: true,
      ajax: {
        data: question(element),
        processResults: (data) => ({
          ...data,
          results: data.results.map(({ text }) => ({ id: text, text })),
        }),
      },
      createTag: ({ term }) => {
        const text = term.trim()
        return text ? { id: text, text } : null
      },
      // What exists comes first, so that Enter does not make a second “NATO”.
      insertTag: (found, typed) => {
        const same = ({ text }) => text.toLowerCase() === typed.text.toLowerCase()
        if (!found.some(same)) found.push(typed)
      },
    })
  }

  function ordered(element) {
    plain.call($(element))
    $(element).on("select2:select", (event) => {
      element.append(event.params.data.element)
      $(element).trigger("change")
    })
  }

  $.fn.djangoAdminSelect2 = function () {
    return this.each((_, element) => {
      if (element.matches(".desk-photo")) photo(element)
      else if (element.matches(".desk-tags")) tags(element)
      else if (element.matches(".desk-ordered")) ordered(element)
      else plain.call($(element))
    })
  }
}
