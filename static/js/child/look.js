/** How the page looks and sounds, for this tab alone: answers, colours, letters, space, reading aloud. */
import { $, all, here, over } from './flow.js';

const root = document.documentElement;
const panel = $('#over-look');
const hear = $('#hear');
const talk = globalThis.speechSynthesis;
/** @type {SpeechSynthesisVoice|undefined} */
let voice;

/** What stands before anything was chosen. */
const first = () => ({
  door: { '4-7': 'pictures', '8-10': 'faces' }[document.body.dataset.tier] || 'faces',
  palette: matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'day',
  size: '0', space: '0', sound: '0', ...kept(),
});
const kept = () => JSON.parse(sessionStorage.getItem('look') || '{}');

/** Open the panel. */
export function open() {
  for (const [name, value] of Object.entries(first())) {
    const radio = $(`[name="${name}"][value="${value}"]`, panel);
    if (radio) /** @type {HTMLInputElement} */ (radio).checked = true;
  }
  over('look');
}

panel.addEventListener('change', ({ target }) => {
  const { name, value } = /** @type {HTMLInputElement} */ (target);
  root.dataset[name] = value;
  sessionStorage.setItem('look', JSON.stringify({ ...kept(), [name]: value }));
});

/** Only a voice that lives on this device: no word leaves it to be spoken. */
function find() {
  const mine = (each) => each.localService && each.lang.toLowerCase().split(/[-_]/)[0] === root.lang.split('-')[0];
  voice = talk.getVoices().find(mine);
  hear.hidden = $('#sound').hidden = !voice;
}

function read() {
  talk.cancel();
  const step = here();
  const place = all(':scope>h1,:scope>#problems', $('main')).filter((each) => each.id || !step.closest('form'));
  const said = [...place, ...all('h2,h3,p.soft,.err,.picks span,.ways label span,#start>p,.cards li', step)]
    .filter((each) => each.checkVisibility()).map((each) => each.innerText.trim()).filter(Boolean);
  const spoken = new SpeechSynthesisUtterance(said.join('. '));
  spoken.voice = voice;
  spoken.lang = voice.lang;
  talk.speak(spoken);
}

if (talk) {
  find();
  talk.addEventListener?.('voiceschanged', find);
  hear.addEventListener('click', () => (talk.speaking ? talk.cancel() : read()));
  addEventListener('leave-screen', () => talk.cancel());
  addEventListener('pagehide', () => talk.cancel());
  addEventListener('screen', () => { if (voice && root.dataset.sound === '1') read(); });
}
