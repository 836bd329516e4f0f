"""The law as loaded, the demo tree as planted, and a calendar without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chinese_calendar.constants import holidays

from accounts.models import Organization, Post, Role, User
from routing.calendar import WorkCalendar
from routing.demo_tree import plant
from routing.models import Category
from routing.reference.loading import load, published_days

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    """What the reference data makes of the package, read without a database."""
    days = list(published_days())
    return WorkCalendar(
        holidays={row.day: row.name for row in days if not row.is_workday},
        makeups={row.day: row.name for row in days if row.is_workday},
        published_years=frozenset(day.year for day in holidays),
        version=1,
    )


@pytest.fixture
def reference(db: None) -> None:
    load()


@pytest.fixture
def tree(db: None) -> dict[str, Organization]:
    return plant()


@pytest.fixture
def category(tree: dict[str, Organization]) -> Callable[[str], Category]:
    return lambda code: Category.objects.get(code=code)


@pytest.fixture
def sysadmin(tree: dict[str, Organization]) -> User:
    return _officer("周", Role.SYSADMIN, tree["qinghe-petition"])


@pytest.fixture
def clerk(tree: dict[str, Organization]) -> User:
    return _officer("李", Role.CLERK, tree["qinghe-petition"])


def _officer(name: str, role: Role, organization: Organization) -> User:
    user = User.objects.create_user(username=f"test-{role.value}", name=name)
    Post.objects.create(user=user, organization=organization, role=role)
    return user
