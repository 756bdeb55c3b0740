// Pictures on their way to the library: one after another, each with a bar where it will stand.
import { OFFLINE, SIGNED_OUT, SOMEBODY_ELSE, saveBlocker, takeToken } from "desk/common/send"

export const words = document.getElementById("desk-photos").dataset

const { tokenUrl, user } = words
const ENDINGS = words.accepted.split(",")
const PERCENT = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" })
const IN_THE_WAY = {
  [OFFLINE]: words.offline,
  [SIGNED_OUT]: words.signedOut,
  [SOMEBODY_ELSE]: words.somebodyElse,
}

// Why the library would not take a file, as far as can be told before it is sent, or nothing.
export function refusalOf({ name, type, size }) {
  const ending = ENDINGS.some((each) => name.toLowerCase().endsWith(each))
  if (!type.startsWith("image/") && !ending) return words.notAPicture
  return size > Number(words.mostBytes) ? words.tooLarge : ""
}

function post(file, onProgress) {
  return new Promise((done) => {
    // It alone tells how much is sent.
    const request = new XMLHttpRequest()
    const data = new FormData()
    data.append("picture", file)
    request.open("POST", words.addUrl)
    request.responseType = "json"
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader(
      "X-CSRFToken",
      document.querySelector("input[name=csrfmiddlewaretoken]").value,
    )
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total))
    request.addEventListener("loadend", () => done(request))
    request.send(data)
  })
}

// Signed out, one is led away; signed in anew, one has another token.
const isTurnedAway = ({ response, responseURL, status }) =>
  !response && (status === 403 || (status && new URL(responseURL).pathname !== words.addUrl))

// Returns { photo, messages }, or { problem, again }: why not, and whether it may yet be taken.
async function send(file, onProgress) {
  let request = await post(file, onProgress)
  if (isTurnedAway(request)) {
    const problem = await saveBlocker(tokenUrl, user)
    if (problem) return { problem: IN_THE_WAY[problem] ?? problem, again: true }
    request = await post(file, onProgress)
  }
  const { response, status } = request
  if (!response) return { problem: status ? words.lost : words.offline, again: true }
  if (response.token) takeToken(response.token)
  return { again: status >= 500, ...response }
}

let last = Promise.resolve()
let onTheWay = 0

window.addEventListener("beforeunload", (event) => {
  if (onTheWay) event.preventDefault()
})

function inTurn(work) {
  onTheWay += 1
  last = last.then(work, work).finally(() => {
    onTheWay -= 1
  })
  return last
}

function element(tag, className, text = "") {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

function button(text, act) {
  const made = element("button", "", text)
  made.type = "button"
  made.addEventListener("click", act)
  return made
}

// Uploads a file, says at the end of `place` how far it is and why it failed, and calls `take`
// with what the library answered.
export function upload(file, place, take) {
  const row = element("div", "desk-upload")
  const said = element("span", "desk-upload-said")
  const bar = document.createElement("progress")
  said.role = "status"
  bar.ariaLabel = file.name
  row.append(element("b", "", file.name), bar, said)
  place.append(row)

  function fail({ problem, again }) {
    row.dataset.failed = ""
    said.textContent = problem
    bar.remove()
    if (again) row.append(button(words.again, start))
    row.append(button(words.dismiss, () => row.remove()))
  }

  function follow(part) {
    bar.value = part
    said.textContent = words.sent.replace("{n}", PERCENT.format(part))
    // The pictures of others may be processed before it.
    if (part < 1) return
    bar.removeAttribute("value")
    said.textContent = words.processed
  }

  function start() {
    for (const each of row.querySelectorAll("button")) each.remove()
    delete row.dataset.failed
    bar.removeAttribute("value")
    said.before(bar)
    said.textContent = words.waits
    inTurn(async () => {
      const answer = await send(file, follow)
      if (!answer.photo) return fail(answer)
      row.remove()
      take(answer)
    })
  }

  const problem = words.addUrl ? refusalOf(file) : words.mayNot
  if (problem) fail({ problem })
  else start()
}
