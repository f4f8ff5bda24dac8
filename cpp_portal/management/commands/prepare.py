"""Makes the database ready: migrations, then the triggers that guard history and what conferences set.

Safe to repeat and to run twice at once: an advisory lock lets one at a time through. On an empty database of the
demonstration it also tells the demonstration's stories.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import User
from accounts.views.signing_in import personas
from audit import append_only
from children.models import Child
from plans import outcome_lock

ONE_AT_A_TIME = 7301


def is_behind() -> bool:
    """Whether a migration is not written down as applied.

    `migrate` puts all models together before it finds that there is nothing to do, which takes longer than the rest of
    a start. A migration that replaces others counts once it is written down itself: only then may the others go.
    """
    loader = MigrationLoader(connection)
    loader.check_consistent_history(connection)
    return not MigrationRecorder(connection).applied_migrations().keys() >= loader.graph.nodes.keys()


class Command(BaseCommand):
    help = "Migrate, protect the history tables and, in the demonstration, tell its stories to an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            if is_behind():
                call_command("migrate", verbosity=0, interactive=False)
            append_only.protect()
            outcome_lock.protect()
            User.objects.the_portal()
            if settings.DEMO and not Child.objects.exists():
                call_command("demo", stdout=self.stdout)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
        if settings.DEMO:
            self.say_who_can_sign_in()

    def say_who_can_sign_in(self) -> None:
        self.stdout.write("Sign in as, by a card on the first page:")
        for _role, _about, cards in personas():
            self.stdout.write(f"    {cards[0].user.name:<22} {cards[0].who}")
