"""Made-up values for the style guide: one of each component and every kind of question."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

from .components import (
    BarChart,
    DeadlineRow,
    FilterGroup,
    FilterTag,
    Flag,
    Happening,
    Identity,
    Link,
    NavigationEntry,
    SummaryRow,
    Tile,
    TrendChart,
)  # fmt: skip
from .fields import NearDateField, PartsDateField, TimeField
from .forms import GovForm
from .formsets import AddAnotherFormSet
from .layout import Details, Fieldset, Heading, Inset, Layout, Paragraph, Question, Warning

YES_OR_NO = [("yes", "Yes"), ("no", "No")]
MONTH_NAMES = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
VISITS_DUE = (40, 42, 41, 45, 50, 52, 49, 47, 44, 51, 53, 50)
VISITS_ON_TIME = (31, 30, 35, 36, 38, 41, 44, 43, 35, 44, 47, 46)


class SampleForm(GovForm):
    """Every kind of question, with rules like those of real forms."""

    visited_on = NearDateField(label="Visit date", help_text="For example, 14/3/2026.")
    started_at = TimeField(label="Start time", help_text="For example, 4:30pm or 16:30.")
    kind = forms.ChoiceField(
        label="Why did you visit?",
        choices=[
            ("planned", "Planned visit"),
            ("unannounced", "Unannounced visit"),
            ("other", "Another reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you visited"},
    )
    other_reason = forms.CharField(label="Reason for the visit", max_length=60)
    seen = forms.ChoiceField(
        label="Was Jamie seen?",
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if Jamie was seen"},
    )
    seen_alone = forms.ChoiceField(
        label="Was Jamie seen alone?",
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if Jamie was seen alone"},
    )
    why_not_seen = forms.ChoiceField(
        label="Reason Jamie was not seen",
        choices=[
            ("", "Choose a reason"),
            ("out", "Family not in"),
            ("refused", "Refused"),
            ("ill", "Jamie was ill"),
        ],
    )
    try_again_on = NearDateField(label="Date of the next attempt (optional)", required=False)
    present = forms.MultipleChoiceField(
        label="Who else was there?",
        help_text="Select all that apply.",
        choices=[
            ("mother", "Leanne Example"),
            ("father", "Craig Example"),
            ("none", "Nobody else was there"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who else was there, or that nobody was"},
    )
    born_on = PartsDateField(label="Date of birth", help_text="For example, 27 3 2015.")
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    bedrooms = forms.IntegerField(label="Number of bedrooms", min_value=0, max_value=20)
    weekly_rent = forms.DecimalField(
        label="Weekly rent (optional)", required=False, min_value=0, decimal_places=2
    )
    notes = forms.CharField(
        label="What you saw and heard",
        help_text="Keep fact and opinion apart.",
        widget=forms.Textarea,
        max_length=200,
    )
    drawing = forms.FileField(label="Drawing or document (optional)", required=False)
    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    manager_told = forms.BooleanField(
        label="I have told my manager about any new concern",
        error_messages={"required": "Confirm that you have told your manager about any new concern"},
    )

    requires = {
        "other_reason": ("kind", "other"),
        "seen_alone": ("seen", "yes"),
        "why_not_seen": ("seen", "no"),
    }
    asked_if = {"try_again_on": ("seen", "no")}

    layout = Layout(
        Inset("Record what happened today, while it is fresh."),
        Question("visited_on", size="m"),
        Question("started_at", width=5),
        Question(
            "kind", size="m", reveal={"other": ["other_reason"]}, hints={"unannounced": "Nobody was told"}
        ),
        Question(
            "seen",
            size="m",
            reveal={"yes": [Question("seen_alone", inline=True)], "no": ["why_not_seen", "try_again_on"]},
        ),
        Question("present", size="m", dividers={"none": "or"}, exclusive=["none"]),
        Fieldset(
            "The household",
            "born_on",
            Question("email", width="two-thirds"),
            Question("bedrooms", width=2),
            Question("weekly_rent", width=5, prefix="£"),
        ),
        Heading("In your own words"),
        Paragraph("Write so that the family can read it."),
        Question("notes", max_characters=200, count_from=50),
        Details("Add a drawing or a document", "drawing"),
        Question("password", width=20),
        Warning("Saving tells the core group that the visit took place."),
        "manager_told",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("visited_on", latest=today, must_be="today or in the past")
        self.limit("born_on", latest=today, must_be="today or in the past")


class SampleActionForm(GovForm):
    what = forms.CharField(label="What will be done")
    who = forms.ChoiceField(
        label="Who will do it",
        choices=[("", "Choose"), ("priya", "Priya Patel"), ("grace", "Grace Mensah")],
        error_messages={"required": "Select who will do it"},
    )
    by_on = NearDateField(label="Date to be done by", help_text="For example, 14/3/2026.")


SampleActionFormSet = cast(
    "type[AddAnotherFormSet]",
    forms.formset_factory(SampleActionForm, formset=AddAnotherFormSet, extra=1, max_num=10, absolute_max=10),
)


class SampleFilterForm(GovForm):
    team = forms.MultipleChoiceField(
        label="Team",
        choices=[("north", "North"), ("south", "South"), ("disabled", "Disabled children")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    work = forms.ChoiceField(
        label="Kind of work",
        choices=[("", "All"), ("visit", "Visits"), ("core", "Core groups")],
        required=False,
    )

    layout = Layout(Question("team", size="s", small=True), Question("work", size="s"))


def identities(today: date) -> list[Identity]:
    records = [Link("A visit", "#"), Link("A core group meeting", "#"), Link("A change of address", "#")]
    return [
        Identity(
            name="Jamie Example",
            today=today,
            born_on=date(2015, 1, 3),
            reference="CP-1000",
            nhs_number="9990000000",
            flags=[Flag("Child protection plan: neglect", "red")],
            interpreter="Polish",
            staff_safety="Visit in pairs. There is a dog that bites.",
            address_is_confidential=True,
            url="#",
            record_links=records,
        ),
        Identity(
            name="Baby of Oluwaseun Placeholder-Featherstonehaugh-Smith",
            today=today,
            expected_on=today + timedelta(days=40),
            reference="CP-1001",
            record_links=records,
        ),
    ]


def deadlines(today: date) -> list[DeadlineRow]:
    jamie, ruby = Link("Jamie Example", "#"), Link("Ruby Dummy", "#")
    return [
        DeadlineRow(
            what="Child protection visit",
            due_on=today - timedelta(days=4),
            standing="overdue",
            words="Overdue by 2 working days",
            child=jamie,
            child_reference="CP-1000",
            why="10 working days after Jamie was last seen.",
            action=Link("Record a visit", "#"),
            url="#",
        ),
        DeadlineRow(
            what="Core group meeting", due_on=today + timedelta(days=1), standing="due soon", words="Due tomorrow",
            child=ruby, child_reference="CP-1185", action=Link("Record a meeting", "#"),
        ),
        DeadlineRow(
            what="Review conference", due_on=today + timedelta(days=40), standing="due", words="Due in 28 working days",
            child=ruby, child_reference="CP-1185",
        ),
        DeadlineRow(
            what="Initial conference", due_on=today - timedelta(days=60), standing="met", words="Met on time",
            child=ruby, child_reference="CP-1185",
        ),
        DeadlineRow(
            what="First core group meeting", due_on=today - timedelta(days=50), standing="met late",
            words="Met 1 working day late", child=jamie, child_reference="CP-1000",
        ),
        DeadlineRow(
            what="Visit under the last plan", due_on=today - timedelta(days=90), standing="no longer required",
            words="No longer required", child=jamie, child_reference="CP-1000",
        ),
    ]  # fmt: skip


def happenings(today: date) -> list[Happening]:
    at = datetime(today.year, today.month, today.day, 16, 5, tzinfo=ZoneInfo("Europe/London"))
    return [
        Happening(
            title="Visit recorded",
            on=at - timedelta(days=4),
            by="Priya Patel",
            text="Jamie was seen alone at home.\n\nHe talked about football.",
            url="#",
            flags=[Flag("Seen alone", "green")],
        ),
        Happening(
            title="Made subject of a child protection plan",
            on=today - timedelta(days=60),
            by="the conference",
        ),
    ]


def components(today: date) -> dict[str, Any]:
    """The style guide's context, forms apart."""
    jamie, expected = identities(today)
    points = [
        (name, (due, met)) for name, due, met in zip(MONTH_NAMES, VISITS_DUE, VISITS_ON_TIME, strict=True)
    ]
    return {
        "identity": jamie,
        "unborn": expected,
        "navigation": [
            NavigationEntry("My caseload", "#", True),
            NavigationEntry("Overdue work", "#", False, 4),
            NavigationEntry("Find a child", "#"),
        ],
        "record_pages": [("Overview", "#", True), ("Plan", "#", False), ("Visits", "#", False)],
        "tiles": [
            Tile(18, "Children on a plan", "#"),
            Tile(2, "Overdue", "#", "red", "1 by more than a week"),
            Tile(3, "Due in 2 days", "#", "yellow"),
            Tile(13, "On time", "", "green"),
        ],
        "deadlines": deadlines(today),
        "happenings": happenings(today),
        "facts": [
            SummaryRow(name="Category", value="Neglect", action=Link("Change", "#")),
            SummaryRow(name="Next visit", value="2 December 2026", flag=Flag("On track", "green")),
            SummaryRow(name="Address", value="1 Example Street\nExampleton"),
        ],
        "bars": BarChart(
            title="Overdue visits by team",
            group="Team",
            counted="Overdue visits",
            counts=[("North", 4), ("South", 9), ("Disabled children", 2), ("Through care", 0)],
        ),
        "trend": TrendChart(
            title="Visits held on time, last 12 months",
            period="Month",
            series=("Due", "Held on time"),
            points=points,
        ),
        "page": Paginator(range(132), 10).page(5),
        "filters_in_force": [
            FilterGroup(
                name="Team",
                tags=[FilterTag(words="North", url_without="?"), FilterTag(words="South", url_without="?")],
            )
        ],
        "empty_action": Link("Record the first visit", "#"),
    }
