/** How the page looks, for this tab alone: answers, colours, letters, space, reading aloud. */
import { $, over } from './flow.js';

const root = document.documentElement;
const panel = $('#over-look');

/** What stands before anything was chosen. */
const first = () => ({
  door: { '4-7': 'pictures', '8-10': 'faces' }[document.body.dataset.tier] || 'faces',
  palette: matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'day',
  size: '0', space: '0', sound: '0', ...kept(),
});
const kept = () => JSON.parse(sessionStorage.getItem('look') || '{}');

/** Open the panel. */
export function open() {
  $('#doors').hidden = !$('#form .picks :is(.face,img)');
  $('#sound').hidden = $('#hear').hidden;
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
