"""The GOV.UK and MOJ design systems for this application: a template pack for django-crispy-forms, fields that
read dates and times as people write them, and the components that pages are built from.

docs/front-end.md says how to use it; /styleguide/ shows every part.
"""
