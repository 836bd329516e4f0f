"""A calendar without a database, and short names for what the cast's conftest provides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chinese_calendar.constants import holidays

from accounts.models import Post, User
from routing.calendar import WorkCalendar
from routing.models import Category
from routing.reference.loading import published_days

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
def reference(law: None) -> None:
    """The reference data is in the database."""


@pytest.fixture
def category(law: None) -> Callable[[str], Category]:
    return lambda code: Category.objects.get(code=code)


@pytest.fixture
def sysadmin(cast: dict[str, Post]) -> User:
    return cast["sysadmin"].user


@pytest.fixture
def clerk(cast: dict[str, Post]) -> User:
    return cast["clerk"].user
