/* Select words in the child's text, and a button beside them puts them on the list to leave out.

   It only fills the lines of the form, which also take typed words: nothing is sent from here. */

const texts = document.querySelector("[data-leave-out]");
const more = document.querySelector("[data-more]");
const hint = document.querySelector("[data-hint]");

const pick = document.createElement("button");
pick.type = "button";
pick.className = "pick";
pick.hidden = true;
pick.textContent = texts?.dataset.leaveOut ?? "";

function chosen() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !texts.contains(selection.anchorNode) || !texts.contains(selection.focusNode)) return "";
  return selection.toString().trim();
}

function place() {
  pick.hidden = !chosen();
  if (pick.hidden) return;
  const box = document.getSelection().getRangeAt(0).getBoundingClientRect();
  pick.style.setProperty("inset-block-start", `${box.bottom + scrollY + 8}px`);
  pick.style.setProperty("left", `${Math.min(box.left + scrollX, innerWidth - 220)}px`);
}

function take() {
  const words = chosen();
  const line = [...more.querySelectorAll("input[name^=more_]")].find((input) => !input.value);
  if (!words || !line) return;
  line.value = words;
  more.open = true;
  document.getSelection().removeAllRanges();
  pick.hidden = true;
  line.closest(".pair").querySelector("select").focus();
}

if (texts && more) {
  hint.hidden = false;
  document.body.append(pick);
  document.addEventListener("selectionchange", place);
  pick.addEventListener("pointerdown", (event) => event.preventDefault());
  pick.addEventListener("click", take);
}
