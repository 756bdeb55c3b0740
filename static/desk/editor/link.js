// Links are made on purpose alone: what looks like an address while somebody types or pastes stays
// what it is. An address that is pasted over words makes them a link. An extension of the editor.
//
// Its dialog asks the desk what the words or the address in it may lead to: the rules are there.
import { Link as Base } from "django-prose-editor/editor"
import { chooseFound } from "desk/common/palette"
import { languageOfPiece } from "desk/editor/language"

// Else `done.It` and `Дія.City` are addresses, too.
const ADDRESS = /^(https?:\/\/|mailto:|tel:)\S+$/i

function ask(editor, { url, words }) {
  const isLink = editor.isActive("link")
  const { empty } = editor.state.selection
  const { title, label, nothing, remove } = words

  function put({ words: found, address: href }, typed) {
    const chain = editor.chain().focus()
    if (isLink) chain.extendMarkRange("link").updateAttributes("link", { href }).run()
    else if (!empty) chain.setMark("link", { href }).run()
    else {
      const text = found === href ? typed : found
      chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run()
    }
  }

  const unlink = () => editor.chain().focus().extendMarkRange("link").unsetMark("link").run()
  chooseFound(title, `${url}?language=${languageOfPiece()}`, put, {
    label,
    nothing,
    value: editor.getAttributes("link").href ?? "",
    buttons: isLink ? [{ words: remove, act: unlink }] : [],
    // The selection is where it was.
    closed: () => editor.commands.focus(null, { scrollIntoView: false }),
  })
}

export const Link = Base.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      autolink: false,
      defaultProtocol: "https",
      shouldAutoLink: (address) => ADDRESS.test(address),
      dialog: { url: "", words: {} },
    }
  },

  addPasteRules: () => [],

  addMenuItems({ buttons, menu }) {
    this.parent?.({ buttons, menu })
    menu.defineItem({
      name: "link",
      groups: "link",
      priority: 101,
      button: buttons.material("insert_link", "link"),
      active: (editor) => editor.isActive("link"),
      command: (editor) => ask(editor, this.options.dialog),
    })
  },

  addKeyboardShortcuts() {
    return {
      "Mod-k": ({ editor }) => {
        ask(editor, this.options.dialog)
        return true
      },
    }
  },
})
