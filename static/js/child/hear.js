/** Reading aloud, from the first screen on, where this device has a voice of its own for it. */
import { $, all, here } from './flow.js';

const root = document.documentElement;
const hear = $('#hear');
const talk = globalThis.speechSynthesis;
/** @type {SpeechSynthesisVoice|undefined} */
let voice;

/** Only a voice that lives on this device: no word leaves it to be spoken. */
function find() {
  const mine = (each) => each.localService && each.lang.toLowerCase().split(/[-_]/)[0] === root.lang.split('-')[0];
  voice = talk.getVoices().find(mine);
  hear.hidden = !voice;
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

find();
talk.addEventListener?.('voiceschanged', find);
hear.addEventListener('click', () => (talk.speaking ? talk.cancel() : read()));
addEventListener('leave-screen', () => talk.cancel());
addEventListener('pagehide', () => talk.cancel());
addEventListener('screen', () => { if (voice && root.dataset.sound === '1') read(); });
