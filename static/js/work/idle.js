/* Warn before a sign-in ends by itself, and keep what was typed.

   Two minutes before the end a dialog asks; staying keeps everything as it is. When the time is over
   the page is covered, because somebody else may be looking, and the form that was typed into is
   taken through the sign-in, where nothing is done with it until its owner says so. */

const WARNING = 120;
const dialog = document.getElementById("idle");
let typedInto = null;
let timer = 0;

function wait(seconds, then) {
  clearTimeout(timer);
  timer = setTimeout(then, Math.max(0, seconds) * 1000);
}

function show(which) {
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== which;
  dialog.dataset.shown = which;
  if (!dialog.open) dialog.showModal();
}

function plan(left) {
  if (left > WARNING) {
    if (dialog.open) dialog.close();
    wait(left - WARNING, look);
  } else if (left > 0) {
    show("soon");
    wait(left + 1, look);
  } else {
    show("over");
  }
}

/* Another tab may have been used meanwhile, so the server is asked; asking is no sign of life. */
async function look() {
  try {
    const answer = await fetch(dialog.dataset.stay, { headers: { Accept: "application/json" } });
    plan((await answer.json()).left);
  } catch {
    show("soon");
    wait(15, look);
  }
}

async function stay(button) {
  const body = new URLSearchParams({ csrf_token: button.dataset.token });
  try {
    const answer = await fetch(dialog.dataset.stay, { method: "POST", body });
    plan((await answer.json()).left);
  } catch {
    wait(15, look);
  }
}

function again() {
  if (!typedInto?.isConnected) {
    location.assign(dialog.dataset.out);
    return;
  }
  const target = new URL(typedInto.getAttribute("action") || location.href, location.href);
  typedInto.setAttribute("action", `${dialog.dataset.carry}?to=${encodeURIComponent(target.pathname + target.search)}`);
  typedInto.submit();
}

if (dialog) {
  document.addEventListener("input", ({ target }) => {
    if (target.form?.method === "post") typedInto = target.form;
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.getElementById("idle-stay").addEventListener("click", ({ currentTarget }) => stay(currentTarget));
  document.getElementById("idle-again").addEventListener("click", again);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  plan(Number(dialog.dataset.left));
}
