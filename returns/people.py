"""The teams and workers that List 7 names: found by name, or made.

A worker who is made has no password and an address that cannot exist, so nobody can sign in as them until the
system administrator has put in the real address and sent the invitation.
"""

from collections import defaultdict

from django.utils.text import slugify

from accounts.models import Team, User
from accounts.roles import Role

NOT_YET_INVITED = "not-yet-invited.invalid"
HOLDING_CHILDREN = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)


class Ambiguous(Exception):
    """Several people have the name; which of them is meant cannot be told."""


class People:
    """Looks names up once for a whole run; a name means the same person and team from its first row to its last."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self._teams = {team.name.casefold(): team for team in Team.objects.all()}
        self._workers: dict[str, list[User]] = defaultdict(list)
        for worker in User.objects.active().with_role(*HOLDING_CHILDREN).select_related("team"):
            self._workers[worker.name.casefold()].append(worker)

    def team(self, name: str) -> Team:
        key = name.casefold()
        if key not in self._teams:
            self._teams[key] = Team(name=name).save_by(self.by)
        return self._teams[key]

    def worker(self, name: str, team: Team | None) -> User | None:
        """None when the worker is not known and there is no team to put a new one into."""
        known = self._workers[name.casefold()]
        if len(known) > 1:
            known = [worker for worker in known if team and worker.team_id == team.pk]
            if len(known) != 1:
                raise Ambiguous
        if not known and team is None:
            return None
        if not known:
            worker = User.objects.create_user(
                email=self._address(name), name=name, role=Role.SOCIAL_WORKER, team=team, by=self.by
            )
            self._workers[name.casefold()].append(worker)
            return worker
        return known[0]

    def _address(self, name: str) -> str:
        stem = slugify(name)[:60] or "worker"
        taken = set(
            User.objects.filter(email__istartswith=stem, email__iendswith=f"@{NOT_YET_INVITED}").values_list(
                "email", flat=True
            )
        )
        number = 1
        while (address := f"{stem}.{number}@{NOT_YET_INVITED}") in taken:
            number += 1
        return address
