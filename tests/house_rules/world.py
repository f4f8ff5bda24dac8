"""One of everything: a family and the people around it, so that every address leads somewhere.

`tell` tells it through the portal's own actions, with days around today because pages ask what day it is. Told again
it makes the same once more, for lists to grow. A page whose address names a new kind of record finds it here by the
name of its model: `<int:visit_pk>` is a `Visit`, `<int:member_pk>` a `CoreGroupMember`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice, product
from types import SimpleNamespace
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.generic import TemplateView, View
from django.views.generic.edit import FormMixin, ProcessFormView

from accounts.actions import open_calendar
from accounts.models import User
from accounts.roles import GRANTED, Role
from children.models import Child
from children.pages import ChildContext
from circulation.links import send_links
from tests.factories import TeamFactory, UserFactory
from tests.house_rules.pages import Page
from tests.house_rules.telling import Told

WHERE: dict[tuple[str, str], int] = {}
"""Which of a world's records opened a page, counted from the first. Every world is told alike, so the next one need not
look again."""

APPS = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]

NO_RECORDS = {"form": ("pdf",), "kind": ("risk",), "reader": ("parents", "13-and-over")}
"""Words in addresses that choose among a few: of exports.files.FORMS, plans.lines.KINDS, PlainCopy.Reader."""


@contextmanager
def not_drawn() -> Iterator[None]:
    """While it lasts, pages and refusals are answered and not drawn: what is found is settled before drawing it."""
    blank = SimpleNamespace(render=lambda *_, **__: "")
    with (
        patch.object(SimpleTemplateResponse, "rendered_content", ""),
        # What draws a 404 and a 403, with the menu of whoever is refused: as much work as many a page.
        patch("django.views.defaults.loader", SimpleNamespace(get_template=lambda name: blank)),
    ):
        yield


@contextmanager
def not_put_together() -> Iterator[None]:
    """While it lasts, pages are not even put together, for tests of who is let in alone.

    Who is let in is settled before that. A page that refused anybody only later would let everybody in here, and the
    tests would say so.
    """

    def blank(view: View, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponse()

    with (
        patch.object(TemplateView, "get", blank),
        patch.object(ProcessFormView, "get", blank),
        patch.object(FormMixin, "form_invalid", blank),
    ):
        yield


@contextmanager
def without_surroundings() -> Iterator[None]:
    """While it lasts, pages are drawn without the menu around them and the banner's flags, for tests of what stands in
    their middle: a quarter of the work of a page, and the same on every one."""
    with (
        patch("cpp_portal.context._of_the_person", lambda request: {}),
        patch.object(ChildContext, "flags", lambda page: []),
    ):
        yield


@contextmanager
def sessions_in_cookies() -> Iterator[None]:
    """While it lasts, who is signed in is read from the cookie: for ten thousand requests, that many rows the less."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        yield


