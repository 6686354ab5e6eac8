/**
 * Sealed envelopes that wait on this device. Bytes, never Blobs: some browsers lose those.
 *
 * A letter is taken out only when the server has said that it has it.
 */
const STORE = 'letters';
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

/** Keep a letter; fails where there is no room, and then nothing is kept. */
export const add = (letter) => act('readwrite', (store) => store.put({ ...letter, refused: 0 }));

/** The server has it: forget it here. */
export const remove = (id) => act('readwrite', (store) => store.delete(id));

/** The server does not take it: it stays, for a person to rescue, and is not sent again by itself. */
export const refuse = (letter, status) => act('readwrite', (store) => store.put({ ...letter, refused: status }));

/** Every letter here, the oldest first. */
export const all = async () => (await act('readonly', (store) => store.getAll())).sort((a, b) => a.at - b.at);

/** How many wait, since when, and how many were refused. */
export async function waiting() {
  const letters = await all();
  const mine = letters.filter((each) => !each.refused);
  return { count: mine.length, oldest: mine[0]?.at, refused: letters.length - mine.length };
}
