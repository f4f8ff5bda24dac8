"""Verbs that say who is away and who acts for them (B-13, A-09)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Permission, Role
from accounts.telling import person_changed
from audit.models import Refused
from children.actions.gaps import look_for_gaps
from children.actions.telling import facts_changed
from children.models import Allocation, Child, Cover, CoveredChild
from children.models.cover import CoverQuerySet, teams_led, teams_of
from govuk_forms.words import day as in_words

WHO_CAN_BE_COVERED = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.CONFERENCE_CHAIR)
ONLY_THEIR_LIKE = {
    Role.TEAM_MANAGER: "is a team manager: only another team manager can countersign and agree for them.",
    Role.CONFERENCE_CHAIR: "is a conference chair: only another chair can chair and decide for them.",
}


def people_arranged_for(manager: User, *, today: date) -> QuerySet[User]:
    """Whose absences a manager records: their team's, their own, a covered manager's team's; or everybody's. Those of
    the chairs are the safeguarding unit's to record."""
    people = User.objects.active().with_role(*WHO_CAN_BE_COVERED)
    if manager.role == Role.SAFEGUARDING_UNIT:
        return people.with_role(Role.CONFERENCE_CHAIR)
    if manager.may(Permission.VIEW_EVERY_TEAM):
        return people
    return people.filter(team__in=teams_of(manager, today=today))


@transaction.atomic
def arrange_cover(
    *,
    away: User,
    covering: User | None,
    from_on: date,
    until_on: date,
    reason: str,
    children: Collection[Child] = (),
    by: User,
    today: date,
) -> Cover:
    """Somebody is away from a day until they are back, and somebody acts for them, for all children or those chosen.

    With nobody `covering` it says that they are away: the manager answers until cover is arranged. Refuses two covers
    of one child in one time, and whoever is away themselves.
    """
    if not people_arranged_for(by, today=today).filter(pk=away.pk).exists():
        raise Refused(f"{away} is not in your team. Ask whoever arranges for them.", field="away")
    if until_on <= from_on:
        raise Refused("The first day back is after the first day away.", field="until_on")
    if until_on <= today:
        raise Refused("That time is over. Enter a first day back that is still to come.", field="until_on")
    User.objects.select_for_update().get(
        pk=away.pk
    )  # two managers at once: the second sees what the first wrote
    if covering:
        _can_cover(covering, away, from_on=from_on, until_on=until_on)
        _not_covered_twice(away, children, from_on=from_on, until_on=until_on, today=today)
        _no_longer_uncovered(away, from_on=from_on, until_on=until_on, by=by)
    elif known := away.absences.overlapping(from_on, until_on).first():
        raise Refused(
            f"{away} is already recorded as away from {in_words(known.from_on)} and back on "
            f"{in_words(known.until_on)}. Choose who covers, or other days.",
            field="covering",
        )
    cover = Cover(
        away=away,
        covering=covering,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        every_child=not children,
    ).save_by(by)
    for child in children:
        CoveredChild(cover=cover, child=child).save_by(by)
    look_for_gaps(away=[away], today=today, by=by)
    _visits_put_right(cover, by=by, because=f"{covering} covers" if covering else f"{away} is away")
    person_changed(away, teams=teams_led(away))
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, until_on: date, by: User, today: date) -> Cover:
    """They are back before the day that was expected: alerts and duties are theirs again from then on."""
    if not people_arranged_for(by, today=today).filter(pk=cover.away_id).exists():
        raise Refused(f"{cover.away} is not in your team. Ask their own manager.", field="cover")
    if cover.until_on <= today:
        raise Refused("This cover is over.", field="cover")
    if until_on < today:
        raise Refused("Enter today or a later day: what was covered stays covered.", field="until_on")
    if until_on >= cover.until_on:
        raise Refused(
            f"They are back on {in_words(cover.until_on)} as it is. Enter an earlier day, or arrange more cover.",
            field="until_on",
        )
    # Cover that has not begun is called off: it lasts no day.
    cover.until_on = max(until_on, cover.from_on)
    cover.save_by(by, why="Ended early")
    look_for_gaps(away=[cover.away], today=today, by=by)
    _visits_put_right(cover, by=by, because=f"{cover.away} came back early")
    person_changed(cover.away, teams=teams_led(cover.away))
    return cover


def _visits_put_right(cover: Cover, *, by: User, because: str) -> None:
    """Of the children whom the person away holds: who covered says whose visits count."""
    held = Allocation.objects.filter(social_worker=cover.away, from_on__lt=cover.until_on)
    theirs = Child.objects.filter(pk__in=held.exclude(until_on__lte=cover.from_on).values("child"))
    facts_changed(theirs, by=by, because=because)


def covers_to_arrange(manager: User, *, today: date) -> CoverQuerySet:
    """Present and coming covers of the people whose absences a manager records."""
    people = people_arranged_for(manager, today=today)
    return Cover.objects.not_over(today).filter(away__in=people).select_related("away__team", "covering")


def _can_cover(covering: User, away: User, *, from_on: date, until_on: date) -> None:
    if covering == away:
        raise Refused("Choose somebody else to cover.", field="covering")
    if not covering.is_active:
        raise Refused(f"{covering} can no longer sign in. Choose somebody else.", field="covering")
    if (only := ONLY_THEIR_LIKE.get(Role(away.role))) and covering.role != away.role:
        raise Refused(f"{away} {only}", field="covering")
    if away.role == Role.SOCIAL_WORKER and covering.role not in {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}:
        raise Refused(f"{covering} is not a social worker in a team.", field="covering")
    if theirs := covering.absences.overlapping(from_on, until_on).first():
        raise Refused(
            f"{covering} is away from {in_words(theirs.from_on)} and back on {in_words(theirs.until_on)}. "
            "Choose somebody else, or other days.",
            field="covering",
        )


def _not_covered_twice(
    away: User, children: Collection[Child], *, from_on: date, until_on: date, today: date
) -> None:
    others = away.absences.overlapping(from_on, until_on).filter(covering__isnull=False)
    if children:
        held = Allocation.objects.on(today).filter(social_worker=away, child__in=children)
        if held.count() != len(children):
            raise Refused(f"Choose among the children whom {away} holds.", field="children")
        clash = others.filter(every_child=True).first() or others.filter(chosen__child__in=children).first()
    else:
        clash = others.first()
    if clash:
        raise Refused(
            f"{clash.covering} already covers for {away} from {in_words(clash.from_on)}, who is back on "
            f"{in_words(clash.until_on)}. Choose other days or other children, or end that cover first.",
            field="from_on",
        )


def _no_longer_uncovered(away: User, *, from_on: date, until_on: date, by: User) -> None:
    """Where it was only said that they are away, the cover says so from now on."""
    for gap in away.absences.overlapping(from_on, until_on).filter(covering=None, until_on__lte=until_on):
        gap.until_on = max(gap.from_on, from_on)
        gap.save_by(by, why="Cover was arranged")
