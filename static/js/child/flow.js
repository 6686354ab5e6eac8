/**
 * One question a screen, over the form that works without a script.
 *
 * The form itself is the draft: it lives in this page's memory and nowhere else. Nothing moves on
 * by itself, Back is the browser's Back, and the address never says more than it did at first.
 */
const root = document.documentElement;
/** @type {HTMLFormElement} */
export const form = document.querySelector('#form');
/** @returns {HTMLElement} */
export const $ = (css, from = document) => from.querySelector(css);
/** @returns {HTMLElement[]} */
export const all = (css, from = document) => [...from.querySelectorAll(css)];

const start = $('#start');
const check = $('#check');
const helpCard = $('.help', form);
const steps = [start, ...all('.question', form), check];
const sections = all('section[id^="s-"]', form);
const stones = all('.path li');
const [tools, hear, tell, skip] = ['#tools', '#hear', '#tell', '#skip'].map((css) => $(css));
const next = $('#next');
const kiosk = 'kiosk' in form.dataset || new URLSearchParams(location.search).has('kiosk');

/** Whether paper was ever opened, so that it is put away again. */
let papered = false;
/** Where the child is: a step, whether she draws, whether she came from the last look. */
let at = { n: 0, draw: false, done: false, deep: 0 };
/** Radios that were on before this tap, so that a second tap takes an answer back. */
const was = new Map();

let coming;

/** All that follows the first screen: its words, its sheet, its scripts. Whoever needs them waits. */
export const later = () => (coming ||= import('./rest.js').then((rest) => rest.fetched())
  .catch((error) => { coming = undefined; throw error; }));

/** The step on the screen. */
export const here = () => steps[at.n];
/** The box for words under a question, where it has one for many words. */
export const words = (step) => $('textarea', step);
/** The field that holds a drawing's strokes. */
export const drawn = (step) => $('input[name^="d-"]', step);

/** All that was made under a question: a drawing, a recording. */
const made = (step) => all('input[name^="d-"],input[name^="v-"]', step);

/** Whether a question is asked at all, as the answers stand. */
export function applies(step) {
  const { if: names, in: values } = step.dataset;
  if (!names) return true;
  return all(':checked', form).some((each) => names.split(' ').includes(each.name)
    && values.split(' ').includes(each.value) && applies(each.closest('.question')));
}

/** Whether a question holds anything. */
export const answered = (step) => Boolean($(':checked', step) || made(step).length
  || all('textarea,[type=text]', step).some((each) => each.value.trim()));

/** Take an answer out; gives back the way to put it in again. */
export function clear(step) {
  const kept = all('input,textarea', step).map((each) => [each, each.checked, each.value]);
  const taken = made(step);
  taken.forEach((each) => each.remove());
  for (const [each] of kept) {
    each.checked = false;
    if (each.matches('textarea,[type=text]')) each.value = '';
  }
  was.clear();
  return () => {
    for (const [each, on, value] of kept) Object.assign(each, { checked: on, value });
    step.append(...taken);
  };
}

/** Go to a step; it becomes an entry of the browser's history that holds two numbers and no words. */
export function go(step, { draw = false, done = false } = {}) {
  at = { n: steps.indexOf(step), draw, done, deep: at.deep + 1 };
  history.pushState(at, '');
  show();
}

function forward() {
  const step = here();
  if (at.done) {
    const more = steps.find((each) => each.dataset.if && applies(each) && !answered(each)
      && each.dataset.if.split(' ').some((name) => form.elements[name] && $(`[name="${name}"]`, step)));
    go(more || check, { done: Boolean(more) });
  } else {
    go(steps.slice(at.n + 1).find(applies));
  }
}

/** Write only what changes: a page counts every writing as news, and a slow one counts long. */
const put = (thing, name, value) => { if (thing[name] !== value) thing[name] = value; };

