"""服务承诺 of the demonstration: two bureaus that promise to be faster than the law."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from routing.models import Pledge
from routing.pledges import promise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Organization

#: Before the oldest story, so that its periods carry the promise.
SINCE = dt.date(2024, 1, 1)
PLEDGES = (
    ("qinghe-hr", "conclude", 45),
    ("qinghe-hr", "notify_referred", 10),
    ("qinghe-env", "conclude", 50),
)


def plant(tree: Mapping[str, Organization]) -> int:
    """Make the promises that are missing; returns how many."""
    made = 0
    for place, code, number in PLEDGES:
        organization = tree[place]
        if not Pledge.objects.filter(organization=organization, code=code).exists():
            promise(organization, code, number, valid_from=SINCE, on=SINCE)
            made += 1
    return made
