/** Reading the panel's pages aloud, sentence by sentence, where this device has a voice of its own. */
const root = document.documentElement;
const talk = globalThis.speechSynthesis;
const buttons = [...document.querySelectorAll('[data-hear]')];
/** Counts what was begun, so that what was stopped does not go on. */
let turn = 0;

const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** Only a voice that lives on this device: no word leaves it to be spoken. */
const voice = (tag) => talk.getVoices().find((each) => each.localService && base(each.lang) === base(tag));

function show() {
  for (const each of buttons) each.hidden = !voice(root.lang);
}

function stop() {
  turn += 1;
  talk.cancel();
  for (const each of buttons) each.setAttribute('aria-pressed', 'false');
  document.querySelector('.is-read')?.classList.remove('is-read');
}

/** One sentence after the other; words in a language without a voice are left to the eyes. */
function read(button) {
  stop();
  const mine = turn;
  const said = [...document.getElementById(button.dataset.hear).querySelectorAll('[data-say]')]
    .map((each) => [each, voice((each.querySelector('[lang]') ?? each.closest('[lang]')).lang)])
    .filter(([each, found]) => found && each.checkVisibility());
  button.setAttribute('aria-pressed', 'true');
  const next = () => {
    if (mine !== turn) return;
    document.querySelector('.is-read')?.classList.remove('is-read');
    if (!said.length) { stop(); return; }
    const [each, found] = said.shift();
    each.classList.add('is-read');
    const spoken = new SpeechSynthesisUtterance(each.innerText.trim());
    spoken.voice = found;
    spoken.lang = found.lang;
    spoken.onend = spoken.onerror = next;
    talk.speak(spoken);
  };
  next();
}

if (talk) {
  show();
  talk.addEventListener?.('voiceschanged', show);
  for (const each of buttons) {
    each.setAttribute('aria-pressed', 'false');
    each.addEventListener('click', () => (each.getAttribute('aria-pressed') === 'true' ? stop() : read(each)));
  }
  addEventListener('pagehide', stop);
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); });
}
