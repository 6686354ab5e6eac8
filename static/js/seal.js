/**
 * Seal words to the server's key, so that nobody who holds this device can open them.
 *
 * RFC 9180, base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The private half of the
 * pair that is made here is forgotten when the function ends.
 */
const text = new TextEncoder();
const subtle = globalThis.crypto?.subtle;
const curve = { name: 'ECDH', namedCurve: 'P-256' };
const KEM = Uint8Array.of(0x4b, 0x45, 0x4d, 0, 0x10);
const HPKE = Uint8Array.of(0x48, 0x50, 0x4b, 0x45, 0, 0x10, 0, 1, 0, 2);
const SIZES = [1, 4, 16, 64, 256].map((size) => size * 1024);

/** Whether this browser can seal here. */
export const able = Boolean(subtle);

/** Bytes and texts, one after the other. */
export function joined(...parts) {
  const bytes = parts.map((each) => (typeof each === 'string' ? text.encode(each) : new Uint8Array(each)));
  const whole = new Uint8Array(bytes.reduce((sum, each) => sum + each.length, 0));
  bytes.reduce((at, each) => { whole.set(each, at); return at + each.length; }, 0);
  return whole;
}

const unb64 = (said) => Uint8Array.from(atob(said.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));

async function hmac(key, told) {
  const made = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', made, told));
}

const extract = (suite, salt, label, ikm) => hmac(salt, joined('HPKE-v1', suite, label, ikm));

async function expand(suite, prk, label, info, size) {
  const whole = await hmac(prk, joined([0, size], 'HPKE-v1', suite, label, info, [1]));
  return whole.slice(0, size);
}

/** Seal bytes for the holder of a key: the encapsulated key, then the ciphertext. */
export async function seal(theirs, info, plain) {
  const to = await subtle.importKey('raw', theirs, curve, false, []);
  const mine = await subtle.generateKey(curve, false, ['deriveBits']);
  const enc = new Uint8Array(await subtle.exportKey('raw', mine.publicKey));
  const shared = await subtle.deriveBits({ name: 'ECDH', public: to }, mine.privateKey, 256);
  const none = new Uint8Array(32);
  const secret = await expand(KEM, await extract(KEM, none, 'eae_prk', shared), 'shared_secret', joined(enc, theirs), 32);
  const context = joined([0], await extract(HPKE, none, 'psk_id_hash', ''), await extract(HPKE, none, 'info_hash', info));
  const root = await extract(HPKE, secret, 'secret', '');
  const key = await subtle.importKey('raw', await expand(HPKE, root, 'key', context, 32), 'AES-GCM', false, ['encrypt']);
  const iv = await expand(HPKE, root, 'base_nonce', context, 12);
  return joined(enc, await subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
}

/** A whole form as an envelope for the post: {id, at, bytes}. */
export async function enveloped(form, receipt) {
  const [keyId, set, version, key] = form.dataset.seal.split(' ');
  // One form is one answer, however often Send is pressed.
  const id = form.dataset.submission ||= crypto.randomUUID();
  const at = form.dataset.sent ||= new Date().toISOString();
  const fields = [...new FormData(form)].filter(([name, value]) => name !== 'ticket' && typeof value === 'string');
  const told = text.encode(JSON.stringify({ fields, sent_at: at, receipt }));
  const size = SIZES.find((each) => told.length <= each);
  if (!size) throw new RangeError('too long');
  const plain = new Uint8Array(size).fill(32);
  plain.set(told);
  const ticket = text.encode(form.elements.ticket.value);
  const shut = await seal(unb64(key), `voice/v1|${set}|${version}|${id}`, plain);
  const head = joined([1, keyId.length], keyId, [ticket.length >> 8, ticket.length & 255], ticket, id);
  return { id, at: Date.parse(at), bytes: joined(head, shut).buffer };
}
