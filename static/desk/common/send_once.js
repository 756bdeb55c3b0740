// A form of the desk is sent once, and when somebody is there who takes it: what was typed stays
// on the page until then, and what is in the way is said at its buttons.
import { sendOnce } from "desk/common/send"

for (const trouble of document.querySelectorAll(".desk-trouble[data-token-url]")) {
  sendOnce(trouble.closest("form"), trouble.dataset, trouble, () => {})
}
