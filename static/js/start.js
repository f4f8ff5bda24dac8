// Starts the design systems' components in a page, or in the part of one that has just been put in.
// MOJ's own initAll leaves some out, so they are named here.
import { createAll, initAll } from 'govuk-frontend'
import {
  AddAnother,
  Alert,
  DatePicker,
  FilterToggleButton,
  SortableTable
} from '@ministryofjustice/frontend'

const MOJ_COMPONENTS = [AddAnother, Alert, DatePicker, FilterToggleButton, SortableTable]

export function start (scope) {
  initAll({ scope })
  for (const component of MOJ_COMPONENTS) {
    createAll(component, undefined, { scope })
  }
}
