// Saves what is typed into a form as it is typed: two seconds after a pause, and on leaving the page. The server keeps it
// at the form's own address, for the person who is signed in. Without this there is a button that does the same.
// While there is no network it is kept on the device (device.js), and sent when the network is back.
import { key, put, remove } from './device.js'

const PAUSE = 2000

function keeps (form) {
  const said = form.querySelector('[data-app-kept]')
  const version = form.elements._version
  // Each window has its own place on the device: two of them lose nothing to each other.
  const place = crypto.randomUUID?.()
  let waiting, running, last = typed().toString(), isSending = false

  function typed () {
    const answers = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && name !== '_version' && name !== '_owner') {
        answers.append(name, value)
      }
    }
    return answers
  }

  function say (words) {
    if (said.textContent !== words) {
      said.textContent = words
    }
  }

  function toSend (answers) {
    const sent = new URLSearchParams(answers)
    sent.append('_keep', 'yes')
    sent.append('_version', version.value)
    sent.append('_owner', form.elements._owner.value)
    return sent
  }

  function onTheDevice (sent) {
    const address = new URL(form.action).pathname
    // The token belongs to the session that there is now, not to the one in which it will be sent.
    sent.delete('csrfmiddlewaretoken')
    return place ? put(place, { address, sent: sent.toString() }) : false
  }

  // 'saved' once the server has it, 'waits' while there is no network, 'refused' when it will not be taken like this.
  async function save (leaving = false) {
    while (running && !leaving) {
      await running
    }
    const answers = typed(), now = answers.toString()
    if (now === last) {
      return 'saved'
    }
    const mine = send(answers, now, leaving).finally(() => {
      if (running === mine) {
        running = undefined
      }
    })
    running = mine
    const became = await mine
    if (became !== 'saved') {
      later()
    }
    return became
  }

  async function send (answers, now, leaving) {
    let answer
    try {
      answer = await fetch(form.action, {
        method: 'POST',
        body: toSend(answers),
        headers: { Accept: 'application/json' },
        redirect: 'error',
        // Goes through when the page is left; and when it was only hidden, the answer tells it the version.
        keepalive: leaving,
        credentials: 'same-origin'
      })
    } catch {
      say(await onTheDevice(toSend(answers))
        ? 'No network. What you typed is kept on this device, where only you can read it. It is saved when the network is back.'
        : 'No network: not saved yet. Leave this page open. It is saved when the network is back.')
      return 'waits'
    }
    if (answer.ok || answer.status === 409) {
      const told = await answer.json()
      last = now
      if (place) {
        await remove(place)
      }
      if (told.beside_another) {
        say('You typed something else in another window. All of it is kept: open this page again to choose.')
      } else if (told.recorded) {
        say('This is recorded already.')
      } else {
        version.value = told.version
        say(`Saved at ${told.saved}`)
      }
      return 'saved'
    }
    if (answer.status === 401 && (await answer.json()).kept) {
      last = now
      say('Saved. You are signed out: sign in again in another window, and go on here.')
      return 'saved'
    }
    say('Not saved: you are signed out. Sign in again in another window, and go on here.')
    return 'refused'
  }

  function later () {
    clearTimeout(waiting)
    waiting = setTimeout(() => save(), PAUSE)
  }

  form.addEventListener('input', later)
  form.addEventListener('change', later)
  window.addEventListener('online', () => save())
  form.addEventListener('submit', async (event) => {
    clearTimeout(waiting)
    if (isSending || typed().toString() === last) {
      last = typed().toString()
      return
    }
    // Sent while there is no network, it would be gone with this page: first the server has it, then it is recorded.
    event.preventDefault()
    const { submitter } = event
    if (await save() !== 'waits') {
      isSending = true
      clearTimeout(waiting)
      last = typed().toString()
      form.requestSubmit(submitter)
      isSending = false
    }
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      clearTimeout(waiting)
      save(true)
    }
  })
  key()
}

const forms = document.querySelectorAll('form[data-app-keeps]')
forms.forEach(keeps)
if (forms.length && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/no-network.js', { scope: '/' }).catch(() => {})
}
