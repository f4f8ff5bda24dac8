// The "Record" menu is a <details>, so it opens without this. This closes it: on Escape, and when work goes on elsewhere.
const open = () => document.querySelectorAll('.app-menu[open]')

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    for (const menu of open()) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  }
})

for (const kind of ['click', 'focusin']) {
  document.addEventListener(kind, (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target)) {
        menu.open = false
      }
    }
  })
}
