"""Two things that happen to what is not answered here: another procedure takes it on, or a final
opinion had answered it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from petitions import lifecycle
from petitions.demo import papers
from petitions.demo.planning import key_of
from petitions.letters import Letter
from petitions.models import Document
from petitions.states import Action, Branch

if TYPE_CHECKING:
    from accounts.models import Post
    from petitions.demo.telling import Scene


def take_on(scene: Scene) -> None:
    serial = int(scene.story.people[0].phone) % 1000
    lifecycle.take_on(
        scene.hop,
        body=papers.TAKEN_BY[Branch(scene.hop.claim.branch or Branch.LITIGATION)],
        number=f"（{scene.on.year}）收字第{serial}号",
        taken_on=scene.on,
        by=scene.by(Action.TAKE_ON, Role.HANDLER),
        at=scene.at,
    )


def compare(scene: Scene, by: Post) -> None:
    """The supervisor finds the same facts as the final opinion on the story that this follows."""
    parent = scene.cast.petition(key_of(scene.story.parent))
    lifecycle.compare(
        scene.hop,
        opinion=Document.objects.get(
            referral__claim__petition=parent, letter=Letter.FINAL_OPINION.value
        ),
        is_same=True,
        reason="请求、事实和理由与复核意见所涉的相同，没有新的证据。",
        by=by,
        at=scene.at,
    )
