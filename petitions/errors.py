"""What a verb can refuse. Each carries Chinese words for the person at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from petitions.models import Event, Referral


class LifecycleError(Exception):
    """Nothing was written: every verb is one transaction."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowedError(LifecycleError):
    """The law does not know this act in this state, or a guard says why not now: a 409."""


class NotCompetentError(NotAllowedError):
    """The table of competence gives this act to others, whatever the state: a 409 that names them.
    `referral` is a hop that this person sees."""

    def __init__(self, reason: str, referral: Referral) -> None:
        super().__init__(reason)
        self.referral = referral


class StaleError(LifecycleError):
    """Somebody else acted since the form was opened; `events` is what they did: a 409."""

    def __init__(self, reason: str, events: Sequence[Event]) -> None:
        super().__init__(reason)
        self.events = events


class FieldError(LifecycleError):
    """What was typed is impossible; `fields` maps each field to what to do about it: a 400."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = dict(fields)


class ForbiddenError(FieldError):
    """The law forbids what was chosen, whoever chooses it (E11): a 400, and kept as a refusal."""
