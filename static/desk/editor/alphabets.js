// Writing systems: the rule of espreso/alphabets.py, for what is being typed. `alphabets` says by
// language of the site in which script it is written, and which letters are its own.
const count = (letters, test) => letters.filter(test).length

// Whether most letters of `text` are not those that `language` is written in.
export function contradicted(text, language, alphabets) {
  const { script, own } = alphabets[language] ?? {}
  const letters = text.toLowerCase().match(/\p{L}/gu)
  if (!script || !letters) return false
  const written = new RegExp(`\\p{Script=${script}}`, "u")
  if (count(letters, (letter) => written.test(letter)) * 2 < letters.length) return true
  const ownOf = (signs) => count(letters, (letter) => signs.includes(letter))
  return Boolean(own) && Object.values(alphabets).some((other) => ownOf(other.own) > ownOf(own))
}

// The only other language that the letters do not contradict, or "".
export function suggested(text, language, alphabets) {
  const others = Object.keys(alphabets).filter(
    (code) => code !== language && alphabets[code].script && !contradicted(text, code, alphabets),
  )
  return others.length === 1 ? others[0] : ""
}
