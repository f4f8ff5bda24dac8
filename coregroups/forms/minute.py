"""What is asked for the minute: what was said, what became of each outcome and action, and who is sent it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms

from children.models import Child, Person
from coregroups.actions import ActionAnswer
from coregroups.models import CoreGroupAttendance
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Details, Fieldset, Heading, Inset, Layout, Part, Question
from govuk_forms.words import day
from plans.models import Action, Outcome
from plans.shown import action_standing
from plans.slippage import Slippage

Came = CoreGroupAttendance.Came
YES, NO = "yes", "no"
OPEN, DONE, MOVED = "open", "done", "moved"
NOW, LATER = "now", "later"


One = TypeVar("One", Outcome, Action)


@dataclass(frozen=True)
class Shared(Generic[One]):
    """An outcome or an action that stands in several siblings' plans in the same words: it is asked about once."""

    parts: Sequence[One]
    name: str
    """Whose it is, where not everybody's; then what it says."""

    @property
    def key(self) -> int:
        return self.parts[0].pk


@dataclass(frozen=True)
class PlansAsked:
    """The children's plans as the group goes through them."""

    outcomes: Sequence[Shared[Outcome]]
    actions: Sequence[Shared[Action]]
    moved: Mapping[int, Slippage]


def _words(label: str, error: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea, error_messages={"required": error}
    )


