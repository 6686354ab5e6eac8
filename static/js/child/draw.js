/**
 * Paper and pens. A drawing is numbers, kept in the form's field `d-<question id>` after every stroke:
 *
 *   [1, [pen, thickness, x, y, dx, dy, dx, dy, ...], ...]
 *
 * Whole numbers on paper of 1000 by 800; pens 0 to 4 as on the screen, 5 rubs out; thickness 0 to 2;
 * each point after the first as its distance from the one before. At most 64 KB.
 */
import getStroke from '../../vendor/perfect-freehand/index.mjs';
import { $, all, drawn, over, words } from './flow.js';

const WIDE = 1000;
const HIGH = 800;
const MOST = 64_000;
const RUBS = 5;
const INKS = ['#22304A', '#2C6E86', '#C9694A', '#F5C04A', '#4F7F5B', '#000'];
const SIZES = [10, 20, 40];

const box = /** @type {HTMLElement} */ (/** @type {HTMLTemplateElement} */ ($('#t-drawing')).content.firstElementChild);
const canvas = /** @type {HTMLCanvasElement} */ ($('canvas', box));
const ink = canvas.getContext('2d');
const done = document.createElement('canvas');
/** @type {number[][]} strokes as points: pen, thickness, x, y, x, y, ... */
let strokes = [];
let undone = [];
/** @type {number[]|null} */
let live = null;
let step = null;
let pen = 0;
let thick = 1;

/** Show a question's paper, or only what was drawn on it. */
export function open(question, draws) {
  step = question;
  strokes = parse(drawn(step)?.value);
  undone = [];
  all('.thumb', step).forEach((each) => each.remove());
  const label = $('.about label', box);
  words(step).removeAttribute('aria-labelledby');
  if (!draws) {
    box.remove();
    if (strokes.length) $('#tell').append(thumb(drawn(step).value));
    return;
  }
  $('details', step)?.setAttribute('open', '');
  $('svg', box).style.display = 'house' in step.dataset ? '' : 'none';
  words(step).before(box);
  label.id = 'about';
  label.htmlFor = words(step).id;
  words(step).setAttribute('aria-labelledby', label.id);
  fit();
}

/** A small copy of a drawing. */
export function thumb(value) {
  const small = Object.assign(document.createElement('canvas'), { width: 250, height: 200, className: 'thumb' });
  small.setAttribute('role', 'img');
  small.setAttribute('aria-label', canvas.getAttribute('aria-label'));
  const brush = small.getContext('2d');
  brush.scale(0.25, 0.25);
  parse(value).forEach((each) => paint(brush, each));
  return small;
}

function parse(value) {
  return value ? JSON.parse(value).slice(1).map(([p, t, x, y, ...rest]) => {
    const points = [p, t, x, y];
    for (let i = 0; i < rest.length; i += 2) points.push(x += rest[i], y += rest[i + 1]);
    return points;
  }) : [];
}

const short = ([p, t, ...points]) => [p, t, ...points.map((each, i) => (i < 2 ? each : each - points[i - 2]))];

function paint(brush, [p, t, ...points]) {
  const pairs = [];
  for (let i = 0; i < points.length; i += 2) pairs.push([points[i], points[i + 1]]);
  const edge = getStroke(pairs, { size: SIZES[t] * (p === RUBS ? 2 : 1), thinning: 0.25, smoothing: 0.6, streamline: 0.4 });
  if (!edge.length) return;
  brush.globalCompositeOperation = p === RUBS ? 'destination-out' : 'source-over';
  brush.fillStyle = INKS[p];
  brush.beginPath();
  brush.moveTo(...edge[0]);
  edge.forEach(([x, y], i) => { const [u, v] = edge[(i + 1) % edge.length]; brush.quadraticCurveTo(x, y, (x + u) / 2, (y + v) / 2); });
  brush.fill();
}

/** Fit the paper to its place: the strokes are numbers, so turning the tablet loses nothing. */
function fit() {
  const wide = Math.round(canvas.clientWidth * Math.min(devicePixelRatio, 2));
  if (!wide) return;
  for (const each of [canvas, done]) Object.assign(each, { width: wide, height: (wide * HIGH) / WIDE });
  again();
}

function again() {
  const brush = done.getContext('2d');
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, done.width, done.height);
  brush.scale(done.width / WIDE, done.width / WIDE);
  strokes.forEach((each) => paint(brush, each));
  frame();
}

function frame() {
  ink.setTransform(1, 0, 0, 1, 0, 0);
  ink.globalCompositeOperation = 'source-over';
  ink.clearRect(0, 0, canvas.width, canvas.height);
  ink.drawImage(done, 0, 0);
  ink.scale(canvas.width / WIDE, canvas.width / WIDE);
  if (live) paint(ink, live);
}

/** Whether anything is to be seen: paper on which all was rubbed out is blank. */
const blank = () => !strokes.some(([p]) => p !== RUBS) || (strokes.some(([p]) => p === RUBS)
  && !done.getContext('2d').getImageData(0, 0, done.width, done.height).data.some((each, i) => i % 4 === 3 && each > 32));

function keep() {
  again();
  let field = drawn(step);
  const value = JSON.stringify([1, ...strokes.map(short)]);
  const full = value.length > MOST;
  $('.full', box).hidden = !full;
  if (full) { strokes.pop(); again(); return; }
  if (blank()) field?.remove();
  else {
    if (!field) step.append(field = Object.assign(document.createElement('input'), { type: 'hidden', name: `d-${step.id.slice(2)}` }));
    field.value = value;
  }
  step.dispatchEvent(new Event('input', { bubbles: true }));
}

function add(event) {
  const place = canvas.getBoundingClientRect();
  for (const each of event.getCoalescedEvents?.() ?? []) point(each, place);
  point(event, place);
  frame();
}

function point(event, place) {
  const x = Math.round(Math.min(Math.max((event.clientX - place.left) / place.width, 0), 1) * WIDE);
  const y = Math.round(Math.min(Math.max((event.clientY - place.top) / place.height, 0), 1) * HIGH);
  const [u, v] = live.slice(-2);
  if (live.length < 4 || Math.hypot(x - u, y - v) >= 4) live.push(x, y);
}

canvas.addEventListener('pointerdown', (event) => {
  if (!event.isPrimary || event.button) return;
  canvas.setPointerCapture(event.pointerId);
  live = [pen, thick];
  add(event);
});
canvas.addEventListener('pointermove', (event) => { if (live && event.isPrimary) add(event); });
for (const kind of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(kind, (event) => {
    if (!live || !event.isPrimary) return;
    strokes.push(live);
    live = null;
    undone = [];
    keep();
  });
}
box.addEventListener('change', ({ target }) => { pen = Number(/** @type {HTMLInputElement} */ (target).value); });
box.addEventListener('click', async ({ target }) => {
  const button = /** @type {HTMLElement} */ (target).closest('button');
  if (!button) return;
  if (button.value === 'thick') button.dataset.thick = String(thick = (thick + 1) % 3);
  if (button.value === 'undo' && strokes.length) undone.push(strokes.pop());
  if (button.value === 'redo' && undone.length) strokes.push(undone.pop());
  if (button.value === 'clear' && strokes.length && await over('clear') === 'yes') { undone = strokes.reverse(); strokes = []; }
  keep();
});
new ResizeObserver(fit).observe(canvas);
addEventListener('wipe', () => { strokes = []; undone = []; live = null; done.width = 0; });
