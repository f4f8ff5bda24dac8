// What could not be sent, on this device until it can be. It is encrypted with a key that the server gives to whoever is
// signed in; the key is held in the memory of this page, is never written down, and cannot be taken out of it.
import { createStore, del, entries, set } from 'idb-keyval'

const KEY_ADDRESS = '/unfinished/key/'
const KEEP_FOR = 30 * 24 * 60 * 60 * 1000

const here = createStore('unsent', 'texts')
let keyOfThisPage

export function key () {
  keyOfThisPage ??= fetchKey().catch(() => {
    keyOfThisPage = undefined
    return undefined
  })
  return keyOfThisPage
}

async function fetchKey () {
  const answer = await fetch(KEY_ADDRESS, {
    headers: { Accept: 'application/json' }, redirect: 'error', cache: 'no-store', credentials: 'same-origin'
  })
  if (!answer.ok) {
    throw new Error('no key')
  }
  const bytes = Uint8Array.from(atob((await answer.json()).key), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

// Whether it is on the device now.
export async function put (place, text) {
  const lock = await key()
  if (!lock) {
    return false
  }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, lock, new TextEncoder().encode(JSON.stringify(text)))
  try {
    await set(place, { iv, data, at: Date.now() }, here)
    return true
  } catch {
    return false
  }
}

export function remove (place) {
  return del(place, here).catch(() => {})
}

// Pairs of place and text that this person typed. What somebody else typed cannot be read, and stays for them.
export async function waiting () {
  const all = await entries(here).catch(() => [])
  const readable = []
  for (const [place, { iv, data, at }] of all) {
    if (Date.now() - at > KEEP_FOR) {
      await remove(place)
      continue
    }
    const lock = await key()
    if (!lock) {
      return readable
    }
    try {
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, lock, data)
      readable.push([place, JSON.parse(new TextDecoder().decode(text))])
    } catch {
      // Somebody else's.
    }
  }
  return readable
}
