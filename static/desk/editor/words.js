// The words of a piece as they stand in its form.

// The fields of its blocks.
export const TEXTS =
  ".order-machine > .inline-related:not(.empty-form, .for-deletion) fieldset :is(textarea, input[type=text])"

export function wordsIn(field) {
  if (field.dataset.deskProse === undefined) return field.value
  const parted = field.value.replace(/<\/(p|li|h2|h3|blockquote)>|<br>/g, " ")
  return parted
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&\w+;/g, "·")
}
