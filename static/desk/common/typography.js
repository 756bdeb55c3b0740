// Typography: the quotes, apostrophe, dashes, ellipsis and no-break spaces of a language, put in
// place of what a keyboard has. English quotes and dashes as in The Associated Press Stylebook,
// Ukrainian ones as in the orthography of 2019 (§ 161, 162 and 166).

const NBSP = "\u00a0"

// The outer quotes, and those within them.
const QUOTES = { en: ["“”", "‘’"], uk: ["«»", "„“"], ru: ["«»", "„“"], de: ["„“", "‚‘"] }
const MAIN = QUOTES.en
// Where a word may begin: at the beginning, after a space, a bracket, a dash or an opening quote.
const BEGINS = /(^|[\s([{\u00a0—–/«„“‘‚-])$/
// Words of one letter do not end a line (Ukrainian prepositions, conjunctions and particles).
const SHORT = { uk: /(^|[\s\u00a0(«„])[взуійоаяєж]$/i, ru: /(^|[\s\u00a0(«„])[всукоиая]$/i }
// Numbers keep what they count with them.
const SIGN = /(^|[\s\u00a0(])[№§]$/
const DASH = { en: " — ", uk: `${NBSP}— `, ru: `${NBSP}— `, de: " – " }

const main = (language) => language.split("-")[0]

function quote(before, language, quotes = QUOTES[main(language)] ?? MAIN) {
  const [outer, inner] = quotes
  if (outer === "“”") return BEGINS.test(before) ? "“" : "”"
  const open = []
  for (const sign of before) {
    if (sign === outer[0] || sign === inner[0]) open.push(sign)
    else if (open.length && (sign === outer[1] || sign === inner[1])) open.pop()
  }
  if (BEGINS.test(before)) return open.length ? inner[0] : outer[0]
  return open.at(-1) === inner[0] ? inner[1] : outer[1]
}

function apostrophe(before, language) {
  const english = (QUOTES[main(language)] ?? MAIN) === QUOTES.en
  return english && BEGINS.test(before) ? "‘" : "’"
}

// What stands there instead, when `typed` comes after `before`: { take, put }, how many signs of
// `before` go, and what comes in place of them and of what was typed; or nothing.
export function typeset(before, typed, language) {
  if (typed === '"') return { take: 0, put: quote(before, language) }
  if (typed === "'") return { take: 0, put: apostrophe(before, language) }
  if (typed === "." && /(^|[^.])\.\.$/.test(before)) return { take: 2, put: "…" }
  if (typed === " ") {
    const dash = before.match(/(^|[^\s\u00a0-])?([ \u00a0]?)(--?)$/)
    if (dash && (dash[3] === "--" || dash[2])) return putDash(before, dash, language)
    if (SHORT[main(language)]?.test(before) || SIGN.test(before)) return { take: 0, put: NBSP }
  }
  return null
}

function putDash(before, [, , space, hyphens], language) {
  const take = space.length + hyphens.length
  // At the beginning of a line somebody begins to speak.
  const put = take === before.length ? `—${NBSP}` : (DASH[main(language)] ?? DASH.en)
  return { take, put }
}

// In a plain field: each change is one step for the keys that undo.
export function typesetField(event, language) {
  const { target: field, inputType, data } = event
  if (inputType !== "insertText" || event.isComposing || data?.length !== 1) return
  const end = field.selectionStart
  const found = typeset(field.value.slice(0, end - 1), data, language)
  if (!found || found.put === data) return
  field.setSelectionRange(end - 1 - found.take, end)
  document.execCommand("insertText", false, found.put)
}

// A key for a no-break space.
export const isNoBreakSpace = (event) =>
  event.code === "Space" && event.shiftKey && (event.ctrlKey || event.metaKey) && !event.altKey

export function putNoBreakSpace() {
  document.execCommand("insertText", false, NBSP)
}
