"""How every page of the boards begins: who asks, and of what they may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils import timezone

from oversight.boards.scope import Scope, scope_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def person(request: HttpRequest) -> User:
    return cast("User", request.user)


def scope(request: HttpRequest) -> Scope:
    """The person's board at this moment, or a 403."""
    return scope_of(person(request), at=timezone.now())
