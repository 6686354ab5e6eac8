/** The last look: every answer in the child's own words, to change or take out; then the envelope. */
import { $, all, answered, applies, clear, drawn, form, go, over, words } from './flow.js';
import { thumb } from './draw.js';
import { send } from './send.js';

/** @type {HTMLTemplateElement} */
const line = $('#t-said');
/** Answers taken out on this page, and the way to put each back. */
const taken = new Map();

/** Write the list anew. */
export function fill() {
  const asked = all('.question', form).filter(applies);
  const given = asked.filter((step) => answered(step) || taken.has(step));
  $('#said').replaceChildren(...given.map(row));
  $('#unsaid').hidden = given.length === asked.length;
  $('#unsaid ol').replaceChildren(...asked.filter((step) => !given.includes(step)).map(row));
}

function row(step) {
  const made = /** @type {HTMLElement} */ (line.content.cloneNode(true).firstElementChild);
  const has = answered(step);
  const wanted = taken.has(step) && !has ? ['put'] : has ? ['change', 'take'] : ['answer'];
  $('h3', made).textContent = $('h3', step).textContent;
  $('.told', made).replaceChildren(...told(step));
  $('.gone', made).hidden = wanted[0] !== 'put';
  all('button', made).forEach((button) => {
    button.hidden = !wanted.includes(button.value);
    button.setAttribute('aria-label', `${button.textContent}: ${$('h3', step).textContent}`);
    button.addEventListener('click', () => act(step, button.value));
  });
  made.dataset.step = step.id;
  return made;
}

function act(step, what) {
  if (what === 'change' || what === 'answer') { go(step, { done: true }); return; }
  if (what === 'take') taken.set(step, clear(step));
  else { taken.get(step)(); taken.delete(step); }
  fill();
  $(`#said [data-step="${step.id}"] button:not([hidden])`)?.focus();
}

function* told(step) {
  for (const each of all(':checked', step)) {
    const label = each.closest('label');
    const said = document.createElement('p');
    said.className = 'one';
    said.append(...all('svg', label).map((face) => face.cloneNode(true)), $('span', label).textContent);
    yield said;
  }
  for (const each of all('textarea,[type=text]', step)) {
    const said = Object.assign(document.createElement('p'), { className: 'own', dir: 'auto', textContent: each.value.trim() });
    if (said.textContent) yield said;
  }
  if (drawn(step)) yield thumb(drawn(step).value);
  const aloud = $('[name^="v-"]', step);
  if (aloud) yield Object.assign(document.createElement('p'), { className: 'one', textContent: $('#t-say').dataset.yours });
}

addEventListener('wipe', () => taken.clear());
// A recording that ended with its screen may come a moment after this one.
addEventListener('spoken', () => { if (document.documentElement.dataset.at === 'check') fill(); });

/** Close the envelope, then send; what could not be sent stays on the page. */
export async function seal() {
  const page = $('#sealing');
  const calm = matchMedia('(prefers-reduced-motion:reduce)').matches;
  page.hidden = false;
  $('p', page).focus();
  await new Promise((then) => setTimeout(then, calm ? 0 : 900));
  const how = await send(form);
  page.hidden = true;
  if (how === 'offline' || how === 'full') {
    await over(how);
    $('button[type=submit]', form).focus();
  } else dispatchEvent(new CustomEvent('sent', { detail: how }));
}
