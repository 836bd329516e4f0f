"""Which periods a hearing, an expert panel or a suspension stops: a setting with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.models import PauseRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.models import Procedure


def paused_by(procedure: Procedure, codes: Iterable[str]) -> dict[str, str]:
    """Of these periods those that the procedure stops, each with the ground for it."""
    rows = PauseRule.objects.filter(procedure=procedure, code__in=list(codes), is_on=True)
    return dict(rows.values_list("code", "source"))
