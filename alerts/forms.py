from django import forms

from govuk_forms.forms import GovForm


class AcknowledgeForm(GovForm):
    note = forms.CharField(
        label="What is being done about it?",
        help_text="The alert stays until it is done: acknowledging says that you know.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Say what is being done about it"},
    )
