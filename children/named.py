"""Adults named by visitors on every agenda until somebody found out who they are."""

from collections.abc import Collection

from django.urls import reverse

from children.kinds import of
from children.models import AdultNamed, Child
from govuk_forms import words
from govuk_forms.components import Link


@of(AdultNamed)
def agenda(children: Collection[Child]) -> list[Link]:
    return [
        Link(
            f"{named.child.name}: who is “{named.words}”, met on {words.day(named.met_on)}?",
            reverse("children:network", kwargs={"child_pk": named.child_id}) + "#named",
        )
        for named in AdultNamed.objects.unchecked()
        .filter(child__in=children)
        .select_related("child")
        .order_by("met_on", "pk")
    ]
