"""What comes after the answer: the petitioner's rating, and what is taken out of the statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from petitions import lifecycle
from petitions.demo.accounts import OFFICE
from petitions.models.rating import Score
from petitions.models.statistics import Mark

if TYPE_CHECKING:
    from petitions.demo.telling import Scene

SCORES = (Score.SATISFIED, Score.SATISFIED, Score.BASICALLY, Score.SATISFIED, Score.DISSATISFIED)
COMMENT = "答复写得清楚，但是等的时间太长。"
REASONS = {
    Mark.LITIGATION: "反映的是已经立案的民事纠纷，属于涉法涉诉，由人民法院依法处理。",
    Mark.UNCOUNTED: "同一人就同一事项一信多投，已在先收到的一件中统计。",
}


def rate(scene: Scene) -> None:
    """Most are content with the office sooner than with the body."""
    window = lifecycle.rating_window(scene.hop.claim, on=scene.on)
    turn = int(scene.story.people[0].phone)
    scores = {
        body: SCORES[(turn + 3 * place) % len(SCORES)]
        for place, body in enumerate(window.bodies if window else ())
    }
    comment = COMMENT if Score.DISSATISFIED in scores.values() else ""
    lifecycle.rate(scene.hop.claim, scores, comment=comment, at=scene.at)


def mark(scene: Scene) -> None:
    """The supervisor takes it out of the base."""
    flag, office = scene.story.road.mark, scene.cast.organizations[OFFICE]
    by = scene.cast.post(office, Role.SUPERVISOR)
    petition = scene.hop.claim.petition
    lifecycle.mark(petition, flag, value=True, reason=REASONS[flag], by=by, at=scene.at)
