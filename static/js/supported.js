// Runs before anything is painted: tells the stylesheet that scripts run, so that what they will fold away is never seen open.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
