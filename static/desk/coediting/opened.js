// A form that one comes back to is that of now: what was typed before is offered beside it. The
// browser would put it into the fields, and it would be saved over what colleagues saved since.
// Runs before there are any fields; the tag of the form itself is the admin's.
document.currentScript.closest("form").autocomplete = "off"
