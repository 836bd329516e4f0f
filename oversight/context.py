"""What every page shows of oversight: how many messages are unread, how many tickets wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject, cached_property

from oversight.tickets import listing
from petitions.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


#: Nobody tells a hundred unread messages from a thousand.
ENOUGH = 100


class Tallies:
    """Counts nothing before a template asks: fragments and the API pay nothing for it."""

    def __init__(self, user: User) -> None:
        self._user = user

    @cached_property
    def messages(self) -> int | str:
        count = unread_messages(self._user)
        return count if count < ENOUGH else f"{ENOUGH - 1}+"

    @cached_property
    def tickets(self) -> int:
        return tickets_waiting(self._user)

    @cached_property
    def menu(self) -> dict[str, int]:
        return {"oversight:tickets": self.tickets} if self.tickets else {}


def unread(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    tallies = Tallies(user)
    return {
        "unread_count": SimpleLazyObject(lambda: tallies.messages),
        "ticket_count": SimpleLazyObject(lambda: tallies.tickets),
        "menu_counts": SimpleLazyObject(lambda: tallies.menu),
    }


def unread_messages(user: User) -> int:
    """How many, but never more than `ENOUGH`: every page asks."""
    return Notice.objects.inbox_of(user).filter(read_at=None).order_by()[:ENOUGH].count()


def tickets_waiting(user: User) -> int:
    """Tickets to answer, to accept and to sign."""
    if not user.active_posts:
        return 0
    return listing.waiting_for(user).order_by()[:ENOUGH].count()
