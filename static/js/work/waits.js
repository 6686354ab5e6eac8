/** Say how many sealed answers wait on this device and since when, louder after a day and after three. */
import { changed } from '../post.js';
import { waiting } from '../queue.js';

const line = /** @type {HTMLElement} */ (document.querySelector('#waits'));
const HOUR = 3600e3;
const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' });

/** Look again, and say it; a quiet line shows itself only when there is something to say. */
export async function tell() {
  const { count, oldest, refused } = await waiting();
  const said = [];
  const age = count ? (Date.now() - oldest) / HOUR : 0;
  if (count) said.push(line.dataset.some.replace('{count}', count).replace('{since}', when.format(oldest)));
  if (age > 72) said.push(line.dataset.late);
  else if (age > 24) said.push(line.dataset.day);
  if (refused) said.push(line.dataset.refused.replace('{count}', refused));
  line.classList.toggle('late', age > 24);
  line.hidden = 'quiet' in line.dataset && !said.length;
  line.textContent = said.join(' ') || line.dataset.none;
}

changed(tell);
setInterval(tell, 30e3);
tell();
