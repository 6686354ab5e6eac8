/** What follows the first screen: words and a style sheet, then the scripts that need them. */
import { $, form, here } from './flow.js';

/** A page of words; it comes as a document, because our policy lets no text become one. */
function words(address) {
  return new Promise((then, fail) => {
    const asked = new XMLHttpRequest();
    asked.open('GET', address);
    asked.responseType = 'document';
    asked.onload = () => (asked.status === 200 && asked.response ? then(asked.response) : fail(new Error('no words')));
    asked.onerror = () => fail(new Error('no words'));
    asked.send();
  });
}

function sheet(address) {
  return new Promise((then, fail) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
    link.onload = () => then();
    link.onerror = () => { link.remove(); fail(new Error('no sheet')); };
    document.head.append(link);
  });
}

/** Saying an answer, where this device can record. */
function saying() {
  const speak = /** @type {HTMLButtonElement|null} */ ($('#speak'));
  if (!speak || !globalThis.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
  speak.hidden = false;
  speak.addEventListener('click', () => import('./say.js').then((say) => say.open(here())).catch(() => { speak.hidden = true; }));
}

/** Fetch it all; fails where there is no network, and may be asked again. */
export async function fetched() {
  const { rest, sheet: address } = form.dataset;
  const [found] = await Promise.all([words(rest), sheet(address)]);
  if (!$('#t-said')) document.body.append(...found.body.children);
  const names = ['./look.js', './draw.js', './check.js', './send.js', '../receipt.js', '../post.js'];
  const [look, paper, last] = await Promise.all(names.map((name) => import(name)));
  saying();
  document.documentElement.dataset.whole = '';
  return { look, paper, last };
}
