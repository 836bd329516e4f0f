"""Every refused act with the reason given (M172 of people: who tried what, and why not)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.models import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from accounts.models import User
    from petitions.states import Action


def record(referral: UUID, action: Action, reason: str, *, by: User, at: dt.datetime) -> None:
    """Keep it; `referral` is the key of a hop that this person sees. Call this outside the
    transaction that the refusal rolled back."""
    Refusal.objects.create(
        referral_id=referral, user=by, action=action.value, reason=reason[:1000], at=at
    )
