"""The questions about the people around a child."""

from datetime import date
from typing import Any

from django import forms

from children.models import AdultNamed, Child, Person, Relationship
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Fieldset, Layout, Question

NEW = "new"
SELECT = ("", "Select what they are to the child")
# Professionals work somewhere; family do not need to be asked.
ABOUT_THE_PERSON = [
    "name", "agency", "job_title", "phone", "email", "language", "interpreter_needed", "staff_safety_warning",
    "staff_safety_review_on",
]  # fmt: skip


class PersonForm(GovForm):
    name = forms.CharField(label="Full name", max_length=150)
    agency = forms.CharField(
        label="Agency (optional)",
        required=False,
        max_length=150,
        help_text="For a professional: the school, trust or service they work for.",
    )
    job_title = forms.CharField(label="Job title (optional)", required=False, max_length=100)
    phone = forms.CharField(label="Telephone (optional)", required=False, max_length=40)
    email = forms.EmailField(label="Email address (optional)", required=False, max_length=254)
    language = forms.CharField(label="Preferred language (optional)", required=False, max_length=60)
    interpreter_needed = forms.BooleanField(label="An interpreter is needed", required=False)
    staff_safety_warning = forms.CharField(
        label="Staff-safety warning (optional)",
        required=False,
        max_length=1000,
        help_text="What a visitor must know before knocking at the door. It is shown before every visit.",
        widget=forms.Textarea,
    )
    staff_safety_review_on = NearDateField(
        label="Staff-safety warning reviewed by (optional)",
        required=False,
        help_text="For example, 14/9/2026. Needed with a warning.",
    )
    parental_responsibility = forms.BooleanField(label="They have parental responsibility", required=False)

    about = (
        Question("name", width="two-thirds"),
        Question("agency", width="two-thirds"),
        Question("job_title", width="two-thirds"),
        Question("phone", width=20),
        Question("email", width="two-thirds"),
        Question("language", width="two-thirds"),
        "interpreter_needed",
        Fieldset(
            "Staff safety", Question("staff_safety_warning", rows=3), "staff_safety_review_on", size="s"
        ),
    )
    layout = Layout(*about, "parental_responsibility")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        warning, review_on = cleaned.get("staff_safety_warning"), cleaned.get("staff_safety_review_on")
        if warning and not review_on and "staff_safety_review_on" not in self.errors:
            self.add_error(
                "staff_safety_review_on", "Enter the day by which the staff-safety warning is reviewed"
            )
        if not warning:
            cleaned["staff_safety_review_on"] = None
        elif review_on and review_on <= self.today and "staff_safety_review_on" in self.changed_data:
            self.add_error(
                "staff_safety_review_on", "The staff-safety warning must be reviewed by a day to come"
            )
        return cleaned


class AddToNetworkForm(PersonForm):
    """Somebody whom the family's other children know already, or somebody new."""

    who = forms.ChoiceField(
        label="Who is it?", widget=forms.RadioSelect, error_messages={"required": "Select who it is"}
    )
    kind = forms.ChoiceField(label="What they are to the child", choices=[SELECT, *Relationship.Kind.choices])
    from_on = NearDateField(label="Since", help_text="For example, 14/3/2026.")
    siblings = forms.ModelMultipleChoiceField(
        Child.objects.none(),
        label="Is it the same for any of these children? (optional)",
        help_text="Each gets what you enter here.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    requires = {"name": ("who", NEW)}
    asked_if = {name: ("who", NEW) for name in ABOUT_THE_PERSON if name != "name"}

    def __init__(
        self, *args: Any, child: Child, known: list[tuple[Person, str]], siblings: Any, **kwargs: Any
    ) -> None:
        self.known = {str(person.pk): person for person, _ in known}
        super().__init__(*args, **kwargs)
        if not known:
            self.fields["who"].initial = NEW
        self.fields["from_on"].limit(latest=self.today, must_be="today or in the past")
        self.fields["siblings"].queryset = siblings
        others = ["siblings"] if siblings.exists() else []
        if not others:
            del self.fields["siblings"]
        hints = {str(person.pk): words for person, words in known}
        self.fields["who"].choices = [(str(person.pk), person.name) for person, _ in known] + [
            (NEW, "Somebody else")
        ]
        self.helper.layout = Layout(
            Question("who", size="m", hints=hints, reveal={NEW: list(self.about)}),
            "kind",
            "parental_responsibility",
            "from_on",
            *others,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            about = {name: cleaned.pop(name) for name in ABOUT_THE_PERSON}
            cleaned["person"] = self.known.get(cleaned["who"]) or Person(**about)
        return cleaned


class EndRelationshipForm(GovForm):
    until_on = NearDateField(label="Last day", help_text="For example, 14/3/2026.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].limit(latest=today, must_be="today or in the past")


class CheckAdultForm(GovForm):
    outcome = forms.ChoiceField(
        label="Who is it?",
        choices=AdultNamed.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it is"},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Which person of the network?",
        empty_label="Select a person",
        error_messages={"required": "Select the person. Add them to the network first if they are not there"},
    )
    how = forms.CharField(
        label="How do you know, or what was done to find out? (optional for somebody in the network)",
        widget=forms.Textarea,
        required=False,
    )
    requires = {"person": ("outcome", AdultNamed.Outcome.IN_THE_NETWORK.value)}
    layout = Layout(
        Question("outcome", size="m", reveal={AdultNamed.Outcome.IN_THE_NETWORK.value: ["person"]}),
        Question("how", rows=3),
    )

    def __init__(self, *args: Any, child: Child, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = Person.objects.filter(relationships__child=child, relationships__until_on=None)
        self.fields["person"].queryset = around.distinct().order_by("name")
