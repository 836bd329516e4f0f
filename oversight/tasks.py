"""What Celery may wake. A task is a name and a call: the rows are the queue, and every task may
run twice, in parallel, or be killed. Who finished one shows that the worker works."""

from celery import shared_task

from oversight import clock, delivery, gaps, heartbeats
from oversight.delivery import digest
from oversight.findings import finding
from oversight.reports import freezing
from oversight.tickets import papers

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
def write_digests() -> None:
    digest.write_now()
    heartbeats.record(heartbeats.WORKER)


@shared_task
def issue_papers() -> None:
    """The papers of 督办单 that a rule opened: rendering them would hold up the sweep."""
    papers.issue_papers(at=clock.database_now(), budget=BUDGET)
    heartbeats.record(heartbeats.WORKER)


@shared_task
def find_irregularities() -> None:
    finding.find_now()
    heartbeats.record(heartbeats.WORKER)


@shared_task
def alarm_gaps() -> None:
    """Hourly, so that a night off is made up for; nobody hears of the same gap twice a day."""
    at = clock.database_now()
    if not clock.doubt_about(at):
        gaps.alarm(at=at)
    heartbeats.record(heartbeats.WORKER)


@shared_task
def freeze_reports() -> None:
    """Last month's figures, once its last due date has passed."""
    freezing.freeze_due(at=clock.database_now())
    heartbeats.record(heartbeats.WORKER)
