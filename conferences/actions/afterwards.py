"""Verbs around the day of a conference: papers sent, a day without a quorum, requests to the chair, resource panels."""

from datetime import date, time

from django.db import transaction

from accounts.models import User
from audit.models import Refused
from children.models import Child, Person
from conferences.actions.booking import children_of, move_conference, refuse_unless_upcoming
from conferences.models import Conference, ConferencePaper, ExclusionRequest, InquorateDay, ResourcePanel
from deadlines.projection import refresh
from govuk_forms.words import day as in_words


@transaction.atomic
def send_paper(
    *, conference: Conference, kind: str, sent_on: date, sent_to: str, by: User, today: date
) -> ConferencePaper:
    """The decision letter or the full record went to those who were invited (T-31)."""
    refuse_not_held(conference)
    if sent_on > today:
        raise Refused("Give the day it was sent: today or an earlier one.", field="sent_on")
    if sent_on < conference.held_on:
        raise Refused(
            f"The conference was held on {in_words(conference.held_on)}: it was sent then or later.",
            field="sent_on",
        )
    paper = ConferencePaper(conference=conference, kind=kind, sent_on=sent_on, sent_to=sent_to)
    paper.full_clean(exclude=["recorded_by"])
    paper.save_by(by)
    refresh(children_of(conference), by=by, because=f"{paper.get_kind_display().lower()} was sent")
    return paper


@transaction.atomic
def record_inquorate(
    *,
    conference: Conference,
    on: date,
    because: str,
    by: User,
    today: date,
    booked_for: date | None = None,
    booked_at: time | None = None,
    late_because: str = "",
) -> InquorateDay:
    """Too few came for it to be held (T-34). It counts as not held; with `booked_for` it is booked again at once."""
    refuse_unless_upcoming(conference)
    if on > today:
        raise Refused("It can be recorded on the day or afterwards.", field="on")
    if on < conference.booked_on:
        raise Refused(f"The conference was booked on {in_words(conference.booked_on)}.", field="on")
    if not because.strip():
        raise Refused("Say who was missing.", field="because")
    if booked_for and booked_for <= on:
        raise Refused("It is held again on a later day.", field="booked_for")
    lost = InquorateDay(conference=conference, on=on, because=because)
    lost.full_clean(exclude=["recorded_by"])
    lost.save_by(by)
    if booked_for:
        move_conference(
            conference=conference,
            booked_for=booked_for,
            booked_at=booked_at,
            because=f"There was no quorum on {in_words(on)}. {because}",
            late_because=late_because,
            by=by,
            today=today,
        )
    else:
        refresh(children_of(conference), by=by, because="there was no quorum")
    return lost


@transaction.atomic
def seek_exclusion(
    *,
    conference: Conference,
    child: Child,
    person: Person,
    because: str,
    by: User,
    today: date,
    sent_on: date | None = None,
) -> ExclusionRequest:
    """Ask the chair to keep somebody out. It waits until the day it reached the chair is recorded (T-32)."""
    refuse_unless_upcoming(conference)
    if not because.strip():
        raise Refused("Say why they should be kept out.", field="because")
    _refuse_sent(sent_on, conference.booked_on, today)
    request = ExclusionRequest(
        conference=conference,
        child=child,
        person=person,
        because=because,
        sought_on=sent_on or today,
        sent_on=sent_on,
    )
    request.full_clean(exclude=["recorded_by"])
    request.save_by(by)
    refresh([child], by=by, because=f"the chair is to be asked to keep {person} out")
    return request


@transaction.atomic
def send_exclusion_request(
    *, exclusion: ExclusionRequest, sent_on: date, by: User, today: date
) -> ExclusionRequest:
    refuse_sent(exclusion)
    _refuse_sent(sent_on, exclusion.sought_on, today)
    exclusion.sent_on = sent_on
    exclusion.save_by(by)
    refresh([exclusion.child], by=by, because="the request reached the chair")
    return exclusion


def _refuse_sent(sent_on: date | None, earliest: date, today: date) -> None:
    if sent_on and sent_on > today:
        raise Refused("Give the day it reached the chair: today or an earlier one.", field="sent_on")
    if sent_on and sent_on < earliest:
        raise Refused(f"Give {in_words(earliest)} or a later day.", field="sent_on")


@transaction.atomic
def ask_for_panel(*, conference: Conference, child: Child, what_for: str, by: User) -> ResourcePanel:
    """What the plan needs goes to a resource panel, since the day of the conference that said so (T-10)."""
    refuse_not_held(conference)
    if not what_for.strip():
        raise Refused("Say what the plan needs.", field="what_for")
    panel = ResourcePanel(
        conference=conference, child=child, needed_on=conference.held_on, what_for=what_for
    ).save_by(by)
    refresh([child], by=by, because="a resource panel has to decide")
    return panel


@transaction.atomic
def decide_panel(
    *, panel: ResourcePanel, decided_on: date, decision: str, by: User, today: date, reason: str = ""
) -> ResourcePanel:
    refuse_decided(panel)
    if decided_on > today:
        raise Refused("Give the day the panel decided: today or an earlier one.", field="decided_on")
    if decided_on < panel.needed_on:
        raise Refused(
            f"The conference was held on {in_words(panel.needed_on)}: the panel decided then or later.",
            field="decided_on",
        )
    panel.decided_on, panel.decision, panel.reason = decided_on, decision, reason
    panel.full_clean(exclude=["recorded_by"])
    panel.save_by(by)
    refresh([panel.child], by=by, because="the resource panel decided")
    return panel


def refuse_not_held(conference: Conference) -> None:
    if conference.held_on is None:
        raise Refused("Record the conference first: this follows from what it decided.")


def refuse_sent(exclusion: ExclusionRequest) -> None:
    if exclusion.sent_on:
        raise Refused(f"The request reached the chair on {in_words(exclusion.sent_on)}.")


def refuse_decided(panel: ResourcePanel) -> None:
    if panel.decided_on:
        raise Refused(f"The panel decided on {in_words(panel.decided_on)}.")
