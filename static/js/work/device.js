/** How many sealed answers wait here and since when; send them, or save them, still sealed. */
import { changed, flush } from '../post.js';
import { all, waiting } from '../queue.js';

const line = document.querySelector('#waits');
const HOUR = 3600e3;
const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' });

async function tell() {
  const { count, oldest, refused } = await waiting();
  const said = [];
  if (count) {
    const age = (Date.now() - oldest) / HOUR;
    said.push(line.dataset.some.replace('{count}', count).replace('{since}', when.format(oldest)));
    if (age > 72) said.push(line.dataset.late);
    else if (age > 24) said.push(line.dataset.day);
    line.classList.toggle('late', age > 24);
  }
  if (refused) said.push(line.dataset.refused.replace('{count}', refused));
  line.textContent = said.join(' ') || line.dataset.none;
}

const b64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(''));

async function rescue() {
  const letters = (await all()).map(({ id, at, bytes }) => JSON.stringify({ id, at, envelope: b64(bytes) }));
  const file = new Blob([letters.join('\n')], { type: 'application/jsonl' });
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'sealed.jsonl' });
  link.click();
  URL.revokeObjectURL(link.href);
}

document.querySelector('#send-now').addEventListener('click', async () => { await flush(); await tell(); });
document.querySelector('#rescue').addEventListener('click', rescue);
changed(tell);
setInterval(tell, 30e3);
tell();
