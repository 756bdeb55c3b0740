// Which windows of this browser are open. Each holds a lock by its name, and the browser lets go
// of it with the page, whether that was closed, loaded anew or lost: what has no lock is closed.
import { Outbox } from "desk/coediting/outbox"

// Only a secure connection has locks. Without them nothing is known of other windows.
const { locks } = navigator

const lockOf = (name) => `desk-window:${name}`

export class Windows {
  constructor(user) {
    this.opened = new Outbox(user, "windows")
    this.name = ""
  }

  // Says that this page is the window of that name, which may change while it is open.
  async enter(name) {
    if (!locks || name === this.name) return
    this.leave()
    this.name = name
    const left = new Promise((done) => (this.release = done))
    // Shared: a page that was duplicated has the same name until somebody types in it.
    await new Promise((taken) => {
      locks.request(lockOf(name), { mode: "shared" }, () => {
        taken()
        return left
      })
    })
    this.opened.put(name, {})
  }

  leave() {
    this.release?.()
    this.name = ""
  }

  // Returns the names of those that were closed since somebody asked.
  async closed() {
    if (!locks) return []
    const held = new Set((await locks.query()).held.map(({ name }) => name))
    return this.opened.names().filter((name) => !held.has(lockOf(name)))
  }

  forget(names) {
    for (const name of names) this.opened.drop(name)
  }
}
