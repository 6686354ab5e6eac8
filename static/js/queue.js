/**
 * Sealed envelopes that wait on this device. Bytes, never Blobs: some browsers lose those.
 *
 * A letter is taken out only when the server has said that it has it. Each has a copy in a cache: a
 * browser that was killed now and then finds its whole database broken, and begins an empty one.
 */
const STORE = 'letters';
const AT = 'x-at';
/** @type {Promise<IDBDatabase>} */
let opened;

function open() {
  opened ||= new Promise((then, fail) => {
    const asked = indexedDB.open('voice', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id' });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      then(asked.result);
    };
    asked.onerror = asked.onblocked = () => { opened = undefined; fail(asked.error); };
  });
  return opened;
}

async function act(mode, what) {
  const doing = (await open()).transaction(STORE, mode, { durability: 'strict' });
  const asked = what(doing.objectStore(STORE));
  return new Promise((then, fail) => {
    doing.oncomplete = () => then(asked.result);
    doing.onabort = doing.onerror = () => fail(doing.error || asked.error);
  });
}

/** What a copy can be asked; where the browser has no cache, or none to give, there are no copies. */
const copies = (what) => (globalThis.caches?.open(STORE).then(what) ?? Promise.resolve()).catch(() => undefined);

/** Keep a letter; fails where there is no room, and then nothing is kept. */
export async function add(letter) {
  await act('readwrite', (store) => store.put({ ...letter, refused: 0 }));
  await copies((cache) => cache.put(`/${STORE}/${letter.id}`, new Response(letter.bytes, { headers: { [AT]: letter.at } })));
}

/** The server has it: forget it here. The copy goes first, or it would be found without its letter. */
export async function remove(id) {
  await copies((cache) => cache.delete(`/${STORE}/${id}`));
  await act('readwrite', (store) => store.delete(id));
}

/** The server does not take it: it stays, for a person to rescue, and is not sent again by itself. */
export const refuse = (letter, status) => act('readwrite', (store) => store.put({ ...letter, refused: status }));

/** Letters of which only the copy is left, put back where they were. */
async function restored(known) {
  const found = await copies(async (cache) => {
    const lost = (await cache.keys()).filter(({ url }) => !known.has(url.split('/').pop()));
    return Promise.all(lost.map(async (each) => {
      const copy = await cache.match(each);
      return { id: each.url.split('/').pop(), at: Number(copy.headers.get(AT)), bytes: await copy.arrayBuffer() };
    }));
  });
  // Where there is no room for it, it is still sent: from its copy, like any other.
  for (const letter of found || []) await add(letter).catch(() => {});
  return found || [];
}

/** Every letter here, the oldest first. */
export async function all() {
  const here = await act('readonly', (store) => store.getAll());
  const back = await restored(new Set(here.map((each) => each.id)));
  return [...here, ...back].sort((a, b) => a.at - b.at);
}

/** How many wait, since when, and how many were refused. */
export async function waiting() {
  const letters = await all();
  const mine = letters.filter((each) => !each.refused);
  return { count: mine.length, oldest: mine[0]?.at, refused: letters.length - mine.length };
}
