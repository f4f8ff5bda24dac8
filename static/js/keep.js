// Saves what is typed into a form as it is typed: two seconds after a pause, and on leaving the page. The server keeps it
// at the form's own address, for the person who is signed in. Without this there is a button that does the same.
const PAUSE = 2000

function keeps (form) {
  const said = form.querySelector('[data-app-kept]')
  const version = form.elements._version
  let waiting, last = typed().toString(), busy = false

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

  async function save (leaving = false) {
    const answers = typed(), now = answers.toString()
    if (now === last) {
      return
    }
    if (busy && !leaving) {
      later()
      return
    }
    busy = true
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: toSend(answers),
        headers: { Accept: 'application/json' },
        redirect: 'error',
        // Goes through when the page is left; and when it was only hidden, the answer tells it the version.
        keepalive: leaving,
        credentials: 'same-origin'
      })
      if (answer.ok || answer.status === 409) {
        const told = await answer.json()
        last = now
        if (told.beside_another) {
          say('You typed something else in another window. Both are kept: open this page again to choose.')
        } else {
          version.value = told.version
          say(`Saved at ${told.saved}`)
        }
      } else if (answer.status === 401 && (await answer.json()).kept) {
        last = now
        say('Saved. You are signed out: sign in again in another window, and go on here.')
      } else {
        say('Not saved: you are signed out. Sign in again in another window, and go on here.')
        later()
      }
    } catch {
      say(navigator.onLine ? 'Not saved yet. It is tried again.' : 'No network: not saved yet. It is saved when the network is back.')
      later()
    } finally {
      busy = false
    }
  }

  function later () {
    clearTimeout(waiting)
    waiting = setTimeout(() => save(), PAUSE)
  }

  form.addEventListener('input', later)
  form.addEventListener('change', later)
  window.addEventListener('online', () => save())
  form.addEventListener('submit', () => {
    clearTimeout(waiting)
    last = typed().toString()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      clearTimeout(waiting)
      save(true)
    }
  })
}

document.querySelectorAll('form[data-app-keeps]').forEach(keeps)
