/** Make this device ready for forms without a network, and say how far it is. */

const policy = globalThis.trustedTypes?.createPolicy('voice-worker', {
  createScriptURL: (address) => (address === '/sw.js' ? address : 'about:blank'),
});

/** Whether this browser can keep forms. */
export const able = 'serviceWorker' in navigator && 'caches' in globalThis;

/** Take everything that a link needs; {came, of}, or an error where there is no network. */
export async function prepare(token) {
  await navigator.storage?.persist?.();
  await navigator.serviceWorker.register(policy ? policy.createScriptURL('/sw.js') : '/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  const { urls } = await (await fetch(`/offline/${token}.json`, { credentials: 'omit', cache: 'no-store' })).json();
  const line = new MessageChannel();
  const done = new Promise((then) => { line.port1.onmessage = ({ data }) => then(data); });
  active.postMessage({ prepare: urls }, [line.port2]);
  return done;
}
