"""`manage.py add_person --email ada@borough.gov.uk --name "Ada Archetype" --role system-administrator`

For the first system administrator of an installation, who then adds everybody else in the browser.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.actions import add_person, add_team, invite
from accounts.letters import password_link
from accounts.models import Team
from accounts.roles import Role
from audit.models import Refused


class Command(BaseCommand):
    help = "Adds somebody who may sign in, and prints the link with which they set their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--team", default="", help="made when there is none of that name")
        parser.add_argument("--send", action="store_true", help="send the link by e-mail and do not print it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                team = team_named(options["team"])
                person = add_person(
                    email=options["email"],
                    name=options["name"],
                    role=Role(options["role"]),
                    team=team,
                    by=None,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        if options["send"]:
            invite(person)
            self.stdout.write(f"{person.name} is added. A link to set a password was sent to {person.email}.")
        else:
            self.stdout.write(f"{person.name} is added. Give them this link; it works once, for a day:")
            self.stdout.write(password_link(person))


def team_named(name: str) -> Team | None:
    if not name:
        return None
    return Team.objects.filter(name__iexact=name).first() or add_team(name=name, by=None)
