/**
 * Send the form's answers away.
 *
 * Sealed where the browser can do it; otherwise in the browser's own way, which ends on the page
 * that says thank you. Resolves with 'kept' (arrived), 'waiting' (sealed and safe on this device,
 * goes later), or with why nothing went and the words are still on the page: 'offline', or 'full'
 * where there is no room on this device either.
 *
 * @param {HTMLFormElement} form
 * @returns {Promise<'kept'|'waiting'|'offline'|'full'>}
 */
import { wipe } from './flow.js';
import { able } from '../seal.js';
import { drawn, thank } from '../receipt.js';
import * as post from '../post.js';

export async function send(form) {
  if (!able || !form.dataset.seal) return plainly(form);
  const { state, receipt } = await post.send(form, drawn());
  if (state === 'full') return state;
  wipe();
  await thank(state, receipt);
  return state;
}

function plainly(form) {
  if (!navigator.onLine) return 'offline';
  HTMLFormElement.prototype.submit.call(form);
  return new Promise(() => {});
}
