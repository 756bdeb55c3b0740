// What the desk's choices do beyond the admin's: topics are typed, bylines keep the
// order of choosing. Loaded after the admin's autocomplete.js and before it starts.
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

  function tags(element) {
    $(element).select2({
      tags: true,
      ajax: {
        data: question(element),
        processResults: (data) => ({
          ...data,
          results: data.results.map(({ text, disabled }) => ({ id: text, text, disabled })),
        }),
      },
      createTag: ({ term }) => {
        const text = term.trim()
        return text ? { id: text, text } : null
      },
      // What exists comes first, so that Enter does not make a second “NATO”.
      insertTag: (found, typed) => {
        const same = ({ text }) => text.toLowerCase() === typed.text.toLowerCase()
        if (!found.some(same)) found.push({ ...typed, isNew: true })
      },
      templateResult: ({ text, isNew }) => (isNew ? element.dataset.add.replace("%s", text) : text),
      tokenSeparators: [","],
    })
    takeTyped(element)
  }

  // What was typed and not confirmed is taken when one goes on, and when the form is saved.
  function takeTyped(element) {
    const { $container } = $(element).data("select2")
    let typed = ""
    const add = (name) => {
      const same = ({ value }) => value.toLowerCase() === name.toLowerCase()
      const known = [...element.options].find(same)
      if (known) known.selected = true
      else element.append(new Option(name, name, true, true))
    }
    const take = () => {
      const names = typed.split(",").map((name) => name.trim())
      typed = ""
      if (!names.some(Boolean)) return
      names.filter(Boolean).forEach(add)
      const search = $container.find(".select2-search__field").val("")
      $(element).trigger("change")
      if ($(element).data("select2").isOpen()) search.trigger("input")
    }
    $container.on("input", ({ target }) => {
      typed = target.value
    })
    // Escape says that it was not meant.
    const forget = ({ key }) => {
      if (key === "Escape") typed = ""
    }
    $container[0].addEventListener("keydown", forget, true)
    $(element).on("select2:selecting", () => {
      typed = ""
    })
    // Unless somebody types on, after a comma.
    $(element).on("select2:close", () => {
      const last = typed
      setTimeout(() => typed === last && take())
    })
    element.form.addEventListener("desk:before-save", take)
    element.form.addEventListener("submit", take, true)
  }

  function ordered(element) {
    plain.call($(element))
    $(element).on("select2:select", (event) => {
      element.append(event.params.data.element)
      $(element).trigger("change")
    })
  }

  // What is drawn in the place of a choice has the choice's name.
  function name(element) {
    const label = element.labels[0]
    const drawn = $(element).data("select2")?.$container[0]
    if (!label || !drawn) return
    const words = label.textContent.replace(/:\s*$/, "").trim()
    const box = drawn.querySelector("[role=combobox]")
    const chosen = drawn.querySelector("[role=textbox]")
    label.id ||= `${element.id}_label`
    box.setAttribute("aria-labelledby", chosen ? `${label.id} ${chosen.id}` : label.id)
    for (const inner of drawn.querySelectorAll("[role=textbox], input")) {
      inner.setAttribute("aria-label", words)
    }
    $(element).on("select2:open", () => {
      const search = document.querySelector(".select2-dropdown .select2-search__field")
      search?.setAttribute("aria-label", words)
    })
  }

  $.fn.djangoAdminSelect2 = function () {
    return this.each((_, element) => {
      if (element.matches(".desk-tags")) tags(element)
      else if (element.matches(".desk-ordered")) ordered(element)
      else if (element.matches(".desk-names")) $(element).select2()
      else plain.call($(element))
      name(element)
    })
  }
}
