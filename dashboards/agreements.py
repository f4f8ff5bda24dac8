"""What waits for somebody's word: agreements to see a child in the lead social worker's place (B-08), and copies for
the family that a second person reads before they go (A-07)."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from children.models import Allocation, Child, Delegation, RecordLockOpening
from circulation.models import Receipt
from govuk_forms.components import Link
from govuk_forms.words import day as in_words
from plans.models import Oversight, PlainCopy, RefusedChange


def to_decide(user: User, *, today: date) -> list[Link]:
    return [
        *to_agree(user, today=today),
        *to_release(user, today=today),
        *plain_copies_to_release(user, today=today),
        *about_plans(user, today=today),
        *openings_to_read(user, today=today),
    ]


def openings_to_read(user: User, *, today: date) -> list[Link]:
    """Locked records that somebody opened all the same, and nobody has read why (A-13)."""
    if not user.may(Permission.LOCK_RECORD):
        return []
    mine = Child.objects.visible_to(user, today=today)
    openings = RecordLockOpening.objects.filter(child__in=mine, read_on=None).exclude(recorded_by=user)
    return [
        Link(
            f"{each.child.name}: {each.recorded_by} opened the locked record on {in_words(each.opened_on)}",
            reverse("children:lock", kwargs={"child_pk": each.child_id}),
        )
        for each in openings.select_related("child", "recorded_by").order_by("pk")
    ]


def plain_copies_to_release(user: User, *, today: date) -> list[Link]:
    """The same of plans in plain words."""
    if not user.may(Permission.RELEASE_COPY):
        return []
    mine = Child.objects.visible_to(user, today=today)
    waiting = PlainCopy.objects.filter(
        child__in=mine, plan__ended_on=None, finished_on__isnull=False, released_at=None, held_because__gt=""
    ).exclude(recorded_by=user)
    return [
        Link(
            f"{each.child.name}: read the plan in plain words for the parents before it is given",
            reverse("plans:plain-copy", kwargs={"child_pk": each.child_id, "reader": each.reader}),
        )
        for each in waiting.select_related("child").order_by("pk")
    ]


def to_release(user: User, *, today: date) -> list[Link]:
    """Copies that wait for a second person, and that this person did not send."""
    if not user.may(Permission.RELEASE_COPY):
        return []
    mine = Child.objects.visible_to(user, today=today)
    waiting = (
        Receipt.objects.held().filter(circulation__child__in=mine).exclude(circulation__recorded_by=user)
    )
    return [
        Link(
            f"{each.circulation.child.name}: read the copy for {each.recipient} before it is sent",
            reverse("copies:copy", kwargs={"child_pk": each.circulation.child_id, "receipt_pk": each.pk}),
        )
        for each in waiting.select_related("circulation__child", "person", "user").order_by("pk")
    ]


def to_agree(user: User, *, today: date) -> list[Link]:
    """What this person is asked to agree to, as the delegate or as a manager who neither sees nor holds the child."""
    open_ones = Delegation.objects.filter(ended_on=None, until_on__gt=today)
    asked = Q(delegate=user, delegate_agreed_on=None)
    if user.may(Permission.AGREE_DELEGATION):
        held = Allocation.objects.on(today).filter(social_worker=user).values("child")
        mine = Child.objects.visible_to(user, today=today)
        asked |= Q(manager_agreed_on=None, child__in=mine) & ~Q(delegate=user) & ~Q(child__in=held)
    return [
        Link(
            f"{each.child.name}: {'you' if each.delegate_id == user.pk else each.delegate} to see the child instead of "
            "the lead social worker",
            reverse("children:delegations", kwargs={"child_pk": each.child_id}),
        )
        for each in open_ones.filter(asked).select_related("child", "delegate").order_by("from_on", "pk")
    ]


def about_plans(user: User, *, today: date) -> list[Link]:
    """Of a manager: what was refused to be changed and is not read yet, and plans to be looked at again."""
    if not user.may(Permission.OVERSEE_PLAN):
        return []
    mine = Child.objects.visible_to(user, today=today)
    refused = RefusedChange.objects.filter(child__in=mine, read_on=None).exclude(recorded_by=user)
    again = Oversight.objects.to_look_at_again().filter(child__in=mine, review_on__lte=today)
    return [
        *(
            Link(
                f"{each.child.name}: {each.recorded_by} tried to change what a conference set",
                reverse(
                    "plans:read-refusal", kwargs={"child_pk": each.child_id, "refused_change_pk": each.pk}
                ),
            )
            for each in refused.select_related("child", "recorded_by").order_by("pk")
        ),
        *(
            Link(
                f"{each.child.name}: look at the plan again, as you wrote on {in_words(each.on)}",
                reverse("plans:oversee", kwargs={"child_pk": each.child_id}),
            )
            for each in again.select_related("child").order_by("review_on", "pk")
        ),
    ]
