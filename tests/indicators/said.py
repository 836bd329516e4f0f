"""One figure, asked in one line."""

from __future__ import annotations

import datetime as dt

from accounts.models import Post
from oversight.indicators import Figure, Period, figures


def figure(post: Post, code: str, period: Period, *, on: dt.date) -> Figure:
    (found,) = figures(post.user, period, on=on, codes=(code,))
    return found


def named(name: str, **kind: int) -> Period:
    """The period of that name, which the test knows to be one."""
    period = Period.named(name, **kind)
    assert period is not None
    return period
