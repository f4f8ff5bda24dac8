"""The filters of lists. They are read from the address, so that a list can be kept, sent and come back to."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import QueryDict

from dashboards.work import Kind, Order
from govuk_forms.components import FilterGroup, FilterTag
from govuk_forms.forms import GovForm
from govuk_forms.layout import Layout, Question


class FilterForm(GovForm):
    """A form that narrows a list. What cannot be understood narrows nothing, and says so."""

    def __init__(self, query: QueryDict, **choices: Iterable[tuple[str, str]]) -> None:
        """`choices` are those of the fields by their names; a field given none is not asked."""
        super().__init__(query)
        self.query = query
        for name in list(self.fields):
            if choices.get(name):
                self.fields[name].choices = list(choices[name])
            elif not self.fields[name].choices:
                del self.fields[name]
        self.helper.layout = Layout(*(Question(name, size="s") for name in self.fields))
        self.is_valid()

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name, "")

    def groups(self) -> list[FilterGroup]:
        """The filters in force, each with the address of the list without it."""
        return list(self._groups())

    def in_words(self) -> str:
        """The same in one line, for the log of exports."""
        return "; ".join(f"{group.name}: {tag.words}" for group in self.groups() for tag in group.tags)

    def _groups(self) -> Iterator[FilterGroup]:
        for name, field in self.fields.items():
            value = self.chosen(name)
            if value:
                said = str(dict(field.choices)[value])
                yield FilterGroup(
                    name=str(field.label), tags=[FilterTag(words=said, url_without=without(self.query, name))]
                )


def without(query: QueryDict, *names: str) -> str:
    """The same address less these answers, and on its first page."""
    kept = query.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"


class WorkFilter(FilterForm):
    kind = forms.ChoiceField(label="Show", choices=Kind.choices, required=False)
    team = forms.ChoiceField(label="Team", required=False)
    worker = forms.ChoiceField(label="Lead social worker", required=False)
    rule = forms.ChoiceField(label="Rule", required=False)
    # Asked only where the address names a child, to be taken off again.
    child = forms.ChoiceField(label="Child", required=False)
    order = forms.ChoiceField(label="In order of", choices=Order.choices, required=False)


class TeamFilter(FilterForm):
    team = forms.ChoiceField(label="Team", required=False)


class DriftFilter(FilterForm):
    team = forms.ChoiceField(label="Team", required=False)
    band = forms.ChoiceField(label="How long", required=False)


class TimelinessFilter(FilterForm):
    team = forms.ChoiceField(label="Team", required=False)
    rule = forms.ChoiceField(label="Rule in the chart", required=False)


class DatesFilter(FilterForm):
    team = forms.ChoiceField(label="Team", required=False)
    rule = forms.ChoiceField(label="Rule", required=False)
    how = forms.ChoiceField(label="What became of it", required=False)


class ChairFilter(FilterForm):
    chair = forms.ChoiceField(label="Conference chair", required=False)
