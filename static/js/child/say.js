/**
 * Say it: up to a minute of a child's own voice under a question.
 *
 * Fetched only when it is asked for. Nothing is recorded or played by itself; recording ends with
 * the screen, with Hide, and when the page goes out of sight. What was said lies in the form's field
 * `v-<question id>` as base64url, and nowhere else: it goes where the words go, and is wiped with them.
 */
import { $, all, form, later, over } from './flow.js';

const LONGEST = 60;
const SHORTEST = 0.7;
/** Bits in a second: a voice, and no more. */
const RATE = 16_000;
/** What an envelope holds, less what it needs for itself; then a recording's own most bytes. */
const ENVELOPE = 256 * 1024 - 4096;
const MOST = 180 * 1024;
const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('../../css/say.css', import.meta.url).href });
document.head.append(sheet);
await later();

const panel = /** @type {HTMLElement} */ (/** @type {HTMLTemplateElement} */ ($('#t-say')).content.firstElementChild);
const status = $('[role=status]', panel);
const left = $('.left', panel);
/** The question under which the panel stands. */
let step = null;
/** What is going on: {recorder, stream, chunks, wanted, timer}; null where nothing is recorded. */
let live = null;
/** Every recording that has begun and is not kept yet: a page that is wiped keeps none of them. */
const begun = new Set();
/** What is being heard back. */
let sound = null;
/** @type {AudioContext|null} */
let desk = null;

/** The field that holds a recording. */
const field = (question) => /** @type {HTMLInputElement|null} */ ($('input[name^="v-"]', question));
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** How many bytes one more recording may have, beside all else that the envelope holds. */
function room() {
  const others = [...new FormData(form)].filter(([name]) => name !== 'ticket' && name !== field(step)?.name);
  const free = ENVELOPE - new TextEncoder().encode(JSON.stringify(others)).length;
  return Math.max(0, Math.min(MOST, Math.floor(free * 0.75)));
}

const seconds = () => Math.min(LONGEST, Math.floor((room() * 8) / (RATE * 1.15)));

function show(state) {
  panel.dataset.state = state;
  all('[data-in]', panel).forEach((each) => { each.hidden = !each.dataset.in.split(' ').includes(state); });
  $('#speak').setAttribute('aria-expanded', String(panel.isConnected));
  status.textContent = status.dataset[state] || '';
  if (state === 'done') $('.long', panel).textContent = field(step).dataset.long ? clock(field(step).dataset.long) : '';
}

/** Put the panel under a question. */
function put(question) {
  step = question;
  $('#tell', step).after(panel);
  show(field(step) ? 'done' : seconds() < 3 ? 'full' : 'ready');
}

/** Somebody pressed "say it": open the panel, and go to its first button. */
export function open(question) {
  if (!panel.isConnected || step !== question || panel.dataset.state === 'refused') put(question);
  $('button:not([hidden])', panel)?.focus();
}

/** Leave the question: whatever runs ends, and what was said stays. */
function close() {
  stop();
  hush();
  panel.remove();
  $('#speak').setAttribute('aria-expanded', 'false');
}

