import 'htmx.org'
import { start } from './start.js'
import './add-another.js'
import './keep.js'
import './unsent.js'
import './menu.js'

start(document)
document.body.addEventListener('htmx:after:swap', (event) => start(event.target))
