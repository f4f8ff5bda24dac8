"""What happened around a child's safety: not seen, missing, contact delegated, and what people added themselves."""

from collections.abc import Iterator

from django.urls import reverse

from children.kinds import of
from children.models import Child, ChronologyEvent, Delegation, LookedAfter, Missing
from govuk_forms.components import Flag, Happening
from visits.models import UnseenEpisode


@of(UnseenEpisode)
def not_seen(child: Child) -> Iterator[Happening]:
    for each in child.unseenepisodes.true():
        url = reverse("visits:unseen", kwargs={"child_pk": child.pk, "unseen_episode_pk": each.pk})
        yield Happening(
            title="The child was not seen",
            on=each.opened_on,
            text=each.get_because_display(),
            url=url,
            flags=(Flag("Open", "red"),) if each.is_open else (),
            key=f"unseen-{each.pk}",
            matters=True,
        )
        if each.closed_on:
            yield Happening(
                title="Accounted for, after not being seen", on=each.closed_on, text=each.get_ended_display(), url=url,
                key=f"unseen-end-{each.pk}", matters=True,
            )  # fmt: skip


@of(Missing)
def missing(child: Child) -> Iterator[Happening]:
    url = reverse("children:missing", kwargs={"child_pk": child.pk})
    for each in child.missing.select_related("recorded_by"):
        yield Happening(
            title=f"Missing: {each.get_who_display().lower()}", on=each.since_on, by=each.recorded_by.name,
            text=each.circumstances, url=url, key=f"missing-{each.pk}", matters=True,
        )  # fmt: skip
        if each.found_on:
            yield Happening(
                title="Found",
                on=each.found_on,
                text=each.found_words,
                url=url,
                key=f"found-{each.pk}",
                matters=True,
            )


@of(LookedAfter)
def looked_after(child: Child) -> Iterator[Happening]:
    url = reverse("children:looked-after", kwargs={"child_pk": child.pk})
    for each in child.lookedafters.select_related("recorded_by", "decided_by").prefetch_related("reviews"):
        yield Happening(
            title="Became looked after", on=each.from_on, by=each.recorded_by.name,
            text=f"{each.get_legal_status_display()}. Lives with: {each.placement}", url=url,
            key=f"looked-after-{each.pk}", matters=True,
        )  # fmt: skip
        if each.decided_on:
            said = "still needed" if each.plan_needed else "no longer needed"
            yield Happening(
                title=f"Decided: the plan is {said}", on=each.decided_on, by=each.decided_by.name, text=each.because,
                url=url,
            )  # fmt: skip
        for review in each.reviews.all():
            yield Happening(
                title="Review of the reviewing officer", on=review.held_on, text=review.progress, url=url,
                key=f"looked-after-review-{review.pk}",
            )  # fmt: skip
        if each.until_on:
            yield Happening(
                title="Looked after no longer", on=each.until_on, text=each.ended_because, url=url,
                key=f"looked-after-end-{each.pk}", matters=True,
            )  # fmt: skip


@of(Delegation)
def delegations(child: Child) -> Iterator[Happening]:
    url = reverse("children:delegations", kwargs={"child_pk": child.pk})
    for each in child.delegations.select_related("delegate"):
        if each.agreed_on:
            yield Happening(
                title=f"Contact delegated to {each.delegate}", on=each.agreed_on, text=each.reason, url=url,
                key=f"delegation-{each.pk}",
            )  # fmt: skip
        if each.agreed_on and each.ended_on:
            yield Happening(
                title=f"Contact no longer delegated to {each.delegate}", on=each.ended_on, text=each.ended_because,
                url=url, key=f"delegation-end-{each.pk}",
            )  # fmt: skip


@of(ChronologyEvent)
def events(child: Child) -> Iterator[Happening]:
    """What people added: it matters, or they would not have."""
    for each in child.chronologyevents.select_related("recorded_by"):
        yield Happening(
            title="Added to the chronology" + (f", from {each.agency}" if each.agency else ""),
            on=each.on,
            by=each.recorded_by.name,
            text=each.what,
            key=f"event-{each.pk}",
            matters=True,
        )
