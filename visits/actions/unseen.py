"""What follows when a child was not seen (B-07, T-27). It opens and ends by the facts; people say whom they told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import Permission, Role
from audit.models import Refused
from children.models import Child, Person
from deadlines.models import Deadline
from deadlines.projection import refresh
from govuk_forms.words import day as in_words
from plans.models import ChildProtectionPlan
from visits.models import MemberTold, UnseenEpisode, Visit

KEPT_FROM_THE_CHILD = {
    Visit.Contact.REFUSED: UnseenEpisode.Because.REFUSED,
    Visit.Contact.NO_REPLY: UnseenEpisode.Because.NO_REPLY,
}
UNSEEN, FOUR_WEEKS = "unseen-child", "contact"
"""Of the second rule the last day is the twenty-eighth without the child being seen (T-17)."""


def core_group_of(child: Child, *, today: date) -> list[Person]:
    """The people who have to be told; whoever is excluded from the core group is not among them."""
    return import_string(settings.CORE_GROUP_PEOPLE)(child, today=today)


def after_visits(visits: Iterable[Visit], *, by: User, today: date) -> list[UnseenEpisode]:
    """Open an episode for each child whom a visit did not reach, and settle what the visits change. Returns those
    opened."""
    those = list(visits)
    opened = [episode for visit in those if (episode := _opened_by(visit, by=by))]
    settle([visit.child for visit in those], by=by, today=today)
    if opened:
        refresh([episode.child for episode in opened], by=by, because="the child was not seen")
    return opened


def _opened_by(visit: Visit, *, by: User) -> UnseenEpisode | None:
    because = KEPT_FROM_THE_CHILD.get(Visit.Contact(visit.contact))
    child, on = visit.child, visit.visited_on
    if because is None or visit.child_seen or _seen_that_day(child, on):
        return None
    on_a_plan = child.plans.filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on).exists()
    known = child.unseenepisodes.filter(Q(closed_on=None) | Q(visit=visit)).exists()
    if not on_a_plan or known:
        return None
    return UnseenEpisode(child=child, opened_on=on, because=because, visit=visit).save_by(by)


def open_by_themselves(*, today: date, by: User) -> int:
    """On the twenty-ninth day without the child being seen, whatever the reason. Safe to repeat. Returns how many."""
    four_weeks = UnseenEpisode.Because.FOUR_WEEKS
    known = UnseenEpisode.objects.filter(
        Q(closed_on=None) | Q(because=four_weeks, opened_on__gt=OuterRef("started_on")),
        child=OuterRef("child"),
    )
    passed = (
        Deadline.objects.outstanding()
        .filter(rule=FOUR_WEEKS, due_on__lt=today)
        .filter(~Exists(known))
        .select_related("child")
        .order_by("child_id", "-due_on")
        .distinct("child_id")
    )
    opened = []
    for deadline in passed:
        first_day = deadline.due_on + timedelta(days=1)
        opened.append(
            UnseenEpisode(child=deadline.child, opened_on=first_day, because=four_weeks).save_by(by).child
        )
    refresh(opened, by=by, because="the child had not been seen for four weeks")
    return len(opened)


def open_what_was_missed(*, by: User) -> int:
    """For contacts that were kept from a child who is still unseen and for whom nothing is open: those recorded before
    the portal knew of episodes, and those taken in from elsewhere. Returns how many."""
    known = UnseenEpisode.objects.filter(
        Q(closed_on=None) | Q(visit=OuterRef("started_by_pk")), child=OuterRef("child")
    )
    unseen = (
        Deadline.objects.outstanding()
        .filter(rule=UNSEEN, started_by_kind="visit")
        .filter(~Exists(known))
        .order_by("child_id", "started_on")
        .distinct("child_id")
    )
    visits = Visit.objects.filter(pk__in=list(unseen.values_list("started_by_pk", flat=True)))
    opened = [episode for visit in visits.select_related("child") if (episode := _opened_by(visit, by=by))]
    refresh([episode.child for episode in opened], by=by, because="the child was not seen")
    return len(opened)


def look_again(*, today: date, by: User) -> None:
    """What the daily check does: open what opened by itself, and settle what ended behind the portal's back."""
    open_what_was_missed(by=by)
    settle(
        Child.objects.filter(unseenepisodes__closed_on=None, unseenepisodes__isnull=False), by=by, today=today
    )
    open_by_themselves(today=today, by=by)


