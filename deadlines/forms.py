"""The questions about a change to the authority's own timetable."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from deadlines.limits import NO_NUMBER, LimitRefused
from deadlines.models import ChangedLimit
from deadlines.numbers import pack_in_force, shipped_pack
from deadlines.own_pack import NOT_ASKED, Changed, refuse_wrong
from deadlines.packs import PACKS, Pack, load_pack
from deadlines.periods import Days, Months, Weeks, WorkingDays, Years
from deadlines.printed import limit_in_words
from deadlines.rules import RULES, Rule
from govuk_forms.fields import NearDateField
from govuk_forms.forms import GovForm
from govuk_forms.layout import Inset, Layout, Question

UNITS: Final = [(kind.unit, f"{kind.unit}s") for kind in (WorkingDays, Days, Weeks, Months, Years)]
A_NUMBER: Final = "number"

_SINCE_HELP = (
    "A clock that starts on or after this day is judged by the new limit; one that started before by what was in "
    "force then. A day in the past moves dates that are running."
)


class LimitForm(GovForm):
    kind = forms.ChoiceField(
        label="What should the limit be?",
        choices=[
            (A_NUMBER, "A number"),
            (NO_NUMBER, "Asked for, with no limit"),
            (NOT_ASKED, "No longer asked for"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the limit should be"},
    )
    number = forms.IntegerField(
        label="How many?",
        min_value=0,
        max_value=400,
        error_messages={
            "required": "Enter how many, such as 10",
            "invalid": "How many must be a whole number, like 10",
            "min_value": "How many must be 0 or more",
            "max_value": "How many must be 400 or less",
        },
    )
    unit = forms.ChoiceField(label="Of what?", choices=UNITS)
    counting = forms.ChoiceField(
        label="How are they counted?", choices=ChangedLimit.CountedAs.choices, required=False
    )
    source = forms.CharField(
        label="Where does it say so?",
        help_text="The procedure and its paragraph, or who decided it and when. Shown beside every date.",
        max_length=200,
        error_messages={"required": "Say where the limit comes from"},
    )
    since = NearDateField(label="From which day?", help_text=_SINCE_HELP)
    why = forms.CharField(
        label="Why is it changed?",
        help_text="For whoever approves it, and for whoever asks years from now.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the limit is changed"},
    )

    requires = {"number": ("kind", A_NUMBER), "unit": ("kind", A_NUMBER)}
    asked_if = {"counting": ("kind", A_NUMBER)}

    def __init__(self, *args: Any, rule: Rule, today: date, **kwargs: Any) -> None:
        self.rule, self.today = rule, today
        super().__init__(*args, **kwargs)

    def lay_out(self) -> Layout:
        limits = pack_in_force().limits_on(self.rule.code, self.today)
        now = "; ".join(f"{limit_in_words(self.rule, limit)}. {limit.source}" for limit in limits)
        return Layout(
            Inset(f"In force today: {now}." if now else "Not asked for today."),
            Question(
                "kind",
                size="m",
                hints={
                    NO_NUMBER: "The days are counted and shown, and nothing is overdue.",
                    NOT_ASKED: "No date is made. A national limit stays as it is.",
                },
                reveal={A_NUMBER: [Question("number", width=3), "unit", "counting"]},
            ),
            "source",
            "since",
            Question("why", rows=3),
        )

    def clean(self) -> dict[str, Any]:
        """The answers as one `Changed`; a limit that could not be used is refused beside the number."""
        answers = super().clean()
        if self.errors:
            return answers
        kind, number, unit = (answers.pop(name) for name in ("kind", "number", "unit"))
        changed = Changed(
            rule=self.rule.code,
            period=_period(number, unit) if kind == A_NUMBER else kind,
            counting=answers.pop("counting") or "",
            source=answers.pop("source"),
            since=answers["since"],
        )
        try:
            refuse_wrong(shipped_pack(), pack_in_force(), changed)
        except LimitRefused as refused:
            beside = "number" if kind == A_NUMBER else "kind"
            self.add_error(beside, str(refused).replace(f"“{self.rule.code}”", f"“{self.rule.name}”"))
        return {**answers, "limits": [changed]}


def _period(number: int, unit: str) -> str:
    if number == 0:
        return str(Days(0))
    return f"{number} {unit}{'' if number == 1 else 's'}"


class TakeOverForm(GovForm):
    """Several limits at once, as another pack that ships has them."""

    rules = forms.MultipleChoiceField(
        label="Which limits should become theirs?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one limit"},
    )
    since = NearDateField(label="From which day?", help_text=_SINCE_HELP)
    why = forms.CharField(
        label="Why are they changed?",
        widget=forms.Textarea,
        error_messages={"required": "Say why the limits are changed"},
    )

    def __init__(self, *args: Any, differences: Sequence[Changed], **kwargs: Any) -> None:
        self.differences = {each.rule: each for each in differences}
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = [
            (code, f"{RULES[code].name}: {in_words(each)}") for code, each in self.differences.items()
        ]

    layout = Layout(Question("rules", size="m", small=True), "since", Question("why", rows=3))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.errors:
            return answers
        chosen = [self.differences[code] for code in answers.pop("rules")]
        limits = [
            Changed(each.rule, each.period, each.counting, each.source[:200], answers["since"])
            for each in chosen
        ]
        return {**answers, "limits": limits}


def in_words(changed: Changed) -> str:
    return {NO_NUMBER: "asked for, with no limit", NOT_ASKED: "not asked for"}.get(
        changed.period, changed.period
    )


class WhichPack(GovForm):
    """For the address of the comparison."""

    pack = forms.ChoiceField(label="Compare with", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [(pack.name, pack.title) for pack in shipped_packs()]

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("pack", "") if self.is_valid() else ""


def shipped_packs() -> list[Pack]:
    return [load_pack(path.stem) for path in sorted(PACKS.glob("*.toml"))]


class WithdrawForm(GovForm):
    because = forms.CharField(
        label="Why is it withdrawn?",
        widget=forms.Textarea,
        error_messages={"required": "Say why the change is withdrawn"},
    )
    layout = Layout(Question("because", rows=3))


class ClosureForm(GovForm):
    first = NearDateField(label="First day closed", error_messages={"required": "Enter the first day closed"})
    last = NearDateField(
        label="Last day closed",
        help_text="The same day again for one day. Weekends and bank holidays between are left as they are.",
        error_messages={"required": "Enter the last day closed"},
    )
    reason = forms.CharField(
        label="Why is the office closed?",
        help_text="For example, “Christmas closure”. Shown beside the dates that it moves.",
        max_length=100,
        error_messages={"required": "Say why the office is closed"},
    )