function show(quiet = false) {
  while (!applies(steps[at.n])) at.n -= 1;
  const step = here();
  const section = step.closest('section[id^="s-"]');
  dispatchEvent(new Event('leave-screen'));
  put(root.dataset, 'at', at.n ? (step === check ? 'check' : 'ask') : 'start');
  steps.forEach((each) => { put(each, 'hidden', each !== step); put(each, 'disabled', !applies(each)); });
  sections.forEach((each) => { put(each, 'hidden', each !== section); });
  $('h1').classList.toggle('vh', at.n > 0);
  all('[data-at]', next).forEach((each) => { each.hidden = each.dataset.at !== (at.done ? 'done' : root.dataset.at); });
  if (step === check) later().then(({ last }) => last.fill());
  furnish(step);
  walk(step, section);
  $('#problems')?.toggleAttribute('hidden', !quiet);
  if (quiet) return;
  scrollTo(0, 0);
  const heading = $('h1,h2,h3', at.n ? step : document.body);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  dispatchEvent(new CustomEvent('screen', { detail: step }));
}

/** Bring the tools to the question: hear it, write or draw, skip. */
function furnish(step) {
  const box = words(step);
  step.classList.toggle('draws', at.draw);
  root.toggleAttribute('data-draws', at.draw);
  if (step === check) return;
  if (step === start) $('nav,.cards', step).before(hear);
  else ($('legend+.soft:not(.nojs)', step) || $('legend', step)).after(hear);
  if (step === start) return;
  if (box) {
    const open = step.dataset.kind === 'open';
    $('p', tell).hidden = open;
    if (open && document.body.dataset.tier !== '4-7') box.after(tell);
    else ($('details,.chips', step) || box).before(tell);
    step.classList.toggle('writes', step.classList.contains('writes') || Boolean(box.value));
    if (at.draw || drawn(step) || papered) later().then(({ paper }) => { papered = true; if (here() === step) paper.open(step, at.draw); });
  } else tools.append(tell);
  if (!$('.ways', step)) step.append(Object.assign(document.createElement('div'), { className: 'ways' }));
  $('.ways', step).prepend(skip);
  told();
}

/** Lay the stones: behind warm, ahead grey, this one filling as its questions pass. */
function walk(step, section) {
  const done = step === check ? sections.length - 1 : sections.indexOf(section);
  const asked = section ? all('.question', section).filter(applies) : [];
  stones.forEach((stone, n) => { put(stone, 'className', n < done || step === check ? 'was' : n === done ? 'now' : 'next'); });
  $('#pin').hidden = done < 0;
  if (done >= 0) {
    stones[done].append($('#pin'));
    stones[done].style.setProperty('--left', `${100 - (100 * asked.indexOf(step)) / asked.length}%`);
  }
  const count = section ? $('.step span', section).textContent : '';
  $('#count').textContent = count;
  $('#say').textContent = count;
}

/** Skip, or where there is an answer: take it out. */
function told() {
  const has = answered(here());
  all('span', skip).forEach((each, n) => { each.hidden = Boolean(n) !== has; });
}

/** Make a page without words, at once. */
export function wipe() {
  all('input,textarea').forEach((each) => {
    if (each.matches('[type=radio],[type=checkbox]')) each.checked = each.defaultChecked = false;
    else each.value = each.defaultValue = '';
  });
  all('[name^="d-"],[name^="v-"],#said li,#unsaid li').forEach((each) => each.remove());
  dispatchEvent(new Event('wipe'));
}

/** Leave for another page so that Back does not return here. */
function leave(address) {
  const away = () => location.replace(address);
  wipe();
  sessionStorage.clear();
  document.body.replaceChildren();
  if (!at.deep) return away();
  addEventListener('popstate', away);
  setTimeout(away, 200);
  return history.go(-at.deep);
}

/** Open a page over the page; the value of the button that closed it. */
export async function over(id) {
  if (!$(`#over-${id}`)) await later();
  /** @type {HTMLDialogElement} */
  const page = $(`#over-${id}`);
  page.returnValue = '';
  page.onclick = ({ target }) => { const button = target.closest('button'); if (button) page.close(button.value); };
  page.showModal();
  page.scrollTop = 0;
  return new Promise((then) => page.addEventListener('close', () => then(page.returnValue), { once: true }));
}