class MinuteForm(GovForm):
    held_on = NearDateField(label="Date it was held", help_text="For example, 14/3/2026.")
    chaired_by = forms.CharField(
        label="Who chaired?", max_length=150, error_messages={"required": "Enter who chaired"}
    )
    manager_chaired = forms.ChoiceField(
        label="Did a manager chair this first core group?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether a manager chaired"},
    )
    no_manager_because = forms.CharField(
        label="Why not?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why no manager chaired the first core group"},
    )
    roles_explained = _words(
        "What was explained of everybody’s part?",
        "Enter what was explained of the parts of social worker, members and parents",
        "What the lead social worker does; what a core group is for; what is asked of parents, child and members.",
    )
    assessment_outstanding = _words(
        "What is still to be done to finish the assessment?",
        "Enter what is still to be done for the assessment, or that nothing is",
        "Each step, by whom and by when; or that it is finished.",
    )
    present = forms.TypedMultipleChoiceField(
        label="Who came? (optional)", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    apologies = forms.TypedMultipleChoiceField(
        label="Who sent apologies? (optional)",
        help_text="Whoever is ticked in neither list is recorded as not having come.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    updates = forms.CharField(label="Updates and concerns (optional)", widget=forms.Textarea, required=False)
    childs_voice = _words(
        "The child's lived experience and voice",
        "Write down the child's lived experience and voice",
        "What life is like for the child, in the child's own words where there are some.",
    )
    family_views = _words(
        "What the family said", "Write down what the family said, or why nobody of the family said anything"
    )
    progress = _words(
        "Progress against the plan",
        "Write down how far the plan has come and what it has changed for the child",
        "What has become different for the child, and what has not.",
    )
    risks = _words("The risks, looked at again", "Write down what the group makes of the risks now")
    delays = _words(
        "What is late, and what is done about it",
        "Write down what is late and what is done about it, or that nothing is",
    )
    decisions = _words(
        "Decisions and next steps",
        "Write down what was decided, or that nothing was",
        "New actions have their own place below.",
    )
    disagreement = forms.CharField(
        label="What somebody did not agree with (optional)", widget=forms.Textarea, required=False
    )
    next_planned_for = NearDateField(
        label="Date of the next core group (optional)",
        help_text="It is put in the diary for the same children.",
        required=False,
    )
    sent = forms.ChoiceField(
        label="When is the minute sent?",
        choices=[
            (NOW, "As soon as it is saved, to the members and the chair in their usual ways"),
            (LATER, "Later: I look at who is sent it, and how, first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select when the minute is sent"},
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Person],
        children: Sequence[Child],
        plans: PlansAsked,
        is_first: bool,
        without_chair: Sequence[Child],
        today: date,
        **kwargs: Any,
    ) -> None:
        self.members = {person.pk: person for person in members}
        self.plans, self.without_chair, self.today, self.is_first = plans, without_chair, today, is_first
        self.interpreted = [person for person in members if person.interpreter_needed]
        asked = {interpreter_question(person): interpreter_field(person) for person in self.interpreted}
        self.professionals = [person for person in members if person.agency]
        asked |= {f"instead_{person.pk}": in_their_place(person) for person in self.professionals}
        self.requires = dict(self.requires)
        if is_first:
            self.requires["no_manager_because"] = ("manager_chaired", NO)
        asked |= self._about_the_plans()
        self.base_fields = {**self.base_fields, **asked}
        super().__init__(*args, **kwargs)
        if not is_first:
            for name in (
                "manager_chaired",
                "no_manager_because",
                "roles_explained",
                "assessment_outstanding",
            ):
                del self.fields[name]
        self.fields["held_on"].limit(latest=today, must_be="today or in the past")
        for name in ("present", "apologies"):
            self.fields[name].choices = [(pk, person.name) for pk, person in self.members.items()]
        if len(children) > 1:
            self.fields["childs_voice"].label = "Each child's lived experience and voice"
            self.fields["childs_voice"].error_messages["required"] = (
                "Write down each child's lived experience and voice"
            )

    def _about_the_plans(self) -> dict[str, forms.Field]:
        asked: dict[str, forms.Field] = {}
        for shared in self.plans.outcomes:
            before = shared.parts[0].progress
            asked[f"outcome_{shared.key}"] = forms.CharField(
                label=f"{shared.name.rstrip('.')} (optional)",
                help_text=f"Last said: {before}" if before else "",
                widget=forms.Textarea,
                required=False,
            )
        for shared in self.plans.actions:
            asked |= self._about_action(shared)
        return asked

    def _about_action(self, shared: Shared[Action]) -> dict[str, forms.Field]:
        action, pk = shared.parts[0], shared.key
        is_late, moved = action.by_when < self.today, self.plans.moved.get(action.pk)
        standing = action_standing(action, today=self.today).words
        facts = [f"{action.who}, by {day(action.by_when)}", standing, moved.words if moved else ""]
        asked: dict[str, forms.Field] = {
            f"action_{pk}": forms.ChoiceField(
                label=shared.name,
                help_text=". ".join(filter(None, facts)),
                choices=[(OPEN, "Still to be done"), (DONE, "Done"), (MOVED, "Moved to another day")],
                # What is late has to be looked at: nothing is chosen for it beforehand.
                initial=None if is_late else OPEN,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select whether it is done: {action.what}"},
            ),
            f"progress_{pk}": forms.CharField(
                label="What is done about the delay?" if is_late else "How far is it? (optional)",
                widget=forms.Textarea,
                required=False,
                error_messages={"required": f"Enter what is done about the delay: {action.what}"},
            ),
            f"done_on_{pk}": NearDateField(
                label="When was it done?",
                error_messages={"required": f"Enter the day it was done: {action.what}"},
            ),
            f"moved_to_{pk}": NearDateField(
                label="By when now?", error_messages={"required": f"Enter the new day: {action.what}"}
            ),
            f"moved_because_{pk}": forms.CharField(
                label="Why is it moved?",
                widget=forms.Textarea,
                error_messages={"required": f"Enter why the day is moved: {action.what}"},
            ),
        }
        asked[f"done_on_{pk}"].limit(latest=self.today, must_be="today or earlier")
        asked[f"moved_to_{pk}"].limit(earliest=self.today, must_be="today or later")
        if is_late:
            self.requires[f"progress_{pk}"] = (f"action_{pk}", OPEN)
        self.requires |= {
            f"done_on_{pk}": (f"action_{pk}", DONE),
            f"moved_to_{pk}": (f"action_{pk}", MOVED),
            f"moved_because_{pk}": (f"action_{pk}", MOVED),
        }
        return asked

    def lay_out(self) -> Layout:
        # With nobody to tick, the two lists are left out of the page; nothing ticked is what comes back.
        who = ["present", "apologies"] if self.members else []
        nobody = Inset("This core group has no members yet. Add them so that they can be sent it.")
        return Layout(
            Question("held_on"),
            Question("chaired_by", width="two-thirds"),
            *(self._first() if self.is_first else []),
            Fieldset(
                "Who was there",
                *(Question(name, size="s", small=True) for name in who),
                *self._in_their_place(),
                *(Question(interpreter_question(person)) for person in self.interpreted),
                *([] if who else [nobody]),
            ),
            Fieldset(
                "What was said",
                *(Question(name, size="s", rows=4) for name in ("childs_voice", "family_views", "updates")),
            ),
            *([self._the_plans()] if self.plans.outcomes or self.plans.actions else []),
            Fieldset(
                "What the group makes of it",
                *(
                    Question(name, size="s", rows=4)
                    for name in ("progress", "risks", "delays", "decisions", "disagreement")
                ),
            ),
        )

    def _first(self) -> list[Part]:
        reason = [Question("no_manager_because", rows=2)]
        return [
            Question("manager_chaired", size="s", small=True, inline=True, reveal={NO: reason}),
            Question("roles_explained", size="s", rows=3),
            Question("assessment_outstanding", size="s", rows=3),
        ]

    def _in_their_place(self) -> list[Part]:
        asked = [Question(f"instead_{person.pk}", width="two-thirds") for person in self.professionals]
        return [Details("Somebody came in a member's place", *asked)] if asked else []

    def _the_plans(self) -> Part:
        outcomes = [Question(f"outcome_{each.key}", size="s", rows=2) for each in self.plans.outcomes]
        actions = [
            Question(
                f"action_{each.key}",
                size="s",
                small=True,
                reveal={
                    OPEN: [Question(f"progress_{each.key}", rows=2)],
                    DONE: [f"done_on_{each.key}"],
                    MOVED: [f"moved_to_{each.key}", Question(f"moved_because_{each.key}", rows=2)],
                },
            )
            for each in self.plans.actions
        ]
        return Fieldset(
            "The plan",
            *([Heading("How far is each outcome?", size="s"), *outcomes] if outcomes else []),
            *([Heading("What became of each action?", size="s"), *actions] if actions else []),
        )

    def clean(self) -> dict[str, Any]:
        """The ticks as one answer for each member; the plans' answers as what the action is given."""
        answers = super().clean()
        answers.pop("manager_chaired", None)
        self._clean_attendance(answers)
        answers["answers"] = list(self._answers(answers))
        answers["outcomes"] = {
            outcome: said
            for shared in self.plans.outcomes
            if (said := answers.pop(f"outcome_{shared.key}", ""))
            for outcome in shared.parts
        }
        answers["is_sent"] = answers.pop("sent", LATER) == NOW
        if answers["is_sent"] and self.without_chair:
            names = " and ".join(child.name for child in self.without_chair)
            self.add_error(
                "sent",
                f"{names}: no conference chair is named yet. Choose “Later”, and ask the safeguarding unit",
            )
        return answers

    def _answers(self, answers: dict[str, Any]) -> Iterator[ActionAnswer]:
        for shared in self.plans.actions:
            pk = shared.key
            chosen = answers.pop(f"action_{pk}", "")
            so_far, done_on = answers.pop(f"progress_{pk}", ""), answers.pop(f"done_on_{pk}", None)
            to, why = answers.pop(f"moved_to_{pk}", None), answers.pop(f"moved_because_{pk}", "")
            for action in shared.parts:
                match chosen:
                    case "done":
                        yield ActionAnswer(action=action, done_on=done_on)
                    case "moved":
                        yield ActionAnswer(action=action, moved_to=to, because=why)
                    case "open":
                        yield ActionAnswer(action=action, because=so_far)

    def _clean_attendance(self, answers: dict[str, Any]) -> None:
        present, apologies = set(answers.pop("present", [])), set(answers.pop("apologies", []))
        if both := present & apologies:
            names = ", ".join(self.members[pk].name for pk in self.members if pk in both)
            self.add_error(
                "apologies", f"Ticked as having come and as having sent apologies: {names}. Untick one"
            )
        answers["came"] = {
            person: Came.PRESENT if pk in present else Came.APOLOGIES if pk in apologies else Came.ABSENT
            for pk, person in self.members.items()
        }
        answers["instead"] = {}
        for person in self.professionals:
            name = answers.pop(f"instead_{person.pk}", "")
            if name and person.pk in present:
                self.add_error(
                    f"instead_{person.pk}",
                    f"{person.name} is ticked as having come. Untick them, or leave this empty",
                )
            elif name:
                answers["instead"][person] = name
        answers["interpreters"] = {}
        for person in self.interpreted:
            question = interpreter_question(person)
            said = answers.pop(question, "")
            if person.pk in present and not said:
                self.add_error(question, f"Say who interpreted for {person.name}, or why nobody did")
            answers["interpreters"][person] = said


def in_their_place(person: Person) -> forms.CharField:
    return forms.CharField(
        label=f"Who came in the place of {person.name}? (optional)", max_length=150, required=False
    )


def interpreter_question(person: Person) -> str:
    return f"interpreter_{person.pk}"


def interpreter_field(person: Person) -> forms.CharField:
    return forms.CharField(
        label=f"Interpreter for {person.name} ({person.language or 'language not recorded'})",
        help_text="Who interpreted; or, if nobody did, why not and when it will be explained again.",
        max_length=200,
        required=False,
    )
