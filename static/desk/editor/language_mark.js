// Words in another language than the piece's, so that screen readers pronounce them and nobody
// takes them for misspelt (WCAG 2.2, 3.1.2). An extension of the rich text editor.
import { Mark, Plugin, updateAttrsDialog } from "django-prose-editor/editor"

// Word processors name a language for every other word, and often a wrong one.
const OURS = "data-pm-slice"
const NAMED = /\slang=("[^"]*"|'[^']*'|[^\s>]+)/gi

const named = new Intl.DisplayNames([document.documentElement.lang], { type: "language" })

const dialog = ({ languages, words }) => {
  const byName = new Map(languages.map((code) => [named.of(code), code]))
  const [first] = byName.keys()
  const lang = { type: "string", title: words.language, enum: [...byName.keys()] }
  const ask = updateAttrsDialog({ lang }, { title: words.title, submitText: words.submit })
  return async (editor) => byName.get((await ask(editor, { lang: first }))?.lang)
}

export const LanguageMark = Mark.create({
  name: "languageMark",

  addOptions: () => ({ languages: [], words: {} }),

  addAttributes: () => ({ lang: { default: null } }),

  parseHTML: () => [{ tag: "span[lang]" }],

  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],

  addMenuItems({ buttons, menu }) {
    const ask = dialog(this.options)
    menu.defineItem({
      name: this.name,
      groups: "marks",
      button: buttons.material("translate", this.options.words.title),
      active: (editor) => editor.isActive(this.name),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive(this.name),
      command: async (editor) => {
        if (editor.isActive(this.name)) {
          editor.chain().focus().extendMarkRange(this.name).unsetMark(this.name).run()
          return
        }
        const lang = await ask(editor)
        if (lang) editor.chain().focus().setMark(this.name, { lang }).run()
      },
    })
  },

  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        transformPastedHTML: (html) => (html.includes(OURS) ? html : html.replace(NAMED, "")),
      },
    }),
  ],
})
