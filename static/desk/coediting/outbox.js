// What waits in this browser until the desk has it: unsaved words, or something else of a name
// of its own. By person: who signs in next on the same machine finds nothing of somebody else's.
const LASTS = 30 * 24 * 3600 * 1000

export class Outbox {
  constructor(user, what = "outbox") {
    this.prefix = `desk-${what}:${user}:`
    // What the browser's storage has no room for waits as long as the page is open.
    this.memory = new Map()
  }

  // Returns whether it outlives this page.
  put(name, entry) {
    const text = JSON.stringify({ ...entry, at: Date.now() })
    this.memory.set(name, text)
    try {
      localStorage.setItem(this.prefix + name, text)
      this.memory.delete(name)
      return true
    } catch {
      // An older state of the same words must not come back in place of these.
      this.forget(name)
      return false
    }
  }

  get(name) {
    const text = this.memory.get(name) ?? this.stored(name)
    try {
      const entry = text && JSON.parse(text)
      return entry && Date.now() - entry.at < LASTS ? entry : null
    } catch {
      return null
    }
  }

  // Unless something newer waits under that name by now.
  drop(name, turn) {
    const waiting = this.get(name)
    if (waiting && waiting.turn !== turn) return
    this.memory.delete(name)
    this.forget(name)
  }

  names() {
    return [...new Set([...this.memory.keys(), ...this.namesStored()])]
  }

  // Storage may be switched off altogether, and then refuses every question.
  stored(name) {
    try {
      return localStorage.getItem(this.prefix + name)
    } catch {
      return null
    }
  }

  namesStored() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => key.slice(this.prefix.length))
    } catch {
      return []
    }
  }

  forget(name) {
    try {
      localStorage.removeItem(this.prefix + name)
    } catch {
      // Nothing was stored either.
    }
  }
}
