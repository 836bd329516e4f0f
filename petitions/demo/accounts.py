"""The demo accounts: those of the contract, and the same three chairs in every body with duties."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Organization, Post, Role, User
from petitions.demo import wording
from routing.reference.demo_duties import DUTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Before the oldest story, so that nobody acts before their post began.
POSTS_START = dt.date(2024, 1, 1)
OFFICE, COUNTY_REVIEW, CITY_REVIEW = "qinghe-petition", "qinghe-review", "jiangqiao-review"
HR, ENV, DISCIPLINE = "qinghe-hr", "qinghe-env", "qinghe-discipline"


class Account(NamedTuple):
    username: str
    name: str
    role: Role
    organization: str
    is_cleared: bool = False


CONTRACT = (
    Account("clerk", "孟知行", Role.CLERK, OFFICE, is_cleared=True),
    Account("supervisor", "程知秋", Role.SUPERVISOR, OFFICE, is_cleared=True),
    Account("chief", "陆怀川", Role.CHIEF, OFFICE, is_cleared=True),
    Account("hr_desk", "叶文竹", Role.DESK, HR),
    Account("hr_handler", "顾清和", Role.HANDLER, HR),
    Account("hr_leader", "方以宁", Role.APPROVER, HR),
    Account("env_desk", "闻小溪", Role.DESK, ENV),
    Account("env_handler", "江映川", Role.HANDLER, ENV),
    Account("env_leader", "白石清", Role.APPROVER, ENV),
    Account("reviewer", "沈秋白", Role.HANDLER, CITY_REVIEW),
    Account("review_leader", "温如故", Role.APPROVER, CITY_REVIEW),
    Account("discipline", "季明远", Role.DISCIPLINE, DISCIPLINE, is_cleared=True),
    Account("leader", "韩致远", Role.LEADER, "qinghe-gov"),
    Account("sysadmin", "陶以然", Role.SYSADMIN, OFFICE),
    Account("secadmin", "梁慎言", Role.SECADMIN, OFFICE),
    Account("auditor", "卫知白", Role.AUDITOR, OFFICE),
)
BESIDE = (
    Account("county_reviewer", "柳时雨", Role.HANDLER, COUNTY_REVIEW),
    Account("county_review_leader", "秦望山", Role.APPROVER, COUNTY_REVIEW),
    Account("hr_handler2", "岑小渡", Role.HANDLER, HR),
)
CHAIRS = ((Role.DESK, "desk"), (Role.HANDLER, "handler"), (Role.APPROVER, "leader"))


def accounts() -> tuple[Account, ...]:
    return (*CONTRACT, *BESIDE, *_generated())


@transaction.atomic
def seat(tree: dict[str, Organization]) -> int:
    """Create the accounts that are missing; returns how many. One hash serves all: the password
    is printed in the manual anyway, and hashing a hundred times takes as long as the stories."""
    missing = {row.username: row for row in accounts()}
    for username in User.objects.filter(username__in=missing).values_list("username", flat=True):
        del missing[username]
    if not missing:
        return 0
    password = make_password(settings.DEMO_PASSWORD)
    users = [_user(row, password) for row in missing.values()]
    for user in User.objects.bulk_create(users):
        row = missing[user.username]
        Post.objects.create(
            user=user,
            organization=tree[row.organization],
            role=row.role,
            is_cleared=row.is_cleared,
            starts_on=POSTS_START,
        )
    return len(users)


def _user(row: Account, password: str) -> User:
    dice = random.Random(row.username)  # noqa: S311 - a telephone number of the demo
    return User(
        username=row.username,
        name=row.name,
        email=f"{row.username}@demo.example",
        phone=wording.PHONE.format(dice.randrange(10_000)),
        password=password,
    )


def _generated() -> Iterator[Account]:
    taken = {row.name for row in (*CONTRACT, *BESIDE)}
    for code in _bodies():
        for role, chair in CHAIRS:
            username = f"{_stem(code)}_{chair}"
            yield Account(username, _free_name(username, taken), role, code)


def _bodies() -> list[str]:
    """County bodies and towns that have a duty, and the two city bureaus that review them. Nobody
    signs in for a committee that only mediates."""
    duties = {row.organization for row in DUTIES if not row.organization.endswith("-mediation")}
    towns = {code for code in duties if code.endswith(("-town", "-street"))}
    county = {code for code in duties if code.startswith("qinghe-")} - {HR, ENV, DISCIPLINE}
    return sorted(county | towns | {"jiangqiao-hr", "jiangqiao-env"})


def _stem(code: str) -> str:
    place, _, slug = code.partition("-")
    if slug in ("town", "street"):
        return place
    return slug.replace("-", "_") if place == "qinghe" else f"city_{slug}"


def _free_name(username: str, taken: set[str]) -> str:
    dice = random.Random(username)  # noqa: S311 - a name of the demo
    while (found := wording.name(dice)) in taken:
        pass
    taken.add(found)
    return found
