"""Who asks, and when: read once at the edge, an argument from there on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils import timezone

if TYPE_CHECKING:
    from rest_framework.request import Request

    from accounts.models import User


@dataclass(frozen=True)
class Asking:
    user: User
    at: dt.datetime

    @property
    def on(self) -> dt.date:
        """The legal day in Asia/Shanghai."""
        return timezone.localtime(self.at).date()


def asking(request: Request) -> Asking:
    return Asking(cast("User", request.user), timezone.now())
