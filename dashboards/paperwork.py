"""What was written, sent and agreed around conferences and core groups, as parts of a child's timeline."""

from collections.abc import Iterator

from django.urls import reverse

from children.kinds import of
from children.models import Child
from conferences.models import (
    Assessment,
    ChildAtConference,
    ConferencePaper,
    InquorateDay,
    ReportStep,
    ResourcePanel,
    TransferIn,
)
from coregroups.models import CoreGroupExtension
from govuk_forms import words
from govuk_forms.components import Flag, Happening
from plans.models import ChildInNeedPlanDeclined

VOID = (Flag("Void", "orange"),)


def _at(child: Child, page: str, **keys: int) -> str:
    return reverse(page, kwargs={"child_pk": child.pk, **keys})


@of(TransferIn)
def transfers_in(child: Child) -> Iterator[Happening]:
    for each in child.transferins.select_related("recorded_by"):
        yield Happening(
            title=f"{each.from_authority} told us of a move here",
            on=each.notified_on,
            by=each.recorded_by.name,
            text=each.their_plan,
            url=_at(child, "conferences:list"),
        )


@of(Assessment)
def assessments(child: Child) -> Iterator[Happening]:
    here = _at(child, "conferences:list")
    for each in child.assessments.select_related("recorded_by", "authorised_by"):
        yield Happening(title="Assessment began", on=each.started_on, by=each.recorded_by.name, url=here)
        if each.authorised_on and each.authorised_by:
            yield Happening(
                title="Assessment authorised",
                on=each.authorised_on,
                by=each.authorised_by.name,
                text=each.findings,
                url=here,
            )


@of(ReportStep)
def reports(child: Child) -> Iterator[Happening]:
    for each in child.reportsteps.select_related("recorded_by").order_by("-pk"):
        yield Happening(
            title=f"Report to conference: {each.get_step_display().lower()}",
            on=each.taken_on,
            by=each.recorded_by.name,
            text=each.void_because or each.shared_with,
            url=_at(child, "conferences:report", conference_pk=each.conference_id),
            flags=VOID if each.void_from else (),
        )


@of(ChildAtConference)
def around_conferences(child: Child) -> Iterator[Happening]:
    theirs = {"conference__for_children__child": child}
    for lost in InquorateDay.objects.filter(**theirs).select_related("recorded_by"):
        yield Happening(
            title="Conference not held for want of a quorum",
            on=lost.on,
            by=lost.recorded_by.name,
            text=lost.because,
            url=_at(child, "conferences:conference", conference_pk=lost.conference_id),
        )
    for paper in ConferencePaper.objects.filter(**theirs).select_related("recorded_by"):
        yield Happening(
            title=f"{paper.get_kind_display()} sent",
            on=paper.sent_on,
            by=paper.recorded_by.name,
            text=paper.sent_to,
            url=_at(child, "conferences:conference", conference_pk=paper.conference_id),
        )


@of(ResourcePanel)
def panels(child: Child) -> Iterator[Happening]:
    for each in child.resourcepanels.exclude(decided_on=None):
        yield Happening(
            title=f"Resource panel: {each.get_decision_display().lower()}",
            on=each.decided_on,
            text=each.what_for,
            url=_at(child, "conferences:conference", conference_pk=each.conference_id),
        )


@of(ChildInNeedPlanDeclined)
def declined(child: Child) -> Iterator[Happening]:
    for each in child.childinneedplandeclineds.select_related("agreed_by"):
        yield Happening(
            title="No child in need plan needed",
            on=each.decided_on,
            by=each.agreed_by.name,
            text=each.reason,
            url=_at(child, "plans:plan"),
        )


@of(CoreGroupExtension)
def extensions(child: Child) -> Iterator[Happening]:
    for each in child.coregroupextensions.select_related("agreed_by"):
        yield Happening(
            title=f"Core group may be held until {words.day(each.until_on)}",
            on=each.agreed_on,
            by=each.agreed_by.name,
            text=each.reason,
            url=_at(child, "coregroups:list"),
        )