@transaction.atomic
def settle(children: Iterable[Child], *, by: User, today: date) -> None:
    """Bring open episodes into line with the facts: was the child seen, was it a breach at all, has the plan ended?"""
    for episode in (
        UnseenEpisode.objects.open().filter(child__in=list(children)).select_related("child", "visit")
    ):
        _settle(episode, by=by, today=today)


def _settle(episode: UnseenEpisode, *, by: User, today: date) -> None:
    before = (episode.seen_on, episode.ended)
    episode.seen_on = _first_seen(episode)
    if not _is_a_breach(episode):
        episode.ended = UnseenEpisode.Ended.NO_BREACH
    elif not ChildProtectionPlan.objects.open().filter(child=episode.child).exists():
        episode.ended = UnseenEpisode.Ended.PLAN_ENDED
    elif episode.seen_on and episode.everybody_told:
        episode.ended = UnseenEpisode.Ended.SEEN
    if (episode.seen_on, episode.ended) == before:
        return
    episode.closed_on = today if episode.ended else None
    episode.save_by(by, why=episode.get_ended_display() or "The child was seen")
    if episode.ended:
        refresh([episode.child], by=by, because="the child who was not seen was accounted for")


def _first_seen(episode: UnseenEpisode) -> date | None:
    later = episode.child.visits.child_seen().filter(visited_on__gte=episode.opened_on)
    return later.order_by("visited_on").values_list("visited_on", flat=True).first()


def _is_a_breach(episode: UnseenEpisode) -> bool:
    """Not when the child was seen the same day after all, nor when the record of the contact was corrected."""
    if episode.visit is None:
        return not _seen_in_the_four_weeks_before(episode)
    visit = episode.visit
    return (
        visit.contact in KEPT_FROM_THE_CHILD
        and not visit.child_seen
        and visit.visited_on == episode.opened_on
        and not _seen_that_day(episode.child, episode.opened_on)
    )


def _seen_that_day(child: Child, on: date) -> bool:
    return child.visits.child_seen().filter(visited_on=on).exists()


def _seen_in_the_four_weeks_before(episode: UnseenEpisode) -> bool:
    """A visit that was written down late, and shows that the four weeks had not passed."""
    theirs = Deadline.objects.in_force().filter(
        child=episode.child, rule=FOUR_WEEKS, due_on=episode.opened_on - timedelta(days=1), lapsed_on=None
    )
    return not theirs.filter(Q(met_on=None) | Q(met_on__gt=F("due_on"))).exists()


@transaction.atomic
def tell_manager(
    *,
    episode: UnseenEpisode,
    manager: User,
    told_on: date,
    legal_advice: bool,
    legal_advice_because: str,
    by: User,
    today: date,
    told_at: time | None = None,
) -> UnseenEpisode:
    """The discussion with the lead's manager, at once: is legal advice sought, and why (S1-69)."""
    episode = _still_open(episode)
    _check_day(episode, told_on, today=today)
    if manager.role not in {Role.TEAM_MANAGER, Role.SERVICE_MANAGER} or not manager.is_active:
        raise Refused("Choose the manager whom it was discussed with.", field="manager")
    if not legal_advice_because.strip():
        raise Refused("Say why legal advice is sought, or why it is not.", field="legal_advice_because")
    episode.manager, episode.manager_told_on, episode.manager_told_at = manager, told_on, told_at
    episode.legal_advice, episode.legal_advice_because = legal_advice, legal_advice_because
    return _told(episode, by=by, today=today)


