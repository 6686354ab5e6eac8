/** Prepare this device for a form, and say so only when all of it is here. */
import { able, prepare } from '../offline.js';
import '../post.js';

const line = document.querySelector('#offline');

async function run() {
  if (!able) return;
  line.textContent = line.dataset.busy;
  const { came, of } = await prepare(line.dataset.token);
  line.textContent = came === of ? line.dataset.done : line.dataset.failed;
}

run().catch(() => { line.textContent = line.dataset.failed; });
