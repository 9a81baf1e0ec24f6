"""A page spoilt on purpose, with a fault of each kind: a lens that finds nothing on it looks at nothing."""

PLANTED = """() => {
  const made = (tag, style, words = "") => Object.assign(document.createElement(tag), { style, textContent: words });
  const wide = made("div", "width: 900px; color: #777; background: #888", "planted");
  wide.append(
    made("p", "width: 9px; overflow-wrap: anywhere", "planted words"),
    made("p", "color: #c33", "red"),
    made("button", "width: 9px", "planted"),
    Object.assign(made("p", "outline: 0", "late"), { className: "alarmbox" }),
  );
  (document.querySelector("dialog[open]") ?? document.querySelector("main")).append(wide);
  for (const help of document.querySelectorAll(".help, .helpbtn")) help.remove();
  for (const words of ["one", "two"])
    document.querySelector("main").append(Object.assign(made("button", "", words), { className: "btn pri" }));
  document.activeElement.blur();
  // A screen that is drawn anew sees to it that nobody is left nowhere.
  HTMLElement.prototype.focus = () => {};
}"""
