// Keeps a Django formset true while MOJ's "add another" adds and removes rows of it.
import { start } from './start.js'

const rowsOf = (list) => list.querySelectorAll('.moj-add-another__items > .moj-add-another__item')

// MOJ renumbers inputs and labels; hints, errors and whatever points at them are left to us.
function renumber (row, index, prefix) {
  const numbered = new RegExp(`\\bid_${prefix}-\\d+-`, 'g')
  for (const element of row.querySelectorAll('[id], [aria-describedby], [aria-controls], [for]')) {
    for (const name of ['id', 'aria-describedby', 'aria-controls', 'for']) {
      const value = element.getAttribute(name)
      if (value && !element.hasAttribute('data-name')) {
        element.setAttribute(name, value.replace(numbered, `id_${prefix}-${index}-`))
      }
    }
    const described = element.getAttribute('aria-describedby')
    if (described) {
      element.setAttribute('aria-describedby', described.replace(numbered, `id_${prefix}-${index}-`))
    }
  }
}

function recount (list) {
  const prefix = list.dataset.appPrefix
  const rows = rowsOf(list)
  rows.forEach((row, index) => renumber(row, index, prefix))
  document.getElementById(`id_${prefix}-TOTAL_FORMS`).value = rows.length
}

// A new row is a copy of the first; what was wrong there is not wrong here.
function forgetErrors (row) {
  for (const kind of ['govuk-select--error', 'govuk-textarea--error', 'govuk-input--error']) {
    row.querySelectorAll(`.${kind}`).forEach((element) => element.classList.remove(kind))
  }
  for (const element of row.querySelectorAll('[aria-describedby]')) {
    const left = element.getAttribute('aria-describedby').split(' ').filter((id) => !id.endsWith('-error'))
    if (left.length) {
      element.setAttribute('aria-describedby', left.join(' '))
    } else {
      element.removeAttribute('aria-describedby')
    }
  }
}

document.addEventListener('moj-add-another:add-item', (event) => {
  const list = event.target.closest('[data-app-prefix]')
  if (list) {
    forgetErrors(event.target)
    recount(list)
  }
  start(event.target)
})

document.addEventListener('moj-add-another:remove-item', (event) => {
  if (event.target.dataset.appPrefix) {
    recount(event.target)
  }
})