async function start() {
  if (live) return;
  globalThis.speechSynthesis?.cancel();
  const mine = live = { step, chunks: [], wanted: true, size: 0, most: room(), last: seconds() };
  begun.add(mine);
  show('asking');
  try {
    mine.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch {
    if (live === mine) { live = null; if (panel.isConnected) show('refused'); }
    return;
  }
  // The child may have gone on while the browser asked.
  if (live !== mine || !mine.wanted) { silence(mine); return; }
  try { record(mine); } catch { silence(mine); live = null; show('refused'); }
}

function record(mine) {
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  if (!mimeType) throw new Error('no kind');
  const recorder = mine.recorder = new MediaRecorder(mine.stream, { mimeType, audioBitsPerSecond: RATE });
  recorder.ondataavailable = ({ data }) => {
    mine.chunks.push(data);
    mine.size += data.size;
    if (mine.size > mine.most * 0.95) stop();
  };
  recorder.onstop = () => keep(mine);
  recorder.onerror = () => stop();
  recorder.start(500);
  mine.began = performance.now();
  show('recording');
  $('[value=stop]', panel).focus();
  tick(mine);
  watch(mine);
}

/** Count down, quietly; said aloud to a screen reader once, near the end. */
function tick(mine) {
  const rest = mine.last - (performance.now() - mine.began) / 1000;
  left.textContent = clock(Math.max(0, Math.ceil(rest)));
  if (rest <= 10 && !mine.told) { mine.told = true; status.textContent = status.dataset.ten; }
  if (rest <= 0) stop();
  else mine.timer = setTimeout(() => tick(mine), 200);
}

/** Show that something is heard: one bar, as wide as the voice is loud. */
function watch(mine) {
  desk ||= new AudioContext();
  desk.resume();
  const ear = desk.createAnalyser();
  const heard = new Float32Array(ear.fftSize);
  mine.wire = desk.createMediaStreamSource(mine.stream);
  mine.wire.connect(ear);
  const look = () => {
    if (live !== mine) return;
    ear.getFloatTimeDomainData(heard);
    const loud = Math.sqrt(heard.reduce((sum, each) => sum + each * each, 0) / heard.length);
    $('.level', panel).style.setProperty('--level', String(Math.min(1, Math.sqrt(loud) * 1.8).toFixed(2)));
    requestAnimationFrame(look);
  };
  look();
}

/** Let go of the microphone. */
function silence(mine) {
  clearTimeout(mine.timer);
  mine.wire?.disconnect();
  mine.stream?.getTracks().forEach((track) => track.stop());
}

function stop() {
  if (!live) return;
  const mine = live;
  live = null;
  if (mine.recorder?.state === 'recording') { mine.long = (performance.now() - mine.began) / 1000; mine.recorder.stop(); }
  silence(mine);
}

async function keep(mine) {
  live = live === mine ? null : live;
  silence(mine);
  if (!mine.wanted) return;
  const bytes = new Uint8Array(await new Blob(mine.chunks).arrayBuffer());
  mine.chunks = [];
  const short = (mine.long ?? LONGEST) < SHORTEST || bytes.length < 200 || bytes.length > MOST;
  if (mine.wanted && !short) {
    let kept = field(mine.step);
    if (!kept) mine.step.append(kept = Object.assign(document.createElement('input'), { type: 'hidden', name: `v-${mine.step.id.slice(2)}` }));
    kept.value = btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    kept.dataset.long = String(Math.round(mine.long ?? LONGEST));
    mine.step.dispatchEvent(new Event('input', { bubbles: true }));
    dispatchEvent(new Event('spoken'));
  }
  bytes.fill(0);
  begun.delete(mine);
  if (!panel.isConnected || step !== mine.step) return;
  show(field(step) ? 'done' : 'short');
  $('button:not([hidden])', panel)?.focus();
}

async function listen() {
  hush();
  const kept = field(step);
  const bytes = Uint8Array.from(atob(kept.value.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
  desk ||= new AudioContext();
  await desk.resume();
  const buffer = await desk.decodeAudioData(bytes.buffer).catch(() => null);
  if (!buffer || field(step) !== kept || !panel.isConnected) { if (!buffer) show('mute'); return; }
  sound = Object.assign(desk.createBufferSource(), { buffer, onended: () => { if (sound) { sound = null; show('done'); } } });
  sound.connect(desk.destination);
  sound.start();
  show('playing');
  $('[value=hush]', panel).focus();
}

/** Stop what is being heard back. */
function hush() {
  const was = sound;
  sound = null;
  was?.stop();
}

async function act(what) {
  if (what === 'start') start();
  if (what === 'stop') stop();
  if (what === 'listen') listen();
  if (what === 'hush') { hush(); show('done'); $('[value=listen]', panel).focus(); }
  if (what === 'again') { hush(); show(seconds() < 3 ? 'full' : 'ready'); $('[value=start]', panel).focus(); }
  if (what === 'delete') {
    hush();
    if (await over('unsay') !== 'yes') { show('done'); return; }
    field(step)?.remove();
    step.dispatchEvent(new Event('input', { bubbles: true }));
    show('ready');
    $('[value=start]', panel).focus();
  }
}

panel.addEventListener('click', ({ target }) => {
  const button = /** @type {HTMLElement} */ (target).closest('button');
  if (button) act(/** @type {HTMLButtonElement} */ (button).value);
});
addEventListener('leave-screen', close);
addEventListener('screen', ({ detail }) => { if (field(detail)) put(detail); });
document.addEventListener('visibilitychange', () => { if (document.hidden) { stop(); hush(); } });
addEventListener('wipe', () => {
  for (const each of begun) each.wanted = false;
  begun.clear();
  stop();
  hush();
  panel.remove();
  desk?.close();
  desk = null;
});
