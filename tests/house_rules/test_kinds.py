"""Whatever looks through a child's record names the kinds that it reads: else it would not be asked, and be silent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from children.kinds import kinds_about, of, worth_asking
from children.models import Child, ChildRecord, Missing, Person
from dashboards.happenings import SOURCES
from deadlines.milestones import Milestone
from deadlines.sources import every_source, held_about, reached
from tests.factories import ChildFactory
from tests.house_rules.world import World, our_models

OF_ONE = [*map(import_string, settings.CHILD_FLAGS), *SOURCES]
OF_SEVERAL = [*map(import_string, settings.ON_THE_AGENDA)]


def named(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def tables(function: Callable[..., Any]) -> set[str]:
    return {kind._meta.db_table for kind in getattr(function, "kinds", ())}


@pytest.mark.parametrize("function", [*OF_ONE, *OF_SEVERAL], ids=named)
def test_what_is_asked_of_every_child_goes_through_a_kind_that_is_named(function, world: World):
    with transaction.atomic():
        nothing_known = ChildFactory()
        with CaptureQueriesContext(connection) as asked:
            said = [*function([nothing_known] if function in OF_SEVERAL else nothing_known)]
        transaction.set_rollback(True)

    assert not said or not tables(function)

    for each in asked if tables(function) else ():
        assert any(f'"{table}"' in each["sql"] for table in tables(function)), each["sql"]


@pytest.mark.parametrize("function", [*OF_ONE, *OF_SEVERAL], ids=named)
def test_whatever_has_something_to_say_is_asked(function, world: World):
    for child in Child.objects.all():
        says = list(function([child] if function in OF_SEVERAL else child))
        if says:
            assert worth_asking([function], kinds_about([child])) == [function], child


def test_every_record_of_a_child_is_a_kind_that_can_be_asked_for(world: World):
    child = world.first_child()
    of_ours = [model for model in our_models() if issubclass(model, ChildRecord)]

    there = {model for model in of_ours if model._default_manager.filter(child=child).exists()}

    assert there <= kinds_about([child])
    assert len(there) > 20
    assert not kinds_about([Child(pk=10**9)])


def test_a_kind_that_names_no_child_is_refused():
    @of(Person)
    def reads_people(child: Child) -> list[str]:
        return []

    @of(Missing)
    def reads_missing(child: Child) -> list[str]:
        return []

    with pytest.raises(TypeError, match="name no child"):
        worth_asking([reads_people], {Missing})
    assert worth_asking([reads_missing], set()) == []


def test_reading_only_what_a_child_s_record_holds_reads_all_of_it(world: World):
    """The dates of a child come of every source that has anything about them, and of no other."""
    compared = 0
    for child in Child.objects.all():
        held = held_about([child.pk])
        some, every = (
            reached([child.pk], giving=Milestone, among=among)[child.pk] for among in (held.sources, None)
        )
        assert sorted(map(repr, some)) == sorted(map(repr, every))
        assert len(held.sources) < len(every_source())
        compared += len(every)

    assert compared > 50
