// Sends what was typed while there was no network, from whichever page its writer opens next.
import { remove, waiting } from './device.js'

async function sendWhatWaits () {
  const token = JSON.parse(document.body.getAttribute('hx-headers:inherited') || '{}')['X-CSRFToken']
  if (!token || !document.querySelector('.app-account')) {
    return
  }
  for (const [place, { address, sent }] of await waiting()) {
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams(sent),
      headers: { Accept: 'application/json', 'X-CSRFToken': token },
      redirect: 'error',
      credentials: 'same-origin'
    }).catch(() => undefined)
    if (answer && (answer.ok || answer.status === 409)) {
      await remove(place)
      if (!(await answer.json()).recorded) {
        say('What you typed while there was no network is saved now.', address)
      }
    } else if (answer && (answer.status === 403 || answer.status === 404)) {
      say('What you typed while there was no network cannot be saved: you can no longer open that form. It stays on this device for 30 days. Tell your manager.')
    }
  }
}

function say (words, address) {
  const told = document.createElement('div')
  told.className = 'govuk-inset-text'
  told.setAttribute('role', 'status')
  const sentence = told.appendChild(document.createElement('p'))
  sentence.className = 'govuk-body'
  sentence.textContent = words + ' '
  if (address) {
    const link = sentence.appendChild(document.createElement('a'))
    link.className = 'govuk-link'
    link.href = address
    link.textContent = 'Go on with it'
  }
  document.getElementById('main-content').prepend(told)
}

sendWhatWaits()
