"""What people are asked about a plan."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from audit.models import Refused
from children.models import Child, Person
from deadlines.periods import Days, Period, Weeks, WorkingDays
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Inset, Layout, Question
from plans.actions import ENDS_WITHOUT_A_CONFERENCE
from plans.actions.frequency import limits_on, refuse_a_loosened_limit
from plans.models import Action, ChildProtectionPlan, EndReason, Outcome, PlanFrequency


class DescriptionForm(GovForm):
    analysis = forms.CharField(
        label="What did the assessment find that the plan rests on? (optional)",
        help_text="Needs, strengths and risks: which assessment, of which day.",
        widget=forms.Textarea,
        required=False,
    )
    concerns = forms.CharField(
        label="What exactly are the concerns?",
        help_text="What has happened to the child, or is likely to, and how it harms them.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what the concerns are"},
    )
    what_must_change = forms.CharField(
        label="What must change?",
        help_text="What has to be different before the child is safe enough to be without a plan.",
        widget=forms.Textarea,
        error_messages={"required": "Write down what must change"},
    )
    contingency = forms.CharField(
        label="What happens if things change, or do not change enough?",
        help_text="If circumstances change quickly, if there is too little change, if prompt action is needed.",
        widget=forms.Textarea,
        error_messages={"required": "Write down the contingency plan"},
    )


class OutcomeForm(GovForm):
    what_will_be_different = forms.CharField(
        label="What will be different for the child?",
        widget=forms.Textarea,
        error_messages={"required": "Say what will be different for the child"},
    )
    how_we_will_know = forms.CharField(
        label="How will we know? (optional)",
        help_text="What will be seen, heard or measured.",
        widget=forms.Textarea,
        required=False,
    )
    achieve_by = NearDateField(
        label="By when? (optional)", help_text="For example, 14/3/2026.", required=False
    )
    horizon = forms.ChoiceField(
        label="For the short or the long term? (optional)",
        choices=Outcome.Horizon.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    checked_by = forms.CharField(
        label="Which professional checks it? (optional)", max_length=150, required=False
    )


class CorrectOutcomeForm(OutcomeForm):
    why = forms.CharField(
        label="Why is it corrected?",
        help_text="It is shown with your name to everybody who reads the plan.",
        widget=forms.Textarea,
        error_messages={"required": "Enter why what the conference set is corrected"},
    )


class OutcomeProgressForm(GovForm):
    progress = forms.CharField(
        label="Progress so far",
        widget=forms.Textarea,
        error_messages={"required": "Say how far it has come"},
    )
    achieved_on = NearDateField(
        label="Achieved on (optional)", help_text="Leave empty while it is still worked at.", required=False
    )

    def __init__(self, *args: Any, outcome: Outcome, may_achieve: bool, today: date, **kwargs: Any) -> None:
        self.may_achieve = may_achieve
        super().__init__(*args, **kwargs)
        self.fields["achieved_on"].limit(
            earliest=outcome.plan.started_on,
            latest=today,
            must_be="today or earlier, and after the plan began",
        )
        self.fields["achieved_on"].disabled = not may_achieve

    def lay_out(self) -> Layout:
        return Layout("progress", *(["achieved_on"] if self.may_achieve else []))


class ActionForm(GovForm):
    outcome = forms.ModelChoiceField(
        Outcome.objects.none(),
        label="For which outcome? (optional)",
        required=False,
        empty_label="None of them",
    )
    what = forms.CharField(
        label="What will be done?",
        widget=forms.Textarea,
        error_messages={"required": "Say what will be done"},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who will do it?",
        required=False,
        empty_label="Somebody else, named below",
        help_text="From the child's family and network.",
    )
    who = forms.CharField(
        label="Somebody else (optional)",
        required=False,
        max_length=150,
        help_text="A name, or words such as “both parents”.",
    )
    by_when = NearDateField(
        label="By when?",
        help_text="For example, 14/3/2026.",
        error_messages={"required": "Enter the day by which it will be done"},
    )
    aim = forms.ChoiceField(
        label="What is it for? (optional)",
        choices=Action.Aim.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    layout = Layout(
        Question("outcome"),
        Question("what", rows=3),
        Question("aim", size="s", small=True),
        Question("person"),
        Question("who", width="two-thirds"),
        Question("by_when"),
    )

    def __init__(self, *args: Any, plan: ChildProtectionPlan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = plan.outcomes.all()
        self.fields["person"].queryset = network_of(plan.child, today=today)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("person") and not answers.get("who"):
            self.add_error("person", "Choose who will do it, or write down somebody else")
        return answers


class ActionProgressForm(GovForm):
    progress = forms.CharField(
        label="What has been done so far? (optional)", widget=forms.Textarea, required=False
    )
    done_on = NearDateField(
        label="Done on (optional)", help_text="Leave empty until it is done.", required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].limit(latest=today, must_be="today or earlier")


class MoveActionForm(GovForm):
    by_when = NearDateField(label="By when now?", error_messages={"required": "Enter the new day"})
    because = forms.CharField(
        label="Why is it moved?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the date is moved"},
    )
    layout = Layout("by_when", Question("because", rows=2))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("by_when", earliest=today, must_be="today or later")


class FrequencyForm(GovForm):
    of = forms.ChoiceField(
        label="What should happen more often?",
        choices=PlanFrequency.Of.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should happen more often"},
    )
    number = forms.IntegerField(
        label="How often? Every",
        min_value=1,
        max_value=60,
        error_messages={
            "required": "Enter how often, such as 5",
            "invalid": "How often must be a whole number, like 5",
            "min_value": "How often must be 1 or more",
            "max_value": "How often must be 60 or less",
        },
    )
    unit = forms.ChoiceField(
        label="Days or weeks?",
        choices=[(kind.unit, f"{kind.unit}s") for kind in (WorkingDays, Days, Weeks)],
    )
    from_on = NearDateField(label="From", help_text="The day from which it holds.")
    reason = forms.CharField(
        label="Why does this child need it?",
        widget=forms.Textarea,
        error_messages={"required": "Say why this child needs it"},
    )
    chair_agreed_on = NearDateField(
        label="When did the conference chair agree? (optional)",
        help_text="Asked for where the plan asks for less than it did and your procedures want the chair's agreement.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.limit("chair_agreed_on", latest=today, must_be="today or earlier")

    def lay_out(self) -> Layout:
        hints = {
            of: "The limit is "
            + " and ".join(dict.fromkeys(str(limit.period) for limit in limits_on(of, self.today)))
            for of in PlanFrequency.Of.values
        }
        return Layout(
            Inset("A plan can ask for more than the limits, never for less. Whichever is stricter decides."),
            Question("of", size="s", hints=hints),
            Question("number", width=2),
            Question("unit"),
            Question("from_on"),
            Question("reason", rows=3),
            Question("chair_agreed_on"),
        )

    def clean(self) -> dict[str, Any]:
        """The number and its unit as one period; refused beside the number when it loosens a limit."""
        answers = super().clean()
        if answers.get("number") and answers.get("unit"):
            every = Period.parse(f"{answers.pop('number')} {answers.pop('unit')}")
            try:
                refuse_a_loosened_limit(answers.get("of", ""), every, answers.get("from_on") or self.today)
            except Refused as refusal:
                self.add_error("number", str(refusal))
            answers["every"] = every
        return answers


class UpdateForm(GovForm):
    revised_on = NearDateField(label="Updated on", help_text="For example, 14/3/2026.")
    what_changed = forms.CharField(
        label="What changed in the plan?",
        help_text="In words that those coming to the review can follow.",
        widget=forms.Textarea,
        error_messages={"required": "Say what changed in the plan"},
    )
    sent = forms.ChoiceField(
        label="When is the plan sent?",
        choices=[
            ("now", "Now, to the core group and the conference chair in their usual ways"),
            ("later", "Later: I look at who is sent it, and how, first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select when the plan is sent"},
    )
    layout = Layout("revised_on", Question("what_changed", rows=4), Question("sent", size="s"))

    def __init__(self, *args: Any, plan: ChildProtectionPlan, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revised_on"].limit(
            earliest=plan.started_on, latest=today, must_be="today or earlier, and not before the plan began"
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        answers["is_sent"] = answers.pop("sent", "") == "now"
        return answers


class EndForm(GovForm):
    reason = forms.ChoiceField(
        label="Why did the plan end?",
        choices=[(reason.value, reason.label) for reason in ENDS_WITHOUT_A_CONFERENCE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the plan ended"},
    )
    receiving_authority = forms.CharField(
        label="Which authority holds the plan now?",
        max_length=120,
        error_messages={"required": "Enter the authority that holds the plan now"},
    )
    receiving_conference_on = NearDateField(
        label="When did that authority hold its conference?",
        error_messages={"required": "Enter the day of the receiving authority's conference"},
    )
    consulted = forms.CharField(
        label="Who was asked about ending it, and who was told?",
        help_text="The conference chair, the core group, the agencies invited to the first conference. "
        "Asked for after a move, leaving the country, and where the child is looked after.",
        widget=forms.Textarea,
        required=False,
    )
    ended_on = NearDateField(
        label="Last day of the plan",
        help_text="For a move: the day of the receiving authority's conference, not of the move.",
    )
    requires = {
        "receiving_authority": ("reason", EndReason.MOVED.value),
        "receiving_conference_on": ("reason", EndReason.MOVED.value),
    }

    def lay_out(self) -> Layout:
        return Layout(
            Inset(
                f"A plan that ends because the child is “{EndReason.NO_LONGER_AT_RISK.label.lower()}” is ended by a "
                "review conference and nowhere else."
            ),
            Question(
                "reason",
                size="s",
                reveal={EndReason.MOVED.value: ["receiving_authority", "receiving_conference_on"]},
            ),
            Question("consulted", rows=3),
            Question("ended_on"),
        )


class ChildInNeedPlanForm(GovForm):
    started_on = NearDateField(label="Start of the child in need plan", help_text="For example, 14/3/2026.")
    summary = forms.CharField(
        label="What does the plan offer? (optional)", widget=forms.Textarea, required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started_on"].limit(latest=today, must_be="today or earlier")


class NoChildInNeedPlanForm(GovForm):
    reason = forms.CharField(
        label="Why is no child in need plan needed?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why none is needed"},
    )
    agreed_by = forms.ModelChoiceField(
        queryset=User.objects.active().with_role(Role.TEAM_MANAGER, Role.SERVICE_MANAGER),
        label="Which manager agreed?",
        empty_label="Choose",
        error_messages={"required": "Select the manager who agreed"},
    )
    decided_on = NearDateField(label="When was it decided?", error_messages={"required": "Enter the day"})
    layout = Layout(Question("reason", rows=3), "agreed_by", "decided_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit("decided_on", latest=today, must_be="today or earlier")


def network_of(child: Child, *, today: date) -> Any:
    """The people who are something to the child today, by name."""
    return Person.objects.filter(
        pk__in=child.relationships.on(today).values("person"),
    ).order_by("name")
