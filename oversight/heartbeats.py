"""Signs of life of the background processes, by the database's clock."""

from django.db.models.functions import Now

from oversight.models import Heartbeat

WORKER, BEAT = "worker", "beat"


def record(*names: str) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beat_at=Now()) for name in names],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )
