/** Send the sealed answers that wait here, or save them, still sealed. */
import { flush } from '../post.js';
import { all } from '../queue.js';
import { tell } from './waits.js';

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
