"""A plan with 10 and with 200 actions, its comparison of versions and its minute; a chair's in-box with 20 and 20,000.

Queries are counted in this process; times are those of a real gunicorn over one kept connection.

    make bench BENCH="plans"
"""

import argparse
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import record_many
from benchmarks.crowded import with_children
from benchmarks.served import SignedIn, serving
from children.models import Child
from circulation.models import Circulation, Receipt
from coregroups.actions import plan_meeting
from exports.documents import Document
from exports.files import FORMS
from plans.models import Action, AgreedBy
from plans.versions import keep_version

ROUNDS = 30
WARM = 3


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="plans")
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=200)
    parser.add_argument("--copies", type=int, default=20_000)
    asked = parser.parse_args(words)
    with_children(100, today=timezone.localdate())
    worker, chair = (_of_the_crowd(role)[0] for role in (Role.SOCIAL_WORKER, Role.CONFERENCE_CHAIR))
    few, many = [allocation.child for allocation in worker.allocations.order_by("pk")[:2]]
    with serving() as port:
        print(f"\n{'page':28}{'queries':>16}{'ms':>20}{'ratio':>8}")
        pages = [_pages_of(child, number, worker) for child, number in ((few, asked.few), (many, asked.many))]
        for name, one, other in zip(
            ("the plan", "two versions compared", "writing the minute"), *pages, strict=True
        ):
            _say(name, _page(worker, one, port), _page(worker, other, port))
        inbox = []
        for copies in (20, asked.copies):
            _so_many_copies(chair, copies, few)
            inbox.append(_page(chair, reverse("circulation:inbox"), port))
        _say("a chair’s in-box", *inbox)
    print(f"\n{'document, in this process':28}{'bytes':>16}{'ms':>20}{'ratio':>8}")
    for form in FORMS:
        _say(f"the plan as {form}", *(_written(child, form) for child in (few, many)))


def _of_the_crowd(role: Role) -> list[User]:
    return list(User.objects.active().with_role(role).filter(email__endswith="@crowd.example").order_by("pk"))


def _pages_of(child: Child, number: int, by: User) -> list[str]:
    """A plan with so many actions, a version before and one after half of them were reworded."""
    today, plan = timezone.localdate(), child.plans.get(ended_on=None)
    plan.actions.all()
    missing = number - plan.actions.count()
    record_many(
        (
            Action(
                child=child, plan=plan, what=f"Step {place}: ring the school and ask how the week was.", who="Worker",
                by_when=today + timedelta(days=place % 60), agreed_on=today,
            )
            for place in range(max(0, missing))
        ),
        by=by,
    )  # fmt: skip
    keep_version(plan, agreed_by=AgreedBy.UPDATE, agreed_on=today, because="Before", by=by)
    for action in plan.actions.all()[: number // 2]:
        action.progress = f"{action.progress} The school says that it was better."
        action.save_by(by)
    version = keep_version(plan, agreed_by=AgreedBy.UPDATE, agreed_on=today, because="After", by=by)
    meeting = plan_meeting(children=[child], planned_for=today, by=by)
    at = {"child_pk": child.pk}
    return [
        reverse("plans:plan", kwargs=at),
        reverse("plans:version", kwargs={**at, "plan_version_pk": version.pk}),
        reverse("coregroups:record", kwargs={**at, "meeting_pk": meeting.pk}),
    ]


def _written(child: Child, form: str) -> tuple[int, float]:
    """The size of a plan's paper to sign, and the median time of writing it."""
    version = child.plans.get(ended_on=None).versions.first()
    document = Document(
        title=f"Child protection plan: {child}",
        caption="Child protection plan",
        sections=[(heading, text) for heading, text in version.sections],
        signatures=["The child", "Mother", "Father", "Teacher"],
        version=f"Version {version.number}",
    )
    took = []
    for _ in range(ROUNDS + WARM):
        began = perf_counter()
        size = len(FORMS[form].write(document))
        took.append((perf_counter() - began) * 1000)
    return size, median(took[WARM:])


def _so_many_copies(chair: User, number: int, child: Child) -> None:
    missing = number - chair.received.count()
    circulations = record_many(
        (
            Circulation(
                child=child, kind=Circulation.Kind.CORE_GROUP_RECORD, about_pk=0, title=f"Core group {place}",
                sections=[["Who came", "Everybody"]],
            )
            for place in range(max(0, missing))
        ),
        by=chair,
    )  # fmt: skip
    record_many(
        (Receipt(circulation=each, user=chair, way=Receipt.Way.PORTAL) for each in circulations), by=chair
    )


def _say(name: str, a: tuple[int, float], b: tuple[int, float]) -> None:
    print(f"{name:28}{a[0]:>7} → {b[0]:<6}{a[1]:>9.1f} → {b[1]:<8.1f}{b[1] / a[1]:>8.2f}")


def _page(user: User, path: str, port: int) -> tuple[int, float]:
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    browser = SignedIn(user, port)
    took = [browser.get(path)[1] for _ in range(ROUNDS + WARM)]
    return len(counted), median(took[WARM:])
