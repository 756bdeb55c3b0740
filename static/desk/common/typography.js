// Typography: the quotes, apostrophe, dashes, ellipsis and no-break spaces of a language, put in
// place of what a keyboard has. English quotes and dashes as in The Associated Press Stylebook,
// Ukrainian ones as in the orthography of 2019 (§ 161, 162 and 166). What may mean something else
// stays as it was typed: a straight sign is seen and put right, a wrong one is printed.

const NBSP = "\u00a0"

// The outer quotes, and those within them.
const QUOTES = { en: ["“”", "‘’"], uk: ["«»", "„“"], ru: ["«»", "„“"], de: ["„“", "‚‘"] }
// Where a word may begin: at the beginning, after a space, a bracket, a dash or an opening quote.
const BEGINS = /(^|[\s([{—–/«„“‘‚-])$/
// Words of one letter do not end a line (Ukrainian prepositions, conjunctions and particles).
const SHORT = { uk: /(^|[\s(«„])[взуійоаяєж]$/i, ru: /(^|[\s(«„])[всукоиая]$/i }
// Numbers keep what they count with them.
const SIGN = /(^|\s)[№§]$/
const DASH = { en: " — ", uk: `${NBSP}— `, ru: `${NBSP}— `, de: " – " }
// Where a hyphen that begins a line is somebody who speaks; elsewhere it begins a list.
const SPEECH = new Set(["uk", "ru"])
// Addresses and code.
const CODE = /:\/\/|www\.|[@=\\<]|[\p{L}\p{N}_]\(/u
const DIGIT = /\p{N}$/u
// Feet, or minutes, before the inches or seconds that a sign would stand for.
const FEET = /\p{N}['′]\p{N}+$/u
// English words that have lost their beginning.
const CUT = /^(em|tis|twas|cause|til|\p{Nd}{2}s?)$/iu
const QUOTED = /(?:^|[\s([{—–/“-])([‘’])([\p{L}\p{N}]*)$/u

const main = (language) => language.split("-")[0]
const quotesOf = (language) => QUOTES[main(language)] ?? QUOTES.en
const isEnglish = (language) => quotesOf(language) === QUOTES.en

// The opening quotes of `text` that nothing has closed.
function stillOpen(text, quotes) {
  const open = []
  for (const { 0: sign, index } of text.matchAll(/[“”‘’«»„‚]/g)) {
    // A quotation that runs on is opened again in each paragraph.
    const isAgain = text[index - 1] === "\n" && open.at(-1) === sign
    const isApostrophe = sign === "’" && /^[\p{L}\p{N}]/u.test(text.slice(index + 1, index + 3))
    const opening = quotes.find(([, closing]) => closing === sign)?.[0]
    if (quotes.some(([opening]) => opening === sign)) isAgain || open.push(sign)
    else if (open.includes(opening) && !isApostrophe) open.length = open.lastIndexOf(opening)
  }
  return open
}

// `line` is the last one of `text`, and `open` what is still open in it.
function quote(text, line, open, language) {
  const quotes = quotesOf(language)
  const [outer, inner] = quotes
  if (opens(line, open)) return open.at(-1) === outer[0] ? inner[0] : outer[0]
  if (FEET.test(line)) return '"'
  // A quotation may run over paragraphs. After a number the sign is more likely one of inches.
  const last = (open.length || DIGIT.test(line) ? open : stillOpen(text, quotes)).at(-1)
  if (!last) return '"'
  return last === inner[0] ? inner[1] : outer[1]
}

// “I never—” ends with a dash.
const opens = (line, open) => BEGINS.test(line) && !(open.length && /\S[—–-]$/.test(line))

function apostrophe(line, open, language) {
  if (isEnglish(language)) {
    if (opens(line, open)) return "‘"
    if (open.at(-1) === "‘") return "’"
  }
  return DIGIT.test(line) ? "'" : "’"
}

// What turns out to be an apostrophe with what is typed after it, or to be none.
function turned(line, typed) {
  const [, sign, word] = line.match(QUOTED) ?? []
  if (!sign) return null
  const take = 1 + word.length
  if (sign === "‘" && /^n$/i.test(word)) {
    if (typed === " ") return { take, put: `’${word} ` }
    if (typed === "'") return { take, put: `’${word}’` }
  }
  if (typed === "'" && sign === "’" && CUT.test(word) && !DIGIT.test(word[0])) {
    return { take, put: `‘${word}’` }
  }
  if (!/[\p{L}\p{N}]/u.test(typed)) return null
  const [wasCut, isCut] = [CUT.test(word), CUT.test(word + typed)]
  if (sign === "‘" && isCut) return { take, put: `’${word}${typed}` }
  if (sign === "’" && wasCut && !isCut) return { take, put: `‘${word}${typed}` }
  return null
}

function dash(line, language) {
  const [, space, hyphens] = line.match(/(?<!-)(\s?)(--?)$/) ?? []
  if (!hyphens) return null
  const take = space.length + hyphens.length
  if (take === line.length) {
    const isSpeech = hyphens === "--" || SPEECH.has(main(language))
    return isSpeech ? { take, put: `—${NBSP}` } : null
  }
  // After a number it may be a minus: what comes next will tell.
  if (hyphens === "-" && (!space || DIGIT.test(line.slice(0, -take)))) return null
  return { take, put: DASH[main(language)] ?? DASH.en }
}

// The words after a number and a hyphen.
function lateDash(text, line, typed, language) {
  if (/[\s\p{N}]/u.test(typed) || !/\p{N}\s-\s$/u.test(line)) return null
  const put = DASH[main(language)] ?? DASH.en
  const next = typeset(text.slice(0, -3) + put, typed, language)
  return { take: 3, put: put + (next?.put ?? typed) }
}

// In addresses and code every sign stays, but for one that closes what was opened around them.
function isCode(line, typed, open) {
  const word = line.match(/\S*$/)[0]
  if (!CODE.test(word)) return false
  const isOpen = typed === '"' ? open.length : typed === "'" && open.at(-1) === "‘"
  const isPaired = word.split(typed).length % 2
  return !(isOpen && isPaired && !/[=(\\<:]$/.test(word))
}

// What stands there instead, when `typed` comes after `text`: { take, put }, how many signs of
// `text` go, and what comes in place of them and of what was typed; or nothing.
export function typeset(text, typed, language) {
  const line = text.slice(text.lastIndexOf("\n") + 1)
  const open = stillOpen(line, quotesOf(language))
  if (isCode(line, typed, open)) return null
  const found =
    (isEnglish(language) && turned(line, typed)) || lateDash(text, line, typed, language)
  if (found) return found
  if (typed === '"') return { take: 0, put: quote(text, line, open, language) }
  if (typed === "'") return { take: 0, put: apostrophe(line, open, language) }
  if (typed === "." && /(^|[^.])\.\.$/.test(line)) return { take: 2, put: "…" }
  if (typed === " ") {
    const isKept = SHORT[main(language)]?.test(line) || SIGN.test(line)
    return isKept ? { take: 0, put: NBSP } : dash(line, language)
  }
  // “The 1990’s” is no measure.
  if (/\p{N}'$/u.test(line) && /\p{L}/u.test(typed)) return { take: 1, put: `’${typed}` }
  return null
}

const asTyped = new WeakMap()

// In a plain field: each change is one step for the keys that undo.
export function typesetField(event, language) {
  const { target: field, inputType, data } = event
  if (inputType === "historyUndo") return goOnTyping(field)
  if (inputType !== "insertText" || event.isComposing || data?.length !== 1) return
  const end = field.selectionStart
  const found = typeset(field.value.slice(0, end - 1), data, language)
  if (!found || found.put === data) return
  asTyped.set(field, (asTyped.get(field) ?? new Set()).add(field.value))
  field.setSelectionRange(end - 1 - found.take, end)
  document.execCommand("insertText", false, found.put)
}

// The browser selects what it has put back, and the next key would erase it.
function goOnTyping(field) {
  if (!asTyped.get(field)?.has(field.value)) return
  field.setSelectionRange(field.selectionEnd, field.selectionEnd)
}

// A key for a no-break space.
export const isNoBreakSpace = (event) =>
  event.code === "Space" && event.shiftKey && (event.ctrlKey || event.metaKey) && !event.altKey

export function putNoBreakSpace() {
  document.execCommand("insertText", false, NBSP)
}