@transaction.atomic
def tell_chair(
    *,
    episode: UnseenEpisode,
    told_on: date,
    urgent_action: str,
    urgent_review: bool,
    urgent_review_because: str,
    by: User,
    today: date,
    told_at: time | None = None,
) -> UnseenEpisode:
    """The discussion with the conference chair: urgent action, and whether an urgent review is held (S1-70)."""
    episode = _still_open(episode)
    _check_day(episode, told_on, today=today)
    if not urgent_action.strip():
        raise Refused("Say which urgent action was considered and decided.", field="urgent_action")
    if not urgent_review_because.strip():
        raise Refused("Say why an urgent review is held, or why not.", field="urgent_review_because")
    episode.chair_told_on, episode.chair_told_at, episode.urgent_action = told_on, told_at, urgent_action
    episode.urgent_review, episode.urgent_review_because = urgent_review, urgent_review_because
    return _told(episode, by=by, today=today)


@transaction.atomic
def tell_core_group(
    *,
    episode: UnseenEpisode,
    people: Sequence[Person],
    told_on: date,
    by: User,
    today: date,
    told_at: time | None = None,
    said: str = "",
) -> UnseenEpisode:
    """Some or all members of the core group were told and asked. Done once nobody is left; where the child has no
    core group yet, with nobody."""
    episode = _still_open(episode)
    _check_day(episode, told_on, today=today)
    members = core_group_of(episode.child, today=today)
    if members and not people:
        raise Refused("Choose whom you told.", field="people")
    if any(person not in members for person in people):
        raise Refused("Choose among the present members of the core group.", field="people")
    already = set(episode.members_told.values_list("person", flat=True))
    for person in people:
        if person.pk not in already:
            MemberTold(
                episode=episode,
                child=episode.child,
                person=person,
                told_on=told_on,
                told_at=told_at,
                said=said,
            ).save_by(by)
    left = not_yet_told(episode, members)
    if left:
        return episode
    last = episode.members_told.order_by("-told_on").values_list("told_on", flat=True).first()
    episode.core_group_told_on = last or told_on
    return _told(episode, by=by, today=today)


def not_yet_told(episode: UnseenEpisode, members: Collection[Person]) -> list[Person]:
    told = set(episode.members_told.values_list("person", flat=True))
    return [person for person in members if person.pk not in told]


@transaction.atomic
def close_episode(*, episode: UnseenEpisode, because: str, by: User, today: date) -> UnseenEpisode:
    """A manager closes it though the child has not been seen. Never the child's own social worker (S1-68)."""
    episode = _still_open(episode)
    if not by.may(Permission.CLOSE_UNSEEN_EPISODE):
        raise Refused("Only a manager can close it while the child has not been seen.")
    allocation = episode.child.allocation_on(today)
    if allocation and allocation.social_worker_id == by.pk:
        raise Refused("You hold the child. Another manager has to close it.")
    refuse_untold(episode)
    if not because.strip():
        raise Refused("Say why it is closed though the child has not been seen.", field="because")
    episode.closed_on, episode.ended = today, UnseenEpisode.Ended.MANAGER
    episode.closed_by, episode.closed_because = by, because
    episode.save_by(by, why="Closed by a manager")
    refresh([episode.child], by=by, because="a manager closed what was open since the child was not seen")
    return episode


def _still_open(episode: UnseenEpisode) -> UnseenEpisode:
    episode = (
        UnseenEpisode.objects.select_for_update(of=["self"])
        .select_related("child", "visit")
        .get(pk=episode.pk)
    )
    refuse_closed(episode)
    return episode


def refuse_closed(episode: UnseenEpisode) -> None:
    if not episode.is_open:
        raise Refused(
            f"It was closed on {in_words(episode.closed_on)}: {episode.get_ended_display().lower()}."
        )


def _check_day(episode: UnseenEpisode, told_on: date, *, today: date) -> None:
    if told_on > today:
        raise Refused("Enter today or an earlier day: it is recorded once it has happened.", field="told_on")
    if told_on < episode.opened_on:
        raise Refused(
            f"It began on {in_words(episode.opened_on)}. Enter that day or a later one.", field="told_on"
        )


def _told(episode: UnseenEpisode, *, by: User, today: date) -> UnseenEpisode:
    episode.full_clean(exclude=["recorded_by"])
    episode.save_by(by)
    _settle(episode, by=by, today=today)
    refresh([episode.child], by=by, because="it was discussed that the child was not seen")
    return episode


def refuse_untold(episode: UnseenEpisode) -> None:
    if not episode.everybody_told:
        raise Refused("First the manager, the chair and everybody in the core group must have been told.")
