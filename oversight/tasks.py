"""What Celery may wake. A task is a name and a call: the rows are the queue, and every task may
run twice, in parallel, or be killed."""

from celery import shared_task

from oversight import clock, delivery, heartbeats

#: Shorter than the task's time limit, so that a long backlog is cut between two batches.
BUDGET = 40


@shared_task
def sweep_deadlines() -> None:
    clock.sweep_now(budget=BUDGET)
    heartbeats.record(heartbeats.WORKER)


@shared_task
def deliver_notices() -> None:
    delivery.deliver_due(budget=BUDGET)
    heartbeats.record(heartbeats.WORKER)


@shared_task
def beat_heartbeat() -> None:
    """Beat sends this every 15 s and its message expires as fast, so a run shows both alive."""
    heartbeats.record(heartbeats.BEAT, heartbeats.WORKER)
