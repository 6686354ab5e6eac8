/**
 * Answer in the network's stead: the pages and files of the forms that were prepared on this device.
 *
 * `VERSION` and `FILES` stand above this line when it is served. What was prepared is asked of the
 * cache first; everything else, and every page of the staff, goes to the network as if this were not
 * here, but for a plain page that says so where there is none. A file is kept under its name without
 * its stamp: all that lies here is of one version.
 */
const NAME = `voice-${VERSION}`;
const OURS = /^\/(f|help|hide|receipt|kiosk|device|locked|static|rest|offline)(\/|$)/;
/** Pages of the staff: only where there is no network, one that says nothing stands in for them. */
const STAFFS = /^\/(unlock|work)(\/|$)/;
const STAMPED = /^\/(?:static\/(v[0-9a-f]{12})|rest\/([0-9a-f]{16}))(?=\/|$)/;

const fresh = (address) => fetch(address, { credentials: 'omit', cache: 'reload' });

/** The name under which an address is kept. */
function named(address) {
  const name = new URL(address, location.origin);
  name.searchParams.delete('kiosk');
  name.pathname = name.pathname.replace(STAMPED, (whole) => `/${whole.split('/')[1]}`);
  return name.href;
}

/** Whether an address asks for a version of our files that is not ours. */
function foreign(address) {
  const [, file, rest] = new URL(address, location.origin).pathname.match(STAMPED) || [];
  return (file && file !== FILES) || (rest && rest !== VERSION);
}

/** Take addresses into the cache; how many came. All or nothing is for the caller to say. */
async function take(addresses) {
  const cache = await caches.open(NAME);
  let came = 0;
  for (const address of addresses) {
    const answer = await fresh(address).catch(() => null);
    if (answer?.ok && !answer.redirected) { await cache.put(named(address), answer); came += 1; }
  }
  return came;
}

/** What a prepared link needs, as this version counts it; nothing where the link is closed. */
async function needed(token) {
  const answer = await fresh(`/offline/${token}.json`);
  return answer.ok ? (await answer.json()).urls : [];
}

/** A new version takes what the old one was prepared for; without a network the old one stays. */
async function inherit() {
  const old = (await caches.keys()).filter((name) => name.startsWith('voice-') && name !== NAME);
  const held = await Promise.all(old.map(async (name) => (await (await caches.open(name)).keys()).map((each) => each.url)));
  const tokens = new Set(held.flat().map((each) => new URL(each).pathname.match(/^\/f\/([^/]+)$/)?.[1]).filter(Boolean));
  if (held.flat().length && !(await fresh('/hide')).ok) throw new Error('no network');
  const lists = await Promise.all([...tokens].map(needed));
  await take([...new Set([...lists.flat().map((each) => new URL(each, location.origin).href), ...held.flat()])]);
  await self.skipWaiting();
}

async function clean() {
  const old = (await caches.keys()).filter((name) => name.startsWith('voice-') && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A page's ticket and key grow old: while there is a network, the next child gets a fresh one. */
async function renew(address) {
  const page = await fresh(address);
  // A page of a newer version waits until all its files come with it.
  if (page.ok && (await page.clone().text()).includes(`/static/${FILES}/`)) await (await caches.open(NAME)).put(named(address), page);
}

async function answer(request) {
  const held = await (await caches.open(NAME)).match(named(request.url), { ignoreVary: true });
  if (!held) return fetch(request);
  if (foreign(request.url)) return fetch(request).catch(() => held);
  if (request.mode === 'navigate') {
    const plain = new URL(request.url);
    plain.searchParams.delete('kiosk');
    renew(plain.href).catch(() => {});
  }
  return held;
}

self.addEventListener('install', (event) => event.waitUntil(inherit()));
self.addEventListener('activate', (event) => event.waitUntil(clean()));
async function locked(request) {
  try { return await fetch(request); } catch {
    return await (await caches.open(NAME)).match(named('/locked'), { ignoreVary: true }) || Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.mode === 'navigate' && address.origin === location.origin && STAFFS.test(address.pathname)) {
    event.respondWith(locked(event.request));
    return;
  }
  if (event.request.method !== 'GET' || address.origin !== location.origin || !OURS.test(address.pathname)) return;
  event.respondWith(answer(event.request));
});
self.addEventListener('message', (event) => {
  const { prepare } = event.data || {};
  if (prepare) event.waitUntil(take(prepare).then((came) => event.ports[0]?.postMessage({ came, of: prepare.length })));
});
