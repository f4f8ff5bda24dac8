"""The questions about a visit: those about the visit once, those about a child once for each child.

A child's own questions carry the child's number: `seen_12`. `VisitForm.seen` reads them back as one `Seen` for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from children.models import Child, Person, Relationship
from children.models.child import SeeAlone
from deadlines.numbers import shipped_pack
from govuk_forms.fields import NearDateField, TimeField
from govuk_forms.forms import GovFormMixin
from govuk_forms.layout import Details, Fieldset, Layout, Question, Shown
from govuk_forms.words import day, weekday
from visits.actions import OF_THE_VISIT, Seen
from visits.forms.why_not import NOT_ALONE, NOT_SEEN_AT_ALL, why_not_asked
from visits.models import Visit
from visits.risks import RiskAsked, risks_of

MET = Visit.Contact.FACE_TO_FACE
ALONE, AWAKE, SEEN, NOT_SEEN = "alone", "awake", "seen", "not-seen"
ANOTHER_DAY = "another-day"
SHOWN_IF_MET = "if-the-family-was-met"

ANSWERS: dict[SeeAlone, list[tuple[str, str]]] = {
    SeeAlone.ALONE: [(ALONE, "Yes, alone"), (SEEN, "Yes, but not alone"), (NOT_SEEN, "No")],
    SeeAlone.BABY_AWAKE: [(AWAKE, "Yes, awake"), (SEEN, "Yes, but asleep"), (NOT_SEEN, "No")],
    SeeAlone.NOT_APPROPRIATE: [(SEEN, "Yes"), (NOT_SEEN, "No")],
}
NO_ANSWER_AT_THE_DOOR = {
    Visit.Contact.NO_REPLY: "Nobody answered.",
    Visit.Contact.REFUSED: "The family refused or avoided the visit.",
    Visit.Contact.CANCELLED: "The family cancelled the visit.",
    Visit.Contact.DOORSTEP: "The family was spoken with at the doorstep only.",
    Visit.Contact.VIRTUAL: "The contact was by telephone or video.",
    Visit.Contact.OTHER_AGENCY: "Another agency saw the child.",
}


class QuestionsOfTheVisit(forms.Form):
    """What is true of the visit, whoever was seen, with the questions about each child added to it."""

    visited_at = TimeField(
        label="What time did it begin? (optional)",
        required=False,
        help_text="For example, 4:30pm.",
        error_messages={"invalid": "Enter a time like 4:30pm or 16:30"},
    )
    place = forms.ChoiceField(
        label="Where was it?",
        choices=Visit.Place.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the visit was"},
    )
    contact = forms.ChoiceField(
        label="What came of it?",
        choices=Visit.Contact.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of the visit"},
    )
    unannounced = forms.BooleanField(label="The family did not know I was coming", required=False)
    ended_at = TimeField(
        label="What time did it end? (optional)",
        required=False,
        error_messages={"invalid": "Enter a time like 5:15pm or 17:15"},
    )
    present = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Who was present? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    who_was_present = forms.CharField(
        label="Which adults were there besides? (optional)",
        required=False,
        widget=forms.Textarea,
        max_length=2000,
        help_text="Each in a line: the name, and who they are. They are carried to the network, to be checked.",
    )
    about_risks = forms.CharField(
        label="What else did you see that bears on the risks of the plan? (optional)",
        required=False,
        widget=forms.Textarea,
    )
    meals = forms.CharField(
        label="Meals and sleeping arrangements (optional)", required=False, widget=forms.Textarea
    )
    account = forms.CharField(
        label="What did you see and hear? (optional)",
        required=False,
        widget=forms.Textarea,
        help_text="Or what happened, if the family was not met. What one child said has a place of its own.",
    )
    visited_by = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who made the visit? (optional)",
        required=False,
        empty_label="I did",
        help_text="If it was not you.",
    )

    def __init__(
        self, *args: Any, children: Sequence[Child], today: date, on: date, by: User, **kwargs: Any
    ) -> None:
        """`on` is the day whose meaning of "alone" is asked: today, or that of the visit being corrected."""
        super().__init__(*args, **kwargs)
        self.family, self.today, self.on = list(children), today, on
        colleagues = User.objects.active().with_role(Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
        teams = {by.team_id, *(child.team_id for child in self.family)} - {None}
        self.fields["visited_by"].queryset = colleagues.filter(team__in=teams)
        self.requires = dict(self.requires)
        self.asked_if = {
            **self.asked_if,
            **dict.fromkeys(
                ("present", "who_was_present", "about_risks", "meals", "ended_at"), ("contact", MET)
            ),
        }
        at_home = Person.objects.filter(
            relationships__child__in=self.family,
            relationships__until_on=None,
            relationships__kind__in=Relationship.FAMILY,
        )
        self.fields["present"].queryset = at_home.distinct().order_by("name")
        self.risks = risks_of(self.family)
        for risk in self.risks:
            self.fields[risk.key] = self.ask_about_risk(risk)
            self.asked_if[risk.key] = ("contact", MET)
        if not self.fields["present"].queryset.exists():
            del self.fields["present"], self.asked_if["present"]
        for child in self.family:
            self.ask_about(child)

    def ask_about(self, child: Child) -> None:
        name, called = child.pk, child.given_name or child.name
        answers = ANSWERS[child.see_alone_on(self.on)]
        how = "awake" if (AWAKE, "Yes, awake") in answers else "alone"
        self.fields |= {
            f"seen_{name}": forms.ChoiceField(
                label=f"Was {called} seen?",
                choices=answers,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select whether {called} was seen"},
            ),
            f"not_alone_why_{name}": why_not_asked(f"kept {called} from being seen {how}", NOT_ALONE),
            f"not_seen_why_{name}": why_not_asked(f"kept {called} from being seen", NOT_SEEN_AT_ALL),
            f"not_alone_because_{name}": forms.CharField(
                label=f"Why was {called} not seen {how}?",
                widget=forms.Textarea,
                error_messages={"required": f"Enter why {called} was not seen {how}"},
            ),
            f"not_seen_because_{name}": forms.CharField(
                label=f"Why was {called} not seen?",
                widget=forms.Textarea,
                error_messages={"required": f"Enter why {called} was not seen"},
            ),
            f"bedroom_{name}": forms.BooleanField(label=f"{called}’s bedroom was seen", required=False),
            f"spoken_{name}": forms.BooleanField(label=f"{called} was spoken with", required=False),
            f"undressed_{name}": forms.BooleanField(
                label=f"{called} was seen dressed and undressed", required=False
            ),
            f"words_{name}": forms.CharField(
                label=f"What did {called} say, in their own words? (optional)",
                required=False,
                widget=forms.Textarea,
                help_text=f"Kept on {called}’s record only, and carried on from there.",
            ),
            f"said_{name}": forms.CharField(
                label=f"How was {called}, and what did they do? (optional)",
                required=False,
                widget=forms.Textarea,
                help_text=f"Facts, not labels. Kept on {called}’s record only.",
            ),
            f"injury_{name}": forms.CharField(
                label=f"Which injury of {called}’s, or which incident?",
                required=False,
                widget=forms.Textarea,
                help_text="What you saw, where on the body, and what was said about it. The manager is told at once.",
            ),
            f"manager_told_{name}": forms.BooleanField(
                label="I have told the manager already", required=False
            ),
        }
        is_baby = how == "awake"
        del self.fields[f"spoken_{name}" if is_baby else f"undressed_{name}"]
        self.requires[f"seen_{name}"] = ("contact", MET)
        if how == "awake" or (ALONE, "Yes, alone") in answers:
            for asked in ("why", "because"):
                self.requires[f"not_alone_{asked}_{name}"] = (f"seen_{name}", SEEN)
        else:
            del self.fields[f"not_alone_because_{name}"], self.fields[f"not_alone_why_{name}"]
        for asked in ("why", "because"):
            self.requires[f"not_seen_{asked}_{name}"] = (f"seen_{name}", NOT_SEEN)
        for asked in ("bedroom", "spoken", "undressed", "words", "said", "injury", "manager_told"):
            if f"{asked}_{name}" in self.fields:
                self.asked_if[f"{asked}_{name}"] = ("contact", MET)

    def ask_about_risk(self, risk: RiskAsked) -> forms.CharField:
        of_all = len(risk.children) == len(self.family)
        names = " and ".join(child.given_name or child.name for child in risk.children)
        return forms.CharField(
            label=f"{risk.words.rstrip('.')} (optional)",
            help_text="" if of_all else f"A risk to {names}.",
            required=False,
            widget=forms.Textarea,
        )

    def observed(self, child: Child, cleaned: dict[str, Any]) -> list[list[str]]:
        return [
            [risk.words, cleaned[risk.key]]
            for risk in self.risks
            if child in risk.children and cleaned.get(risk.key)
        ]

    def questions_about(self, child: Child) -> Fieldset:
        name = child.pk
        reveal = {NOT_SEEN: self._why_not("not_seen", name)}
        if f"not_alone_because_{name}" in self.fields:
            reveal[SEEN] = self._why_not("not_alone", name)
        return Fieldset(
            child.name,
            Question(f"seen_{name}", size="s", reveal=reveal),
            f"undressed_{name}" if f"undressed_{name}" in self.fields else f"spoken_{name}",
            f"bedroom_{name}",
            Question(f"words_{name}", rows=3),
            Question(f"said_{name}", rows=3),
            Details("A new injury or incident", Question(f"injury_{name}", rows=4), f"manager_told_{name}"),
        )

    @staticmethod
    def _why_not(which: str, name: int) -> list[Question]:
        return [
            Question(f"{which}_why_{name}", small=True),
            Question(f"{which}_because_{name}", rows=2),
        ]

    def about_the_visit(self) -> list[Question | Details]:
        """What is asked of a visit that met the family, besides each child."""
        present = [Question("present", size="m")] if "present" in self.fields else []
        return [
            *present,
            Question("who_was_present", rows=2),
            *self._about_risks(),
            Details(
                f"{'' if self.risks else 'Risks of the plan, '}meals and sleeping, when it ended".capitalize(),
                *([] if self.risks else [Question("about_risks", rows=4)]),
                Question("meals", rows=3),
                Question("ended_at", width=10),
            ),
        ]

    def _about_risks(self) -> list[Details]:
        """Each risk that the plan names by itself, and a place for what belongs to none of them."""
        if not self.risks:
            return []
        asked = [Question(risk.key, rows=2) for risk in self.risks]
        return [Details("What you saw of each risk of the plan", *asked, Question("about_risks", rows=2))]


class VisitForm(GovFormMixin, QuestionsOfTheVisit):
    """A visit to a child, and to the siblings who live with them."""

    visited_which_day = forms.ChoiceField(
        label="When was the visit?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select when the visit was",
            "invalid_choice": "Select when the visit was: the day changed while this page was open",
        },
    )
    visited_on = NearDateField(
        label="Visit date",
        help_text="For example, 14/3/2026.",
        error_messages={"required": "Enter the visit date"},
    )
    children = forms.TypedMultipleChoiceField(
        label="Which children was the visit to?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Untick a child whom the visit was not to.",
        error_messages={"required": "Select at least one child"},
    )

    requires = {"visited_on": ("visited_which_day", ANOTHER_DAY)}

    def __init__(self, *args: Any, children: Sequence[Child], today: date, by: User, **kwargs: Any) -> None:
        super().__init__(*args, children=children, today=today, on=today, by=by, **kwargs)
        yesterday = today - timedelta(days=1)
        # The days themselves, so that a page left open over midnight does not record the wrong one.
        self.fields["visited_which_day"].choices = [
            (today.isoformat(), f"Today, {weekday(today)}"),
            (yesterday.isoformat(), f"Yesterday, {weekday(yesterday)}"),
            (ANOTHER_DAY, "Another day"),
        ]
        self.fields["visited_on"].limit(
            latest=today, must_be=f"today or earlier: a visit is recorded once it has happened ({day(today)})"
        )
        if shipped_pack().home_visits_only:
            self.fields[
                "place"
            ].help_text = "Only a visit at home counts here. Another is kept, and stops no clock."
        self.fields["children"].choices = [(child.pk, child.name) for child in self.family]
        self.fields["children"].initial = [child.pk for child in self.family]
        if len(self.family) == 1:
            del self.fields["children"]

    def lay_out(self) -> Layout:
        several = len(self.family) > 1
        about = [self.questions_about(child) for child in self.family]
        if several:
            about = [
                Shown(f"child-{child.pk}", part, by="checkboxes")
                for child, part in zip(self.family, about, strict=True)
            ]
            shows = {str(child.pk): f"child-{child.pk}" for child in self.family}
        return Layout(
            *([Question("children", size="m", shows=shows)] if several else []),
            Question("visited_which_day", size="m", reveal={ANOTHER_DAY: ["visited_on"]}),
            Question("visited_at", width=10),
            Question("place", size="m"),
            "unannounced",
            Question("contact", size="m", shows={MET.value: SHOWN_IF_MET}),
            Shown(SHOWN_IF_MET, *about, *self.about_the_visit()),
            Question("account", rows=6),
            Details("Somebody else made the visit", "visited_by"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        left_out = [child for child in self.family if child not in self.visited]
        for child in left_out:
            for name in [name for name in self.fields if name.endswith(f"_{child.pk}")]:
                self.errors.pop(name, None)
        chosen = cleaned.get("visited_which_day")
        if chosen and chosen != ANOTHER_DAY:
            cleaned["visited_on"] = date.fromisoformat(chosen)
        if not self.errors:
            cleaned["visit"] = occasion(cleaned) | {"contact": cleaned["contact"], "seen": list(self.seen())}
        return cleaned

    @property
    def visited(self) -> list[Child]:
        if "children" not in self.fields:
            return self.family
        return [child for child in self.family if child.pk in self.cleaned_data.get("children", ())]

    def seen(self) -> Iterator[Seen]:
        for child in self.visited:
            yield replace(seen_of(child, self.cleaned_data), observed=self.observed(child, self.cleaned_data))


def occasion(cleaned: dict[str, Any]) -> dict[str, Any]:
    facts = {name: cleaned.get(name) for name in OF_THE_VISIT}
    present = sorted(person.pk for person in cleaned.get("present") or ())
    return facts | {"announced": not cleaned["unannounced"], "present": present}


def seen_of(child: Child, cleaned: dict[str, Any]) -> Seen:
    name, met = child.pk, cleaned["contact"] == MET
    answer = cleaned.get(f"seen_{name}") if met else NOT_SEEN
    whys = (cleaned.get(f"not_seen_why_{name}"), cleaned.get(f"not_alone_why_{name}"))
    reasons = (cleaned.get(f"not_seen_because_{name}"), cleaned.get(f"not_alone_because_{name}"))
    reason = next((each for each in reasons if each), "")
    if not met:
        reason = " ".join(filter(None, (NO_ANSWER_AT_THE_DOOR[cleaned["contact"]], cleaned["account"])))
    was_a_baby = child.see_alone_on(cleaned["visited_on"]) == SeeAlone.BABY_AWAKE
    return Seen(
        child=child,
        child_seen=answer != NOT_SEEN,
        child_seen_alone=answer == ALONE,
        # Asked in the words for the child's age today: whoever was seen alone before turning two was awake.
        child_awake=answer == AWAKE or (answer == ALONE and was_a_baby),
        bedroom_seen=bool(cleaned.get(f"bedroom_{name}")),
        why_not=next((each for each in whys if each), "") if met else "",
        reason=reason,
        spoken_with=cleaned.get(f"spoken_{name}") if met else None,
        undressed_seen=cleaned.get(f"undressed_{name}") if met else None,
        about_this_child=cleaned.get(f"said_{name}") or "",
        own_words=cleaned.get(f"words_{name}") or "",
        injury=cleaned.get(f"injury_{name}") or "",
        manager_told_of_injury=bool(cleaned.get(f"manager_told_{name}")),
    )
