"""A missing child in the banner of every page, and on every agenda."""

from collections.abc import Collection

from django.urls import reverse

from children.kinds import of
from children.models import Child, Missing
from govuk_forms import words
from govuk_forms.components import Flag, Link


@of(Missing)
def flags_of(child: Child) -> list[Flag]:
    missing = child.missing.still().first()
    return [Flag(f"Missing since {words.day(missing.since_on)}", "red")] if missing else []


@of(Missing)
def agenda(children: Collection[Child]) -> list[Link]:
    return [
        Link(
            f"{missing.child.name}: {missing.get_who_display().lower()} missing since {words.day(missing.since_on)}",
            reverse("children:missing", kwargs={"child_pk": missing.child_id}),
        )
        for missing in Missing.objects.still().filter(child__in=children).select_related("child")
    ]
