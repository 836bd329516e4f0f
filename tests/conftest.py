"""The law, the cast, and the road walked to each of its stations.

Fixtures named after a station (`registered`, `accepted`, `served` …) are the hop that stands there.
Days are those of 2026; `walk.at("2026-03-02")` is ten o'clock on that day in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from accounts.models import Organization, Post, User
from petitions import invariants
from tests import cast as people
from tests.walk import Walk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", help="folder of checks outside the project, for shared-checks")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the law and the cast once; each test's own rows are rolled back over them."""
    with django_db_blocker.unblock():
        people.assemble()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A thread of the live server may still hold a session, and the database is about to go.
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


@pytest.fixture
def law(db: None) -> None:
    """The law and the cast also after a test that emptied every table."""
    people.assemble()


@pytest.fixture
def cast(law: None) -> dict[str, Post]:
    """Everybody's post by user name."""
    return people.posts()


@pytest.fixture
def tree(law: None) -> dict[str, Organization]:
    """Organizations by code."""
    return people.organizations()


@pytest.fixture
def walk(
    cast: dict[str, Post], tree: dict[str, Organization], request: pytest.FixtureRequest
) -> Iterator[Walk]:
    """Takes a petition to a station of the road through the verbs. Wherever the test leaves it,
    every claim still has an owner, a lawful next step and a last day (M172)."""
    yield Walk(cast, tree)
    if request.node.get_closest_marker("leaves_gaps") is None:
        assert invariants.gaps() == []


@pytest.fixture
def registered(walk: Walk):
    return walk.registered()


@pytest.fixture
def delivered(walk: Walk):
    return walk.delivered()


@pytest.fixture
def received(walk: Walk):
    return walk.received()


@pytest.fixture
def accepted(walk: Walk):
    return walk.accepted()


@pytest.fixture
def drafted(walk: Walk):
    return walk.drafted()


@pytest.fixture
def signed(walk: Walk):
    return walk.signed()


@pytest.fixture
def served(walk: Walk):
    return walk.served()


@pytest.fixture
def in_review(walk: Walk):
    return walk.in_review()


@pytest.fixture
def sign_in(client, law):
    """`sign_in("clerk")` gives a client with that person's session."""

    def enter(username: str):
        client.force_login(
            User.objects.get(username=username),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return enter
