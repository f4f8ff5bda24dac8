"""What one child's record of a visit says, to be put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from children.models import Child
from children.models.child import SeeAlone
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovFormMixin
from govuk_forms.layout import Layout, Question, Shown
from visits.actions import LONGEST_REASON, OF_THE_VISIT
from visits.forms.visits import (
    ALONE,
    AWAKE,
    MET,
    NOT_SEEN,
    SEEN,
    SHOWN_IF_MET,
    QuestionsOfTheVisit,
    occasion,
    seen_of,
)
from visits.models import Visit
from visits.risks import risks_of


class CorrectionForm(GovFormMixin, QuestionsOfTheVisit):
    """What one child's record of a visit says, to be put right."""

    visited_on = NearDateField(label="Visit date", help_text="For example, 14/3/2026.")
    on_siblings_records = forms.BooleanField(required=False)
    why = forms.CharField(
        label="Why is the record corrected?",
        max_length=LONGEST_REASON,
        help_text="What it said before is kept, with your name and this reason.",
        error_messages={"required": "Enter why the record is corrected"},
    )

    def __init__(
        self, *args: Any, visit: Visit, siblings: Sequence[Visit], today: date, by: User, **kwargs: Any
    ) -> None:
        self.visit, self.siblings = visit, siblings
        super().__init__(
            *args,
            children=[visit.child],
            today=today,
            on=visit.visited_on,
            by=by,
            initial=as_asked(visit),
            **kwargs,
        )
        self.fields["visited_on"].limit(latest=today, must_be="today or earlier")
        self.fields["visited_by"].empty_label = "Not known"
        self.fields["visited_by"].help_text = ""
        if visit.visited_by_id:
            chosen = User.objects.filter(pk=visit.visited_by_id)
            self.fields["visited_by"].queryset |= chosen
            self.fields["visited_by"].empty_label = None
        if siblings:
            names = " and ".join(each.child.name for each in siblings)
            self.fields[
                "on_siblings_records"
            ].label = f"Correct the day, time, place and account on the record of {names} too"
        else:
            del self.fields["on_siblings_records"]

    def lay_out(self) -> Layout:
        [child] = self.family
        return Layout(
            "visited_on",
            Question("visited_at", width=10),
            Question("place", size="m"),
            "unannounced",
            Question("contact", size="m", shows={MET.value: SHOWN_IF_MET}),
            Shown(SHOWN_IF_MET, self.questions_about(child), *self.about_the_visit()),
            Question("account", rows=6),
            "visited_by",
            *(["on_siblings_records"] if self.siblings else []),
            "why",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            seen = replace(
                seen_of(self.visit.child, cleaned), observed=self._observed(self.visit.child, cleaned)
            )
            if not {"contact", "account"} & set(self.changed_data) and cleaned["contact"] != MET:
                seen = replace(seen, reason=self.visit.reason or seen.reason)
            cleaned["visit"] = occasion(cleaned) | {
                "contact": cleaned["contact"],
                "seen": seen,
                "why": cleaned["why"],
                "also": self.siblings if cleaned.get("on_siblings_records") else (),
            }
        return cleaned

    def _observed(self, child: Child, cleaned: dict[str, Any]) -> list[list[str]]:
        """What is asked now, and what was seen of a risk that the plan names no longer."""
        asked = {risk.words for risk in self.risks}
        gone = [[words, seen] for words, seen in self.visit.observed if words not in asked]
        return [*gone, *self.observed(child, cleaned)] if cleaned["contact"] == MET else []


def as_asked(visit: Visit) -> dict[str, Any]:
    """What is recorded, as the answers that would have recorded it."""
    name = visit.child_id
    if not visit.child_seen:
        answer = NOT_SEEN
    elif visit.child_awake and visit.child.see_alone_on(visit.visited_on) == SeeAlone.BABY_AWAKE:
        answer = AWAKE
    else:
        answer = ALONE if visit.child_seen_alone else SEEN
    seen = dict(map(tuple, visit.observed))
    return {
        **{risk.key: seen.get(risk.words, "") for risk in risks_of([visit.child])},
        **{fact: getattr(visit, fact) for fact in OF_THE_VISIT},
        "visited_by": visit.visited_by_id,
        "unannounced": not visit.announced,
        "contact": visit.contact,
        f"seen_{name}": answer,
        f"not_alone_why_{name}": visit.why_not if visit.child_seen else "",
        f"not_seen_why_{name}": "" if visit.child_seen else visit.why_not,
        f"not_alone_because_{name}": visit.reason if visit.child_seen else "",
        f"not_seen_because_{name}": "" if visit.child_seen else visit.reason,
        f"bedroom_{name}": visit.bedroom_seen,
        f"said_{name}": visit.about_this_child,
        f"spoken_{name}": visit.spoken_with,
        f"undressed_{name}": visit.undressed_seen,
        f"words_{name}": visit.own_words,
        f"injury_{name}": visit.injury,
        f"manager_told_{name}": visit.manager_told_of_injury,
    }
