"""Signs of life of the background processes, by the database's clock. A worker's sign is work that
it has *finished*; beat's is a wake-up that the broker took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Now

from oversight.models import Heartbeat

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

WORKER, BEAT = "worker", "beat"


def record(*names: str) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beat_at=Now()) for name in names],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )


def silent(names: Iterable[str], *, grace: dt.timedelta) -> set[str]:
    """Which of these gave no sign within `grace`, by the database's clock."""
    alive = Heartbeat.objects.filter(name__in=names, beat_at__gte=Now() - grace)
    return set(names) - set(alive.values_list("name", flat=True))
