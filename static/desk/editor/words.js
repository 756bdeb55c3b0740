// The words of a piece as they stand in its form.

// The fields of its blocks.
export const TEXTS =
  ".order-machine > .inline-related:not(.empty-form, .for-deletion) fieldset :is(textarea, input[type=text])"

const SIGNS = { "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">" }

export const wordsIn = (field) => wordsOf(field, field.value)

// Of another value that the field had.
export function wordsOf(field, value) {
  if (field.dataset.deskProse === undefined) return value
  const parted = value.replace(/<\/(p|li|h2|h3|blockquote)>|<br>/g, " ")
  return parted.replace(/<[^>]*>/g, "").replace(/&\w+;/g, (sign) => SIGNS[sign] ?? "·")
}
