"""A conference that was held: who came, what was said, and for each child what was decided and on what outline.

A child's own questions carry the child's number: `decision_12`. The outcomes are one list for the family, each for
every child whose plan begins or for one of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.models import Refused
from children.codes import AbuseCategory
from children.models import Child, Person, Relationship
from conferences.actions import Decided, NextReview, Outline, others_at_home
from conferences.forms.booking import MayBeLate
from conferences.limits import last_day_for_a_review
from conferences.models import ChildAtConference, Conference, ConferenceAttendance
from deadlines.periods import Period
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovFormMixin
from govuk_forms.formsets import AddAnotherFormSet
from govuk_forms.layout import Fieldset, Heading, Layout, Paragraph, Question, Shown
from govuk_forms.words import weekday
from plans.actions.frequency import limits_on, refuse_a_loosened_limit
from plans.models import PlanFrequency

Decision = ChildAtConference.Decision
ON_A_PLAN = (Decision.PLAN, Decision.CONTINUE)
NOT_INVITED = "not-invited"
# A conference says which; "multiple" comes only from returns that did not.
CATEGORIES = [choice for choice in AbuseCategory.choices if choice[0] != AbuseCategory.MULTIPLE]
WORDS_OF_THE_OUTLINE = {
    "concerns": ("What exactly are the concerns about {}?", "Enter what the concerns about {} are"),
    "change": ("What must change for {}?", "Enter what must change for {}"),
    "contingency": (
        "What happens for {} if things change, or do not change enough?",
        "Enter what happens for {} if things do not change enough",
    ),
}
FREQUENCIES = {
    "visits_every": (PlanFrequency.Of.VISIT, "How often is {} visited? (optional)"),
    "core_groups_every": (PlanFrequency.Of.CORE_GROUP, "How often does {}’s core group meet? (optional)"),
}


def _yes_or_no(label: str, error: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": error},
    )


class QuestionsOfTheConference(MayBeLate):
    """What is asked once, with the questions about each child and each person added to it."""

    held_on = NearDateField(label="Date it was held", help_text="For example, 14/3/2026.")
    quorate = forms.ChoiceField(
        label="Was the conference quorate?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if the conference was quorate"},
    )
    inquorate_because = forms.CharField(
        label="Why did it go ahead without a quorum?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why it went ahead without a quorum"},
    )
    manager_came = _yes_or_no("Did the team manager come?", "Select yes if the team manager came")
    lead_role_explained = _yes_or_no(
        "Was the lead social worker’s part explained to everybody?",
        "Select yes if the lead social worker’s part was explained",
    )
    record = forms.CharField(label="What was said? (optional)", required=False, widget=forms.Textarea)
    core_group_on = NearDateField(
        label="Date of the first core group (optional)",
        required=False,
        help_text="Puts it in the diary of every child whose plan begins. The social worker asks the members.",
    )
    review_on = NearDateField(
        label="Date of the review conference (optional)",
        required=False,
        help_text="Books the review for every child with a plan. Leave empty to book it on its own.",
    )
    review_at = TimeField(
        label="What time does the review start? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    review_place = forms.CharField(label="Where is the review? (optional)", required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        conference: Conference,
        rows: Sequence[ChildAtConference],
        today: date,
        outcomes: AddAnotherFormSet,
        **kwargs: Any,
    ) -> None:
        """`rows` are the children there is something to decide for."""
        super().__init__(*args, **kwargs)
        self.conference, self.rows, self.today, self.outcomes = conference, list(rows), today, outcomes
        self.initials = [row for row in self.rows if Decision.PLAN in ChildAtConference.MAY_DECIDE[row.kind]]
        self.people = network_of([row.child for row in self.rows], on=today)
        self.requires = dict(self.requires)
        self.fields["held_on"].initial = min(conference.booked_for, today)
        self.fields["held_on"].limit(
            latest=today, must_be="today or earlier: it is recorded once it was held"
        )
        for person, label in self.people.items():
            self.fields[f"came_{person.pk}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[*ConferenceAttendance.Came.choices, (NOT_INVITED, "Was not invited")],
                widget=forms.RadioSelect,
            )
        if not self.initials:
            del self.fields["core_group_on"]
        self.others = others_at_home((row.child for row in self.rows), on=today)
        for child in self.others:
            self.fields[f"considered_{child.pk}"] = forms.CharField(
                label=f"What did the conference make of {child.name}’s safety?",
                help_text="Lives in the same home, and the conference was not about this child.",
                widget=forms.Textarea,
                error_messages={"required": f"Enter what the conference made of {child.name}’s safety"},
            )
        for row in self.rows:
            self.ask_about(row)

    def ask_about(self, row: ChildAtConference) -> None:
        pk, name = row.child_id, row.child.given_name or row.child.name
        plan = row.child.plans.open().first()
        self.fields |= {
            f"decision_{pk}": forms.ChoiceField(
                label=f"What was decided for {name}?",
                choices=[(each, Decision(each).label) for each in ChildAtConference.MAY_DECIDE[row.kind]],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select what was decided for {name}"},
            ),
            f"categories_{pk}": forms.MultipleChoiceField(
                label=f"Which categories of abuse for {name}?",
                choices=CATEGORIES,
                widget=forms.CheckboxSelectMultiple,
                initial=plan.latest_categories if plan else None,
                error_messages={"required": f"Select at least one category of abuse for {name}"},
            ),
            f"reason_{pk}": forms.CharField(
                label=f"Why was this decided for {name}?",
                widget=forms.Textarea,
                error_messages={"required": f"Enter why this was decided for {name}"},
            ),
            f"dissent_{pk}": forms.CharField(
                label="Who disagreed, and why? (optional)", required=False, widget=forms.Textarea
            ),
        }
        self.requires[f"categories_{pk}"] = (f"decision_{pk}", ON_A_PLAN)
        if row in self.initials:
            self.ask_for_the_outline(row, name)

    def ask_for_the_outline(self, row: ChildAtConference, name: str) -> None:
        pk, first = row.child_id, self.initials[0]
        same = "" if row == first else f"Leave empty if it is the same as for {first.child.name}."
        self.fields[f"plans_before_{pk}"] = forms.IntegerField(
            label=f"How many plans has {name} had before?",
            help_text="Here and in other authorities, not counting this one.",
            min_value=row.child.plans.count(),
            max_value=30,
            initial=row.child.plans.count(),
            error_messages={"required": f"Enter how many plans {name} has had before, or 0"},
        )
        self.requires[f"plans_before_{pk}"] = (f"decision_{pk}", Decision.PLAN)
        for part, (question, asked_for) in WORDS_OF_THE_OUTLINE.items():
            self.fields[f"{part}_{pk}"] = forms.CharField(
                label=question.format(name),
                required=False,
                widget=forms.Textarea,
                help_text=same,
                error_messages={"required": asked_for.format(name)},
            )
        for part, (of, question) in FREQUENCIES.items():
            usual = " and ".join(dict.fromkeys(str(each.period) for each in limits_on(of, self.today)))
            self.fields[f"{part}_{pk}"] = forms.CharField(
                label=question.format(name),
                required=False,
                max_length=30,
                help_text=f"Every so long, like “5 working days”. Leave empty for the usual: every {usual}.",
            )


class HoldForm(GovFormMixin, QuestionsOfTheConference):
    requires = {"inquorate_because": ("quorate", "no")}

    def lay_out(self) -> Layout:
        came = [Question(f"came_{person.pk}", size="s", inline=True, small=True) for person in self.people]
        return Layout(
            "held_on",
            Question(
                "quorate", size="m", inline=False, reveal={"no": [Question("inquorate_because", rows=2)]}
            ),
            *(
                [Heading("Who came?")]
                if came
                else [Paragraph("Nobody is recorded in the children’s network.")]
            ),
            *came,
            Question("manager_came", size="s", inline=True, small=True),
            Question("lead_role_explained", size="s", inline=True, small=True),
            Question("record", size="m", rows=8),
            *(self.questions_about(row) for row in self.rows),
            *([Heading("Other children at home")] if self.others else []),
            *(Question(f"considered_{child.pk}", rows=3) for child in self.others),
            *([Heading("The first core group"), "core_group_on"] if self.initials else []),
            Heading("The review"),
            "review_on",
            *self.questions_if_late(),
            Question("review_at", width=10),
            "review_place",
        )

    def questions_about(self, row: ChildAtConference) -> Fieldset:
        pk, shown = row.child_id, f"on-a-plan-{row.child_id}"
        of_a_plan: list[Any] = [Question(f"categories_{pk}", size="s")]
        if row in self.initials:
            of_a_plan += [
                Question(f"plans_before_{pk}", width=2),
                *(Question(f"{part}_{pk}", rows=4) for part in WORDS_OF_THE_OUTLINE),
                *(Question(f"{part}_{pk}", width=20) for part in FREQUENCIES),
            ]
        shows = {each.value: shown for each in ON_A_PLAN}
        return Fieldset(
            f"{row.child.name}: {row.get_kind_display().lower()}",
            Question(f"decision_{pk}", size="s", shows=shows),
            Shown(shown, *of_a_plan),
            Question(f"reason_{pk}", rows=4),
            Question(f"dissent_{pk}", rows=2),
            size="l",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outlines = self.clean_outlines(cleaned)
        self.clean_review(cleaned)
        if not self.errors:
            cleaned["conference"] = self.as_held(cleaned, outlines)
        return cleaned

    def clean_outlines(self, cleaned: dict[str, Any]) -> dict[int, Outline]:
        outlines, earlier = {}, dict.fromkeys(WORDS_OF_THE_OUTLINE, "")
        for row in self.initials:
            pk = row.child_id
            every = {part: self.clean_every(f"{part}_{pk}", of) for part, (of, _) in FREQUENCIES.items()}
            if cleaned.get(f"decision_{pk}") != Decision.PLAN:
                continue
            said = {part: cleaned.get(f"{part}_{pk}") or earlier[part] for part in WORDS_OF_THE_OUTLINE}
            earlier = said
            for part in [part for part, words in said.items() if not words]:
                name = f"{part}_{pk}"
                self.add_error(
                    name, ValidationError(self.fields[name].error_messages["required"], "required")
                )
            outcomes = [each for form in self.outcomes if (each := form.outcome_for(row.child))]
            if not outcomes and self.outcomes.is_valid():
                self.add_error(
                    None, f"Enter at least one outcome for {row.child.name}: what will be different"
                )
            outlines[pk] = Outline(
                concerns=said["concerns"],
                what_must_change=said["change"],
                contingency=said["contingency"],
                outcomes=outcomes,
                **every,
            )
        return outlines

    def clean_every(self, name: str, of: str) -> Period | None:
        """A frequency in words; one that was hidden, or left empty, is none."""
        pk = name.rsplit("_", 1)[1]
        written = self.cleaned_data.get(name, "").removeprefix("every ")
        if not written or self.cleaned_data.get(f"decision_{pk}") != Decision.PLAN:
            return None
        try:
            every = Period.parse(written)
            if every.count < 1:
                raise ValueError("Write a number of 1 or more, such as “5 working days”.")
            refuse_a_loosened_limit(of, every, self.cleaned_data.get("held_on") or self.today)
        except (ValueError, Refused) as wrong:
            self.add_error(name, str(wrong))
            return None
        return every

    def clean_review(self, cleaned: dict[str, Any]) -> None:
        held_on, review_on = cleaned.get("held_on"), cleaned.get("review_on")
        decisions = {cleaned.get(f"decision_{row.child_id}") for row in self.rows}
        if not (held_on and review_on):
            cleaned["late_because"] = ""
            return
        if not decisions & set(ON_A_PLAN) and None not in decisions:
            self.add_error("review_on", "No child has a plan to review. Leave the date of the review empty")
            return
        limit = last_day_for_a_review(held_on, first=Decision.PLAN in decisions)
        said = f"The review must be held by {weekday(limit)}" if limit else ""
        self.ask_if_late(cleaned, review_on, limit, said)

    def as_held(self, cleaned: dict[str, Any], outlines: dict[int, Outline]) -> dict[str, Any]:
        """The arguments of hold_conference."""
        review = None
        if cleaned["review_on"]:
            review = NextReview(
                booked_for=cleaned["review_on"],
                booked_at=cleaned["review_at"],
                place=cleaned["review_place"],
                late_because=cleaned["late_because"],
            )
        answers = {person: cleaned[f"came_{person.pk}"] for person in self.people}
        return {
            "held_on": cleaned["held_on"],
            "quorate": cleaned["quorate"] == "yes",
            "inquorate_because": cleaned["inquorate_because"],
            "record": cleaned["record"],
            "manager_came": cleaned["manager_came"],
            "lead_role_explained": cleaned["lead_role_explained"],
            "considered": {child: cleaned[f"considered_{child.pk}"] for child in self.others},
            "came": {person: came for person, came in answers.items() if came and came != NOT_INVITED},
            "decided": [self.decided(row, cleaned, outlines) for row in self.rows],
            "next_review": review,
            "first_core_group_on": cleaned.get("core_group_on"),
        }

    def decided(
        self, row: ChildAtConference, cleaned: dict[str, Any], outlines: dict[int, Outline]
    ) -> Decided:
        pk = row.child_id
        return Decided(
            child=row.child,
            decision=cleaned[f"decision_{pk}"],
            categories=cleaned[f"categories_{pk}"],
            reason=cleaned[f"reason_{pk}"],
            dissent=cleaned[f"dissent_{pk}"],
            plans_before=cleaned.get(f"plans_before_{pk}") or 0,
            outline=outlines.get(pk),
        )


def network_of(children: Iterable[Child], *, on: date) -> dict[Person, str]:
    """Everybody in the network of any of the children, once, with what they are to whom."""
    relationships = Relationship.objects.on(on).filter(child__in=list(children))
    found: dict[Person, list[str]] = {}
    for each in relationships.select_related("person", "child").order_by("person__name", "pk"):
        part = f"{each.get_kind_display().lower()} of {each.child.given_name or each.child.name}"
        if not each.is_family:
            part = ", ".join(filter(None, (each.get_kind_display().lower(), each.person.agency)))
        found.setdefault(each.person, []).append(part)
    return {person: f"{person.name} ({'; '.join(dict.fromkeys(parts))})" for person, parts in found.items()}
