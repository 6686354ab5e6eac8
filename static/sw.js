/**
 * Answer in the network's stead: the pages and files of the forms that were prepared on this device.
 *
 * `VERSION` stands above this line when it is served. What was prepared is asked of the cache first;
 * everything else, and every page of the staff, goes to the network as if this were not here.
 */
const NAME = `voice-${VERSION}`;
const OURS = /^\/(f|help|hide|receipt|kiosk|device|static|offline)(\/|$)/;

const fresh = (address) => fetch(address, { credentials: 'omit', cache: 'reload' });

/** Take addresses into the cache; how many came. All or nothing is for the caller to say. */
async function take(addresses) {
  const cache = await caches.open(NAME);
  let came = 0;
  for (const address of addresses) {
    const answer = await fresh(address).catch(() => null);
    if (answer?.ok && !answer.redirected) { await cache.put(address, answer); came += 1; }
  }
  return came;
}

/** A new version takes everything that the old one held; without a network the old one stays. */
async function inherit() {
  const old = (await caches.keys()).filter((name) => name.startsWith('voice-') && name !== NAME);
  const held = await Promise.all(old.map(async (name) => (await (await caches.open(name)).keys()).map((each) => each.url)));
  const addresses = [...new Set(held.flat())];
  if (addresses.length && !(await fresh('/hide')).ok) throw new Error('no network');
  await take(addresses);
  await self.skipWaiting();
}

async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith('voice-') && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const wanted = new URL(request.url);
  wanted.searchParams.delete('kiosk');
  const held = await (await caches.open(NAME)).match(wanted.href, { ignoreVary: true });
  if (!held) return fetch(request);
  // A page's ticket and key grow old: while there is a network, the next child gets a fresh one.
  if (request.mode === 'navigate') fresh(wanted.href).then(async (page) => { if (page.ok) (await caches.open(NAME)).put(wanted.href, page); }).catch(() => {});
  return held;
}

self.addEventListener('install', (event) => event.waitUntil(inherit()));
self.addEventListener('activate', (event) => event.waitUntil(clean()));
self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin || !OURS.test(address.pathname)) return;
  event.respondWith(answer(event.request));
});
self.addEventListener('message', (event) => {
  const { prepare } = event.data || {};
  if (prepare) event.waitUntil(take(prepare).then((came) => event.ports[0]?.postMessage({ came, of: prepare.length })));
});