function tapped(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const link = target.closest('a');
  const hash = link?.getAttribute('href');
  const asked = hash?.startsWith('#') && document.getElementById(hash.slice(1))?.closest('.question');
  if (link?.id === 'hide') leave(link.href);
  else if (hash === '#help') over('help');
  else if (asked) go(asked, { done: true });
  else if (link?.hreflang && steps.some((each) => each.name !== 'share' && each.id !== 'q-share' && answered(each))) over('language').then((said) => { if (said === 'yes') location.assign(link.href); });
  else return;
  event.preventDefault();
}

/** A second tap takes a choice back; ways round a question and choices shut each other out. */
function chosen({ target }) {
  if (target.type === 'radio') {
    if (was.get(target.name) === target) { target.checked = false; was.delete(target.name); }
    else was.set(target.name, target);
  } else if (target.type === 'checkbox' && target.checked) {
    const lone = (each) => /^_|^alone$/.test(each.value);
    all(`[name="${target.name}"]`, form).forEach((each) => {
      if (each !== target && (lone(each) || lone(target))) each.checked = false;
    });
  } else if (target.closest('.chips')) {
    const box = words(here());
    const gap = box.value && !/\s$/.test(box.value) ? ' ' : '';
    box.setRangeText(`${gap}${target.textContent.replace('…', '')} `, box.value.length, box.value.length, 'end');
    box.focus();
  } else return;
  told();
}

/** A shared tablet that nobody touches says so, and then forgets. */
function watch() {
  let timers = [];
  const wake = () => {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => { all('dialog[open]').forEach((each) => each.close()); over('idle').then(wake); }, 90e3),
      setTimeout(() => leave(location.href), 180e3),
    ];
  };
  ['pointerdown', 'keydown', 'input'].forEach((kind) => addEventListener(kind, wake));
  wake();
}

async function send(event) {
  event.preventDefault();
  if (here() !== check) { forward(); return; }
  const rest = await later().catch(() => null);
  if (rest) rest.last.seal(form);
  else if (navigator.onLine) HTMLFormElement.prototype.submit.call(form);
}

function begin() {
  const look = Object.entries(JSON.parse(sessionStorage.getItem('look') || '{}'));
  for (const [key, value] of look) root.dataset[key] = value;
  all(':checked', form).forEach((each) => was.set(each.name, each));
  $('#over-help').prepend(helpCard);
  root.dataset.flow = '';
  const wrong = $('.err', form)?.closest('.question');
  at.n = wrong ? steps.indexOf(wrong) : $('#problems') ? steps.length - 1 : 0;
  history.replaceState(at, '');
  show(true);
  $('#problems')?.focus();
  addEventListener('popstate', (event) => { if (event.state && 'n' in event.state) { at = event.state; show(); } });
  next.addEventListener('click', forward);
  $('#back').addEventListener('click', () => history.back());
  skip.addEventListener('click', () => { if (answered(here())) { clear(here()); show(true); skip.focus(); } else forward(); });
  $('#write').addEventListener('click', () => {
    here().classList.add('writes');
    $('details', here())?.setAttribute('open', '');
    words(here()).focus();
  });
  $('#draw').addEventListener('click', () => go(here(), { draw: true, done: at.done }));
  $('#aa').addEventListener('click', () => later().then(({ look }) => look.open()));
  document.addEventListener('click', tapped);
  form.addEventListener('click', chosen);
  form.addEventListener('input', told);
  form.addEventListener('submit', send);
  addEventListener('pagehide', wipe);
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  if (kiosk) watch();
  // The rest comes at the first touch, or by itself: a kitchen may lose its signal.
  const soon = () => setTimeout(() => { later().catch(() => {}); }, 150);
  ['pointerdown', 'keydown', 'online'].forEach((kind) => addEventListener(kind, soon));
  if (look.length) soon();
  addEventListener('load', () => {
    if (globalThis.speechSynthesis) import('../aloud.js');
    setTimeout(soon, 3e3);
  });
}

if (new URLSearchParams(location.search).has('whole')) root.dataset.flow = 'off';
else begin();
