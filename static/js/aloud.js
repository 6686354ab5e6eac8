/** Reading aloud, piece by piece, where this device has a voice of its own. */
const root = document.documentElement;
const talk = globalThis.speechSynthesis;
const buttons = [...document.querySelectorAll('[data-hear]')];
/** What was stopped does not go on. */
let turn = 0;

const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/** Only a voice that lives on this device: no word leaves it to be spoken. */
const voice = (tag) => talk.getVoices().find((each) => each.localService && base(each.lang) === base(tag));

function show() {
  for (const each of buttons) each.hidden = !voice(root.lang);
}

function mark(button, piece) {
  for (const each of buttons) each.setAttribute('aria-pressed', each === button);
  document.querySelector('.is-read')?.classList.remove('is-read');
  piece?.classList.add('is-read');
}

function stop() {
  turn += 1;
  talk.cancel();
  mark();
}

/** Words in a language without a voice are left to the eyes. */
function read(button) {
  stop();
  const mine = turn;
  const said = [...document.querySelectorAll(button.dataset.hear)]
    .filter((each) => each.checkVisibility() && each.innerText.trim());
  const next = () => {
    if (mine !== turn) return;
    const each = said.shift();
    if (!each) { stop(); return; }
    const found = voice((each.querySelector('[lang]') ?? each.closest('[lang]')).lang);
    if (!found) { next(); return; }
    mark(button, each);
    const spoken = new SpeechSynthesisUtterance(each.innerText.trim());
    talk.speak(Object.assign(spoken, { voice: found, lang: found.lang, onend: next, onerror: next }));
  };
  next();
}

if (talk) {
  show();
  mark();
  talk.addEventListener?.('voiceschanged', show);
  for (const each of buttons) each.addEventListener('click', () => (each.ariaPressed === 'true' ? stop() : read(each)));
  addEventListener('leave-screen', stop);
  addEventListener('pagehide', stop);
  addEventListener('screen', () => { if (root.dataset.sound === '1' && !buttons[0].hidden) read(buttons[0]); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); });
}
