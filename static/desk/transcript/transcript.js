// The transcript tool. Everything here makes quicker or safer what the forms do without it.
import { saveBlocker, OFFLINE, SIGNED_OUT, SOMEBODY_ELSE } from "desk/common/send"

// Step 1: what the clipboard holds is kept as HTML, because its bold and its headings
// say which paragraphs are questions.

const DROPPED = "script,style,meta,link,title,template,noscript,svg,math,object,iframe,xml"
const KEPT_ATTRIBUTES = new Set(["href", "alt", "class", "data-style", "hidden"])
const BLOCKS = new Set([
  "ADDRESS",
  "ARTICLE",
  "ASIDE",
  "BLOCKQUOTE",
  "DD",
  "DIV",
  "DL",
  "DT",
  "FIGCAPTION",
  "FIGURE",
  "FOOTER",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
  "HEADER",
  "HR",
  "LI",
  "MAIN",
  "NAV",
  "OL",
  "P",
  "PRE",
  "SECTION",
  "TABLE",
  "TBODY",
  "TD",
  "TFOOT",
  "TH",
  "THEAD",
  "TR",
  "UL",
])

// The desk's security policy forbids styles and handlers within a page, and reports them even in
// one that is only read. Styles go by another name there, and the rest is left out before.
const STYLE_OR_SCRIPT = /<(style|script)\b[\s\S]*?<\/\1\s*>/gi
const TAG = /<[a-z][^>]*>/gi
const hidden = (html) =>
  html
    .replace(STYLE_OR_SCRIPT, "")
    .replace(TAG, (tag) =>
      tag
        .replace(/([\s"'/])on\w+(\s*=)/gi, "$1data-handler$2")
        .replace(/([\s"'/])style(\s*=)/gi, "$1data-style$2"),
    )
const serialised = (body) =>
  body.innerHTML.replace(TAG, (tag) => tag.replace(/(\s)data-style=/g, "$1style="))

function reduced(html) {
  // Inert: nothing in it runs or is fetched.
  const page = new DOMParser().parseFromString(hidden(html), "text/html")
  page.querySelectorAll(DROPPED).forEach((element) => element.remove())
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  found.forEach((comment) => comment.remove())
  for (const element of page.body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!KEPT_ATTRIBUTES.has(name)) element.removeAttribute(name)
    }
  }
  return page.body
}

function formatOf(element, format) {
  const style = element.dataset?.style ?? ""
  const weight = /font-weight\s*:\s*(\w+)/i.exec(style)?.[1]
  const slant = /font-style\s*:\s*(\w+)/i.exec(style)?.[1]
  return {
    bold: weight
      ? ["bold", "bolder"].includes(weight) || Number(weight) >= 600
      : format.bold || ["B", "STRONG", "H1", "H2", "H3"].includes(element.tagName),
    italic: slant ? slant !== "normal" : format.italic || ["I", "EM"].includes(element.tagName),
  }
}

function neutralView(body) {
  const view = document.createDocumentFragment()
  let paragraph = null
  const write = (node, format) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.data.replace(/[\n\r\t ]+/g, " ")
      if (!words.trim() && !paragraph) return
      paragraph ??= view.appendChild(document.createElement("p"))
      let place = paragraph
      if (format.bold) place = place.appendChild(document.createElement("strong"))
      if (format.italic) place = place.appendChild(document.createElement("em"))
      place.append(words)
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const parts = BLOCKS.has(node.tagName) || node.tagName === "BR"
      if (parts) paragraph = null
      const inner = formatOf(node, format)
      node.childNodes.forEach((child) => write(child, inner))
      if (parts) paragraph = null
    }
  }
  body.childNodes.forEach((node) => write(node, { bold: false, italic: false }))
  return view
}

function asParagraphs(text) {
  const holder = document.createElement("div")
  for (const line of text.split(/\n/).filter((line) => line.trim())) {
    holder.appendChild(document.createElement("p")).textContent = line
  }
  return holder.innerHTML
}

function pasteInto(form) {
  const text = form.elements.text
  const html = form.elements.html
  const file = form.elements.file
  const typed = form.querySelector("[data-typed]")
  const pasted = form.querySelector("[data-pasted]")
  const view = form.querySelector("[data-view]")
  const tooLarge = form.querySelector("[data-too-large]")
  form.querySelectorAll("[data-plain], [data-empty], [data-paste-more]").forEach((element) => {
    element.hidden = false
  })

  const show = () => {
    const body = reduced(html.value)
    view.replaceChildren(neutralView(body))
    const present = Boolean(body.textContent.trim())
    pasted.hidden = !present
    typed.hidden = present
  }
  const keep = (markup) => {
    html.value = markup
    show()
  }

  text.addEventListener("paste", (event) => {
    const body = reduced(event.clipboardData.getData("text/html"))
    if (!body.textContent.trim()) return
    event.preventDefault()
    const before = asParagraphs(text.value.slice(0, text.selectionStart))
    const after = asParagraphs(text.value.slice(text.selectionEnd))
    text.value = ""
    keep(before + serialised(body) + after)
    view.focus()
  })
  view.addEventListener("paste", (event) => {
    event.preventDefault()
    const body = reduced(event.clipboardData.getData("text/html"))
    const more = body.textContent.trim()
      ? serialised(body)
      : asParagraphs(event.clipboardData.getData("text/plain"))
    keep(html.value + more)
    view.scrollTop = view.scrollHeight
  })
  form.querySelector("[data-plain]").addEventListener("click", () => {
    text.value = [...view.children].map((paragraph) => paragraph.textContent.trim()).join("\n\n")
    keep("")
    text.focus()
  })
  form.querySelector("[data-empty]").addEventListener("click", () => {
    keep("")
    text.focus()
  })
  form.addEventListener("submit", (event) => {
    const size = new Blob([text.value, html.value]).size
    const fileSize = file.files.length ? file.files[0].size : 0
    const refused = size > form.dataset.largestPaste || fileSize > form.dataset.largestFile
    tooLarge.hidden = !refused
    if (refused) event.preventDefault()
  })
  if (html.value) show()
}

// Step 2: keys, and what would be made.

const PART_KEYS = {
  I: "introduction",
  Q: "question",
  A: "answer",
  C: "caption",
  T: "prose",
  S: "skip",
}
const MOVES = { ArrowDown: 1, J: 1, ArrowUp: -1, K: -1 }

// The letter of a key whatever the alphabet: with a Ukrainian layout, its Latin twin.
function letterOf(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toUpperCase()
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key
}

function correct(form) {
  const paragraphs = [...form.querySelectorAll("[data-paragraph]")]
  const list = form.querySelector("[data-paragraphs]")
  const counts = form.querySelector("[data-counts]")
  const answering = form.querySelector("[data-answering]")
  const {
    language,
    counts: words,
    nameless,
  } = JSON.parse(document.getElementById("transcript-words").textContent)
  const marks = new Set(nameless)
  const plural = new Intl.PluralRules(language)
  form.querySelector("[data-keys]").hidden = false

  const joins = (paragraph) => paragraph.querySelector(".join input")
  const chosen = (paragraph) => paragraph.querySelector(".parts :checked")
  const inWords = (name, number) =>
    (words[name][plural.select(number)] ?? words[name].other).replace("#", number)

  const count = () => {
    const numbers = { questions: 0, captions: 0, skipped: 0 }
    const names = new Set()
    let asking = false
    for (const paragraph of paragraphs) {
      if (joins(paragraph)?.checked) continue
      const part = chosen(paragraph)?.value
      // Questions that follow each other are one.
      if (part === "question" && !asking) numbers.questions += 1
      if (part === "caption") numbers.captions += 1
      if (part === "skip") numbers.skipped += 1
      if (part !== "caption" && part !== "skip") asking = part === "question"
      const speaker = paragraph.querySelector(".who [type=text]").value.trim()
      const called =
        speaker
          .replace(/['’ʼ]/g, "")
          .toLowerCase()
          .match(/\p{L}+/gu) ?? []
      if (part === "answer" && called.some((word) => !marks.has(word))) names.add(speaker)
    }
    counts.textContent = Object.keys(numbers)
      .filter((name) => numbers[name] || name === "questions")
      .map((name) => inWords(name, numbers[name]))
      .join(", ")
    answering.textContent = names.size ? `: ${[...names].join(", ")}` : ""
  }

  const focusOn = (paragraph) => {
    const target = joins(paragraph)?.checked ? joins(paragraph) : chosen(paragraph)
    ;(target ?? paragraph.querySelector(".parts input")).focus({ preventScroll: true })
    paragraph.scrollIntoView({ block: "nearest" })
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const paragraph = event.target.closest("[data-paragraph]")
    // Letters are keys on a paragraph and nowhere else; from the page itself one can only enter.
    if (!paragraph && event.target !== document.body) return
    if (event.target.matches("[type=text]")) return
    const letter = letterOf(event)
    if (letter in MOVES) {
      if (!paragraph && letter.startsWith("Arrow")) return
      const place = paragraph ? paragraphs.indexOf(paragraph) + MOVES[letter] : 0
      event.preventDefault()
      if (paragraphs[place]) focusOn(paragraphs[place])
    } else if (paragraph && letter in PART_KEYS && !joins(paragraph)?.checked) {
      event.preventDefault()
      const part = paragraph.querySelector(`.parts [value=${PART_KEYS[letter]}]`)
      part.checked = true
      part.focus({ preventScroll: true })
      count()
    } else if (paragraph && letter === "M" && joins(paragraph)) {
      event.preventDefault()
      joins(paragraph).checked = !joins(paragraph).checked
      focusOn(paragraph)
      count()
    }
  })
  list.addEventListener("click", (event) => {
    const words = event.target.closest(".words")
    if (words && !document.getSelection().toString()) {
      event.preventDefault()
      focusOn(words.closest("[data-paragraph]"))
    }
  })
  form.addEventListener("input", count)
  // Return in a name would accept the whole proposal by accident.
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault()
  })
  count()
}

// Sent when somebody is there who takes it: signed out or offline, the browser would show another
// page in place of the text. A second press on the way would only bring a refusal.
function sendOnce(form) {
  const trouble = form.querySelector("[data-trouble]")
  const { signedOut, somebodyElse, offline } = trouble.dataset
  const inTheWay = { [SIGNED_OUT]: signedOut, [SOMEBODY_ELSE]: somebodyElse, [OFFLINE]: offline }
  let asking = false
  let passing = false
  let sent = false
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || passing) return
    event.preventDefault()
    if (asking || sent) return
    const { submitter } = event
    asking = true
    const problem = await saveBlocker(form.dataset.tokenUrl, form.dataset.user)
    asking = false
    trouble.textContent = inTheWay[problem] ?? problem
    trouble.hidden = !problem
    if (problem) return
    sent = passing = true
    form.requestSubmit(submitter)
    passing = false
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      button.setAttribute("aria-disabled", "true")
    })
  })
  window.addEventListener("pageshow", () => {
    sent = false
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      button.removeAttribute("aria-disabled")
    })
  })
}

const pasteForm = document.querySelector("[data-paste]")
const proposalForm = document.querySelector("[data-proposal]")
if (pasteForm) pasteInto(pasteForm)
if (proposalForm) correct(proposalForm)
for (const form of [pasteForm, proposalForm]) if (form) sendOnce(form)
