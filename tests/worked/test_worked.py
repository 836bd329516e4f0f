"""Twenty petitions of our own, each walked to its end: every next act and every last day."""

from __future__ import annotations

import pytest

from petitions import events
from petitions.models import Deadline, Document, Matter
from routing.triage import propose
from tests.worked.data import Worked, worked
from tests.worked.walking import Walking

pytestmark = pytest.mark.django_db
TWENTY = pytest.mark.parametrize("row", worked(), ids=lambda row: row.id)


@TWENTY
def test_the_proposal_is_right(row: Worked, tree):
    right = row.proposed

    found = propose(f"{row.title}\n{row.text}", intake=row.intake, home=tree["qinghe-gov"])

    said = found.reading
    assert {
        "kind": found.kind,
        "category": said.category.code,
        "branch": said.branch or 0,
        "situation": said.situations[0].code,
    } == {name: right[name] for name in ("kind", "category", "branch", "situation")}
    assert right["body"] in [one.organization.code for one in found.organizations[:2]]


@TWENTY
def test_the_road_is_walked_with_every_next_act_and_last_day(row: Worked, walk):
    story = Walking(row, walk.tree)
    assert (story.expected(), story.running()) == (row.first["next"], row.first["open"])

    for place, step in enumerate(row.steps, 1):
        story.take(step, place)
        running = {code: day for code, day in story.running().items() if not over(code, day, step)}
        assert (story.expected(), running) == (step.next, step.open), step

    assert story.hop.state == row.ends
    check_records(row, story)


def over(code: str, day, step) -> bool:
    """The petitioner's own period that has passed unused: nobody is late."""
    return code.startswith("request_") and day < step.on


def check_records(row: Worked, story: Walking) -> None:
    """The papers of the road and no others, nobody late but where it says so, the chain whole."""
    matter = Matter.objects.get(pk=story.petition.matter_id)
    papers = Document.objects.filter(referral__claim__matter=matter, issued_on__isnull=False)
    late = Deadline.objects.filter(referral__claim__matter=matter, verdict="late")
    assert sorted(set(papers.values_list("letter", flat=True))) == row.letters.split()
    assert dict(late.values_list("code", "late_days")) == row.late
    assert events.first_broken(matter) is None
