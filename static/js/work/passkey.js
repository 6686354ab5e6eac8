/* Passkeys: ask the server for a challenge, the device for an answer, and send it as a form.
   Without a browser that can do it, the buttons stay hidden and passwords work as before. */

const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function challenge(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.begin, { method: "POST", body });
  if (!answer.ok) throw new Error("no challenge");
  return answer.json();
}

async function prove(form) {
  const options = await challenge(form);
  if (form.dataset.passkey === "new") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

async function answer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const credential = await prove(form);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    said.textContent = said.dataset.said;
  }
}

if (able) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", answer);
  }
}
