/** Five pictures and six digits, drawn by lot on this device, and the page that says thank you. */

/** A number below `end`, every one equally likely. */
function lot(end) {
  const most = 2 ** 32 - (2 ** 32 % end);
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < most) return drawn % end;
  }
}

const names = (page) => [...page.querySelectorAll('[data-picture]')].map((each) => each.dataset.picture);

/** A receipt that only this child has. */
export function drawn() {
  const left = names(/** @type {HTMLTemplateElement} */ (document.querySelector('#t-thanks')).content);
  const pictures = Array.from({ length: 5 }, () => left.splice(lot(left.length), 1)[0]);
  return { pictures, code: String(lot(1e6)).padStart(6, '0') };
}

/** Put the thank-you in the place of the form; Back finds nothing else any more. */
export async function thank(state, receipt) {
  const made = /** @type {HTMLTemplateElement} */ (document.querySelector('#t-thanks')).content.cloneNode(true);
  const page = /** @type {HTMLElement} */ (made.firstElementChild);
  page.querySelectorAll('[data-state]').forEach((each) => { if (each.dataset.state !== state) each.remove(); });
  page.querySelectorAll('[data-picture]').forEach((each) => { if (!receipt.pictures.includes(each.dataset.picture)) each.remove(); });
  page.querySelector('.digits b').textContent = `${receipt.code.slice(0, 3)} ${receipt.code.slice(3)}`;
  addEventListener('popstate', (event) => event.stopImmediatePropagation(), true);
  addEventListener('pagehide', () => page.remove());
  document.querySelector('main').replaceChildren(page);
  document.documentElement.dataset.at = 'sent';
  document.querySelectorAll('.path li').forEach((each) => { each.className = 'was'; });
  document.querySelector('#pin')?.remove();
  scrollTo(0, 0);
  page.querySelector('h1').focus();
  if (new URLSearchParams(location.search).has('kiosk')) start(page);
  if (state === 'kept') await date(page.querySelectorAll('.steps [data-state=kept]'));
}

/** In a waiting room: back to the neutral start, when the child says so or after a minute. */
function start(page) {
  const address = `${location.pathname.replace(/^\/f\//, '/kiosk/')}?lang=${document.documentElement.lang}`;
  page.querySelector('.end a').href = address;
  setTimeout(() => location.replace(address), 60e3);
}

/** What happens next, with the days as the server counts them. */
async function date(lines) {
  try {
    const said = await (await fetch(`/next.json?lang=${document.documentElement.lang}`, { credentials: 'omit' })).json();
    said.forEach(({ when, what }, n) => {
      lines[n].querySelector('b').textContent = when;
      lines[n].querySelector('span').textContent = what;
    });
  } catch { /* the undated words stay */ }
}