def our_models() -> list[type[models.Model]]:
    """Every model of ours with a table, but for the histories that simple-history makes of them."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_config.name in APPS and not hasattr(model, "history_object")
    ]


@cache
def models_named_in(kwarg: str) -> list[type[models.Model]]:
    """The models that a name in an address can mean: the one of that name, or those whose name ends with it."""
    word = kwarg.removesuffix("_pk")
    by_name = {re.sub(r"(?<=.)(?=[A-Z])", "_", model.__name__).lower(): model for model in our_models()}
    if word in by_name:
        return [by_name[word]]
    found = [model for name, model in by_name.items() if name.endswith(f"_{word}")]
    if not found:
        raise LookupError(
            f"<{kwarg}> names no model. Call it after the model, as in <int:visit_pk> for a Visit."
        )
    return found


def _leads_to_a_child(model: type[models.Model], path: str) -> bool:
    for name in path.split("__"):
        relation = next((each for each in model._meta.concrete_fields if each.name == name), None)
        if relation is None or relation.related_model is None:
            return False
        model = relation.related_model
    return model is Child


def whose(record: models.Model) -> User | None:
    """The person a record is for, where it is for one alone: it has a `user` or a `person` who signs in."""
    for relation in record._meta.concrete_fields:
        if relation.name in ("user", "person") and relation.many_to_one and relation.related_model is User:
            return getattr(record, relation.name)
    return None


@dataclass(frozen=True)
class Found:
    """Where a page is found, and by whom: what `reader` is answered there, 200 if anybody is."""

    records: dict[str, object]
    reader: User | None
    code: int
    kind: str
    """Of content: a page of words, or a file."""


@dataclass
class World(Told):
    today: date = field(default_factory=timezone.localdate)
    actors: dict[str, User] = field(default_factory=dict)
    """Somebody of every role who may see the children, where the role may; and strangers to them."""
    told: int = 0
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    children_of: dict[str, dict[object, object]] = field(default_factory=dict)
    seen: dict[int, set[int]] = field(default_factory=dict)
    """The children whom each of them sees, until more is told."""

    def __post_init__(self) -> None:
        self.client = Client()
        self.sessions: dict[int, str] = {}
        team, another = TeamFactory(name="North team"), TeamFactory(name="South team")
        for role in Role:
            of_a_team = {"team": team} if role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER) else {}
            self.actors[role.value] = UserFactory(role=role, name=f"{role.label} of ours", **of_a_team)
        for role in (Role.SOCIAL_WORKER, Role.TEAM_MANAGER):
            self.actors[f"{role.value} of another team"] = UserFactory(role=role, team=another)
        self.actors["chair of other children"] = UserFactory(role=Role.CONFERENCE_CHAIR)
        self.worker = self.actors[Role.SOCIAL_WORKER.value]
        self.manager = self.actors[Role.TEAM_MANAGER.value]
        self.chair = self.actors[Role.CONFERENCE_CHAIR.value]

    def tell(self, times: int = 1) -> None:
        super().tell(times)
        self.seen.clear()

    # --- asking ------------------------------------------------------------------------------------------

    def ask(self, user: User | None, method: str, address: str) -> HttpResponse:
        """The answer to a request that leaves nothing behind, neither here nor in the browser."""
        self.client.cookies.clear()
        if user:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session_of(user)
        with transaction.atomic():
            response = getattr(self.client, method.lower())(address)
            transaction.set_rollback(True)
        return response

    def session_of(self, user: User) -> str:
        if user.pk not in self.sessions:
            self.client.cookies.clear()
            self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            self.sessions[user.pk] = self.client.cookies[settings.SESSION_COOKIE_NAME].value
            self.client.cookies.clear()
        return self.sessions[user.pk]

    def browser_of(self, user: User | None) -> Client:
        """A browser of their own, which keeps what it is given."""
        browser = Client()
        if user:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.session_of(user)
        return browser

    def sees(self, user: User, child_pk: object) -> bool:
        if user.pk not in self.seen:
            visible = Child.objects.visible_to(user, today=self.today)
            self.seen[user.pk] = set(visible.values_list("pk", flat=True))
        return child_pk in self.seen[user.pk]

    def holders(self, page: Page) -> list[User]:
        """The actors who hold the permission of a page, those who see the children before the strangers."""
        return [user for user in self.actors.values() if page.view.permission in GRANTED[Role(user.role)]]

    def another_child(self, user: User, *, than: object) -> int:
        """Somebody whom the person may see as well, from another part of the family."""
        return Child.objects.visible_to(user, today=self.today).exclude(pk=than).latest("pk").pk

    # --- filling addresses ------------------------------------------------------------------------------

    def records_for(self, page: Page, user: User | None = None) -> dict[str, object]:
        """What to put into the address so that the page is found: by `user`, or by anyone who may open it.

        Empty when there is nothing to fill; LookupError when no record of this world will do.
        """
        return self.find(page, user).records

    def find(self, page: Page, user: User | None = None) -> Found:
        """The records of `records_for`, and the first who finds the page there: nobody where it is open to anyone."""
        key = (page.name, user.email if user else "")
        if key not in self.found:
            with not_drawn():
                if page.is_open_to_anyone:
                    records = {name: self._written_out(name) for name in page.asks_for}
                    self.found[key] = Found(records, None, *self._answer(page, records, None))
                else:
                    self.found[key] = self._look_for(page, [user] if user else self.holders(page))
        return self.found[key]

    def find_anew(self, page: Page) -> Found:
        """For a page that no longer opens with what `find` found."""
        del self.found[page.name, ""]
        return self.find(page)

    def _look_for(self, page: Page, readers: list[User]) -> Found:
        key = (page.name, ",".join(reader.role for reader in readers))
        if key in WHERE:
            for records in islice(self._candidates(page), WHERE[key], WHERE[key] + 1):
                if (found := self._opened(page, records, readers)) and found.code == 200:
                    return found
        sent_on = None
        for number, records in enumerate(self._candidates(page)):
            found = self._opened(page, records, readers)
            if found and found.code == 200:
                WHERE[key] = number
                return found
            sent_on = sent_on or found
        if sent_on is not None:
            return sent_on
        raise LookupError(
            f"No record in tests/house_rules/telling.py opens {page.address} ({page}) for anyone who may open it: "
            f"{', '.join(sorted({reader.role for reader in readers})) or 'no role may'}. Tell one there."
        )

    def _opened(self, page: Page, records: dict[str, object], readers: list[User]) -> Found | None:
        """The first reader who is shown the page with these records, or else the first who is sent on from it."""
        sent_on = None
        for reader in readers:
            if page.is_of_a_child and not self.sees(reader, records["child_pk"]):
                continue
            code, kind = self._answer(page, records, reader)
            if code == 200:
                return Found(records, reader, code, kind)
            if code == 302 and sent_on is None:
                sent_on = Found(records, reader, code, kind)
            if code == 404 and page.is_of_a_child:
                return None  # what is not there for one who sees the child is there for nobody
        return sent_on

    def _answer(self, page: Page, records: dict[str, object], reader: User | None) -> tuple[int, str]:
        """The code and the kind of content, as of `Found`."""
        response = self.ask(reader, "GET" if page.offers("get") else "POST", page.at(**records))
        return response.status_code, response.headers.get("Content-Type", "").partition(";")[0]

    def _candidates(self, page: Page) -> Iterator[dict[str, object]]:
        choices = [[(name, one) for one in self._for_name(name)] for name in page.asks_for]
        for records in map(dict, product(*choices)):
            if all(self._may_be_of(records.get("child_pk"), name, pk) for name, pk in records.items()):
                yield records

    def _may_be_of(self, child_pk: object, name: str, pk: object) -> bool:
        """Whether a record may be this child's: a record with a child of its own is no other child's."""
        if child_pk is None or name == "child_pk" or name in NO_RECORDS:
            return True
        if name not in self.children_of:
            model = models_named_in(name)[0]
            path = next(
                (path for path in ("child", "circulation__child") if _leads_to_a_child(model, path)), ""
            )
            rows = model._default_manager.values_list("pk", path) if path else ()
            self.children_of[name] = dict(rows)
        return self.children_of[name].get(pk, child_pk) == child_pk

    def _for_name(self, name: str) -> Iterator[object]:
        if name in NO_RECORDS:
            yield from NO_RECORDS[name]
            return
        for model in models_named_in(name):
            yield from self._pks(model)

    def _pks(self, model: type[models.Model]) -> list[object]:
        return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:60])

    def _written_out(self, name: str) -> object:
        """What open pages have in their addresses: nothing that a stranger could count up."""
        match name:
            case "uidb64":
                return urlsafe_base64_encode(force_bytes(self.worker.pk))
            case "secret":
                return open_calendar(person=self.worker)
            case "token":
                return default_token_generator.make_token(self.worker)
            case "link_token":
                return self._a_link()
        return self._pks(models_named_in(name)[0])[0]

    def _a_link(self) -> str:
        """That a letter took to somebody without an account."""
        outbox: list[EmailMessage] = []
        with patch("circulation.links.EmailMessage.send", lambda letter: outbox.append(letter)):
            send_links(now=timezone.now())
        [token] = re.findall(r"/copy/([^/]+)/", outbox[0].body)
        return token


@contextmanager
def a_world() -> Iterator[World]:
    """One that has been told, until it is given up with whatever was done in it."""
    with transaction.atomic(), sessions_in_cookies():
        one = World()
        one.tell()
        yield one
        transaction.set_rollback(True)
