"""What visits lead to, told for the world of the house rules: what a manager decides, who sees the child instead."""

from datetime import date, timedelta

from accounts.models import User
from accounts.roles import Role
from children.actions import agree_as_delegate, agree_as_manager, propose_delegation
from children.models import Child
from tests.factories import UserFactory
from visits.actions import Seen, record_visit
from visits.actions.unseen import core_group_of, tell_chair, tell_core_group, tell_manager


class AroundVisits:
    """It stands on a `today`, a worker and a manager of the world."""

    today: date
    worker: User
    manager: User

    def _delegated(self, child: Child) -> User:
        """Two agreements: one that waits for both, one that holds. Returns who sees the child under that."""
        colleague = UserFactory(role=Role.SOCIAL_WORKER, team=self.worker.team)
        for delegate in (self.manager, colleague):
            delegation = propose_delegation(
                child=child, delegate=delegate, reason="Off sick.", what="Each visit.", from_on=self.today,
                until_on=self.today + timedelta(days=30), by=self.worker, today=self.today,
            )  # fmt: skip
        agree_as_manager(delegation=delegation, by=self.manager, today=self.today)
        agree_as_delegate(delegation=delegation, by=colleague, today=self.today)
        return colleague

    def _waits_for_a_manager(self, child: Child, *, visited_on: date, colleague: User) -> None:
        """A new injury that is not decided about, and a visit of somebody else that does not count."""
        bruise = Seen(
            child=child,
            child_seen=True,
            child_seen_alone=True,
            injury="A bruise.",
            manager_told_of_injury=True,
        )
        record_visit(seen=[bruise], visited_on=visited_on, by=self.worker, today=self.today)
        record_visit(
            seen=[Seen(child=child, child_seen=True, child_seen_alone=True)], visited_on=visited_on,
            visited_by=colleague, by=colleague, today=self.today,
        )  # fmt: skip

    def _told_that_not_seen(self, child: Child) -> None:
        """Everybody was told, and the child has still not been seen."""
        episode = child.unseenepisodes.latest("pk")
        given = {"told_on": self.today, "by": self.worker, "today": self.today}
        tell_manager(
            episode=episode,
            manager=self.manager,
            legal_advice=False,
            legal_advice_because="First time.",
            **given,
        )
        tell_chair(
            episode=episode, urgent_action="A welfare check.", urgent_review=False,
            urgent_review_because="After the check.", **given,
        )  # fmt: skip
        tell_core_group(episode=episode, people=core_group_of(child, today=self.today), **given)
