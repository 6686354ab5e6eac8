/* Keys for the officer's hour: go from theme to theme, say of each whether it is right, and go on.

   The buttons do the work; a key only presses the one in the step that has the focus. Before a form
   is sent it is told the next step, so that the page comes back there. Keys can be turned off for
   this device: a voice that types by itself must not press them. */

const steps = [...document.querySelectorAll("[data-step]")];

function here() {
  return steps.findIndex((step) => step.contains(document.activeElement));
}

function go(place) {
  const step = steps[Math.min(Math.max(place, 0), steps.length - 1)];
  if (!step) return;
  step.focus({ preventScroll: true });
  step.scrollIntoView({ block: "center" });
}

function press(key) {
  const step = steps[Math.max(here(), 0)];
  const found = step?.querySelector(`[data-key="${key}"]`) ?? step?.closest("form")?.querySelector(`[data-key="${key}"]`);
  if (!found) return;
  if (found.tagName !== "SUMMARY") {
    found.click();
    return;
  }
  found.parentElement.open = true;
  found.parentElement.querySelector("select")?.focus();
}

/* What leads away from the page: n to the next answer, p to the one before, t to the themes. */
function leave(key) {
  const found = document.querySelector(`[data-page-key="${CSS.escape(key)}"]`);
  found?.click();
  return Boolean(found);
}

const switches = [...document.querySelectorAll("[data-keys]")];
const OFF = "keys-off";
let off = localStorage.getItem(OFF) !== null;

function label() {
  for (const each of switches) {
    each.textContent = off ? each.dataset.on : each.dataset.off;
    each.hidden = false;
  }
}

for (const each of switches) {
  each.addEventListener("click", () => {
    off = !off;
    if (off) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
    label();
  });
}
label();

document.addEventListener("keydown", (event) => {
  if (off || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) return;
  if (event.key === "j") go(here() + 1);
  else if (event.key === "k") go(here() - 1);
  else if ("axur+".includes(event.key)) press(event.key);
  else if (!leave(event.key)) return;
  event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const back = event.target.elements.namedItem("back");
  const step = event.submitter?.closest("[data-step]");
  if (!back || !step) return;
  const next = steps[steps.indexOf(step) + 1] ?? step;
  back.value = `${back.value.split("#")[0]}#${next.id}`;
});

const asked = location.hash ? document.getElementById(location.hash.slice(1)) : null;
if (asked?.hasAttribute("data-step")) go(steps.indexOf(asked));
