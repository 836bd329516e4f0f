"""调解 in the stories: agreed to, settled or failed, and whether a court is asked to confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from petitions import lifecycle
from petitions.demo import papers
from petitions.states import Action
from petitions.vocabulary import MediationKind

if TYPE_CHECKING:
    from petitions.demo.telling import Scene


def mediate(scene: Scene) -> None:
    lifecycle.mediate(
        scene.hop,
        lifecycle.Consent(
            kind=MediationKind.PEOPLE,
            body="县人民调解委员会",
            mediator="值班调解员",
            other_party="被反映的单位",
            consented_on=scene.on,
            both_consent=True,
            is_suitable=True,
        ),
        by=scene.by(Action.MEDIATE, Role.HANDLER),
        at=scene.at,
    )


def settle(scene: Scene) -> None:
    values = papers.mediation(scene.story.wording, scene.story.people[0])
    agreed = lifecycle.Agreed(scene.on)
    by = scene.by(Action.SETTLE, Role.HANDLER)
    lifecycle.settle(scene.hop, values, agreed, by=by, at=scene.at)


def waive(scene: Scene) -> None:
    lifecycle.waive_confirmation(
        scene.hop,
        reason="协议已经当场履行，双方认为没有必要申请。",
        by=scene.by(Action.WAIVE_CONFIRMATION, Role.HANDLER),
        at=scene.at,
    )


def fail(scene: Scene) -> None:
    note = "双方对数额的认识相差较大，对方不再参加，终止调解。"
    by = scene.by(Action.FAIL_MEDIATION, Role.HANDLER)
    lifecycle.fail_mediation(scene.hop, note=note, by=by, at=scene.at)
