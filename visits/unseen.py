"""Children who were not seen, as pages show them: in the banner, on lists, on agendas and on a page of their own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from children.kinds import of
from children.models import Allocation, Child
from deadlines.models import Deadline
from deadlines.numbers import working_calendar
from deadlines.rows import why_page
from deadlines.standing_words import in_words
from govuk_forms import words
from govuk_forms.components import Flag, Link, SummaryRow
from visits.actions.unseen import core_group_of, not_yet_told
from visits.models import UnseenEpisode

TOLD_MANAGER, TOLD_CHAIR, TOLD_CORE_GROUP = (
    "unseen-told-manager", "unseen-told-chair", "unseen-told-core-group",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StepShown:
    what: str
    url: str
    """Empty for who may not record it, and once it is done."""
    said: list[str]
    standing: str
    words: str
    why_url: str


@dataclass(frozen=True, kw_only=True)
class EpisodeRow:
    child: Link
    reference: str
    url: str
    since: str
    because: str
    seen: Flag
    told: list[str]
    missing: list[str]
    worker: str


def page_of(episode: UnseenEpisode) -> str:
    return reverse("visits:unseen", kwargs={"child_pk": episode.child_id, "unseen_episode_pk": episode.pk})


@of(UnseenEpisode)
def flags_of(child: Child) -> list[Flag]:
    episode = child.unseenepisodes.open().first()
    if episode is None:
        return []
    if episode.seen_on:
        return [
            Flag(f"Was not seen on {words.day(episode.opened_on)}: not everybody has been told", "orange")
        ]
    return [Flag(f"Not seen: open since {words.day(episode.opened_on)}", "red")]


@of(UnseenEpisode)
def agenda(children: Collection[Child]) -> list[Link]:
    """What the next core group and the next conference about these children have to speak about."""
    of_these = UnseenEpisode.objects.open().filter(child__in=children).select_related("child")
    return [
        Link(
            f"{episode.child.name}: {episode.get_because_display().lower()}, open since "
            f"{words.day(episode.opened_on)}",
            page_of(episode),
        )
        for episode in of_these
    ]


def rows(episodes: Iterable[UnseenEpisode], *, today: date) -> list[EpisodeRow]:
    those = list(episodes)
    held = Allocation.objects.on(today).filter(child__in=[each.child_id for each in those])
    workers = dict(held.values_list("child", "social_worker__name"))
    return [_row(each, workers.get(each.child_id, "Nobody")) for each in those]


def _row(episode: UnseenEpisode, worker: str) -> EpisodeRow:
    steps = (
        ("Manager", episode.manager_told_on),
        ("Chair", episode.chair_told_on),
        ("Core group", episode.core_group_told_on),
    )
    return EpisodeRow(
        child=Link(episode.child.name, episode.child.get_absolute_url()),
        reference=episode.child.reference,
        url=page_of(episode),
        since=words.weekday(episode.opened_on),
        because=episode.get_because_display(),
        seen=_seen(episode),
        told=[f"{who}: {words.day(on)}" for who, on in steps if on],
        missing=[who for who, on in steps if not on],
        worker=worker,
    )


def _seen(episode: UnseenEpisode) -> Flag:
    return (
        Flag(f"Seen on {words.day(episode.seen_on)}", "green") if episode.seen_on else Flag("Not seen", "red")
    )


def steps(episode: UnseenEpisode, user: User, *, today: date) -> list[StepShown]:
    """The three discussions, each with its own clock."""
    clocks = {
        clock.rule: clock
        for clock in Deadline.objects.in_force().filter(
            child=episode.child, started_by_kind="unseen-episode", started_by_pk=episode.pk
        )
    }
    may = user.may(Permission.RECORD_VISIT) and episode.is_open
    members = core_group_of(episode.child, today=today)
    left = not_yet_told(episode, members)
    told = [
        f"{each.person}: {_when(each.told_on, each.told_at)}" + (f". {each.said}" if each.said else "")
        for each in episode.members_told.select_related("person")
    ]
    if left and episode.is_open:
        told.append(f"Not yet told: {', '.join(map(str, left))}")
    if not members and not told:
        told.append("The child has no core group yet.")
    return [
        _step(
            "Discuss it with the manager", "visits:tell-manager", episode, clocks.get(TOLD_MANAGER),
            bool(episode.manager_told_on), _with_the_manager(episode), may, today,
        ),
        _step(
            "Discuss it with the conference chair", "visits:tell-chair", episode, clocks.get(TOLD_CHAIR),
            bool(episode.chair_told_on), _with_the_chair(episode), may, today,
        ),
        _step(
            "Tell and ask everybody in the core group", "visits:tell-core-group", episode,
            clocks.get(TOLD_CORE_GROUP), bool(episode.core_group_told_on), told, may, today,
        ),
    ]  # fmt: skip


def _step(
    what: str, page: str, episode: UnseenEpisode, clock: Deadline | None, done: bool, said: list[str], may: bool,
    today: date,
) -> StepShown:  # fmt: skip
    at = {"child_pk": episode.child_id, "unseen_episode_pk": episode.pk}
    standing, in_short = ("met", "Done") if done else ("due", "To do")
    if clock:
        standing, in_short = in_words(clock, today, working_calendar())
    return StepShown(
        what=what,
        url=reverse(page, kwargs=at) if may and not done else "",
        said=said,
        standing=standing,
        words=in_short,
        why_url=why_page(clock) if clock else "",
    )


def _with_the_manager(episode: UnseenEpisode) -> list[str]:
    if not episode.manager_told_on:
        return []
    sought = "Legal advice is sought" if episode.legal_advice else "Legal advice is not sought"
    return [
        f"With {episode.manager}, {_when(episode.manager_told_on, episode.manager_told_at)}",
        f"{sought}: {episode.legal_advice_because}",
    ]


def _with_the_chair(episode: UnseenEpisode) -> list[str]:
    if not episode.chair_told_on:
        return []
    review = "An urgent review is to be held" if episode.urgent_review else "No urgent review"
    return [
        _when(episode.chair_told_on, episode.chair_told_at),
        f"Urgent action: {episode.urgent_action}",
        f"{review}: {episode.urgent_review_because}",
    ]


def _when(on: date, at: time | None) -> str:
    return f"{words.weekday(on)} at {words.clock(at)}" if at else words.weekday(on)


def facts(episode: UnseenEpisode) -> list[SummaryRow]:
    last = episode.child.visits.child_seen().filter(visited_on__lt=episode.opened_on).latest_first().first()
    visit = None
    if episode.visit_id:
        visit = Link(
            "The record of that contact",
            reverse("visits:visit", kwargs={"child_pk": episode.child_id, "visit_pk": episode.visit_id}),
        )
    found = [
        SummaryRow(name="Open since", value=words.weekday(episode.opened_on)),
        SummaryRow(name="Why", value=episode.get_because_display(), action=visit),
        SummaryRow(
            name="Last seen before", value=words.weekday(last.visited_on) if last else "Never, on record"
        ),
        SummaryRow(name="Seen since", value="", flag=_seen(episode)),
    ]
    if episode.closed_on:
        by = f" by {episode.closed_by}: {episode.closed_because}" if episode.closed_by else ""
        ended = f"{words.weekday(episode.closed_on)}. {episode.get_ended_display()}{by}"
        found.append(SummaryRow(name="Closed", value=ended))
    return found
