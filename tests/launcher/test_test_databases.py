from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections


def who_we_are() -> tuple[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, usesuper from pg_user where usename = current_user")
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_portal_is_tested_as_an_ordinary_owner_and_not_as_a_superuser():
    assert who_we_are() == ("cpp", False)


@pytest.mark.django_db
def test_every_table_of_the_portal_is_in_a_freshly_cloned_database():
    assert get_user_model()._meta.db_table in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_other_threads_meet_the_same_database():
    def name() -> str:
        with connection.cursor() as cursor:
            cursor.execute("select current_database()")
            found = cursor.fetchone()[0]
        connections.close_all()
        return found

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(name).result() == connection.settings_dict["NAME"]
