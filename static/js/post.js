/**
 * Carry sealed envelopes to the server, now or when there is a network again.
 *
 * Nothing is said to be sent before the server has said so, and nothing is said to be kept before
 * it lies on the disk. The same envelope may arrive twice: the server keeps it once.
 */
import { able, enveloped } from './seal.js';
import { add, all, refuse, remove } from './queue.js';

const DONE = [200, 202, 409, 410];
const REFUSED = [403, 413, 415, 422];
const BUSY = [429, 502, 503, 504];
const FIRST = 2000;
/** A network that came back unseen is found within a minute. */
const LONGEST = 48000;
let pause = FIRST;
let timer;

/** Tell every page on this device that something changed. */
const news = 'BroadcastChannel' in globalThis ? new BroadcastChannel('voice-post') : null;
export const changed = (then) => news?.addEventListener('message', then);

/** Post one envelope: 'done', 'refused', or 'later'. */
async function deliver(letter, patience) {
  try {
    const answer = await fetch('/in', {
      method: 'POST',
      body: letter.bytes,
      headers: { 'Content-Type': 'application/voice-sealed' },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    if (DONE.includes(answer.status)) return ['done', answer.status];
    return [REFUSED.includes(answer.status) ? 'refused' : 'later', answer.status];
  } catch {
    return ['later', 0];
  }
}

/**
 * Send a form: sealed, kept here, and posted.
 *
 * @returns {Promise<{state: 'kept'|'waiting'|'full'|'big', receipt?: object}>}
 */
export async function send(form, receipt) {
  let letter;
  try { letter = await enveloped(form, receipt); } catch (wrong) {
    if (wrong instanceof RangeError) return { state: 'big' };
    throw wrong;
  }
  let safe = true;
  try { await add(letter); } catch { safe = false; }
  const [how, status] = await deliver(letter, 6000);
  if (how === 'done') {
    if (safe) await remove(letter.id);
    return { state: 'kept', receipt };
  }
  if (!safe) return { state: 'full' };
  if (how === 'refused') await refuse(letter, status);
  else later();
  news?.postMessage('changed');
  return { state: 'waiting', receipt };
}

/** Post what waits, the oldest first; one page at a time does it. */
export function flush() {
  clearTimeout(timer);
  if (!('locks' in navigator)) return empty();
  return navigator.locks.request('voice-post', { ifAvailable: true }, (lock) => (lock ? empty() : later()));
}

/** As long as a large envelope needs over a thin line: 64 kbit/s. */
const patience = (letter) => 20000 + letter.bytes.byteLength / 8;

async function empty() {
  const letters = (await all()).filter((each) => !each.refused);
  let stuck = false;
  for (const letter of letters) {
    const [how, status] = await deliver(letter, patience(letter));
    // One letter at which the server stumbles must not keep back those behind it.
    if (how === 'later' && (!status || BUSY.includes(status))) { later(); return; }
    if (how === 'later') { stuck = true; continue; }
    if (how === 'done') await remove(letter.id);
    else await refuse(letter, status);
    news?.postMessage('changed');
    pause = FIRST;
  }
  if (stuck) later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST);
}

function wake() {
  pause = FIRST;
  flush().catch(() => {});
}

if (able && 'indexedDB' in globalThis) {
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  wake();
}
