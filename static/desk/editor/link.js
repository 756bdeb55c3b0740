// Links are made on purpose alone: what looks like an address while somebody types or pastes stays
// what it is. An address that is pasted over words makes them a link. An extension of the editor.
import { Link as Base } from "django-prose-editor/editor"

// Else `done.It` and `Дія.City` are addresses, too.
const ADDRESS = /^(https?:\/\/|mailto:|tel:)\S+$/i

export const Link = Base.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      defaultProtocol: "https",
      shouldAutoLink: (address) => ADDRESS.test(address),
    }
  },

  addPasteRules: () => [],
})
