"""What takes a letter apart and together again, and what a petition waits for on its way: 听证、
会审、中止、补正、受理争议."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.models import Role
from petitions import lifecycle
from petitions.demo.accounts import ENV
from petitions.lifecycle import SuspensionGround
from petitions.states import Action

if TYPE_CHECKING:
    from petitions.demo.telling import Scene

HEARD_AFTER = dt.timedelta(days=12)
SECOND_DEMAND = "请求书面说明前两次来访以后都做了什么。"


def split(scene: Scene) -> None:
    """The clerk takes the second sentence for a second matter."""
    claim, wording = scene.hop.claim, scene.story.wording
    if claim.category is None or claim.territory is None:
        raise LookupError(f"{scene.story.key}: nothing to take apart.")
    parts = tuple(
        lifecycle.Part(summary, wording.kind, claim.category, claim.territory)
        for summary in (wording.title, SECOND_DEMAND)
    )
    by = scene.by_office(Action.SPLIT, Role.CLERK)
    lifecycle.split(scene.hop, lifecycle.Cut(parts), by=by, at=scene.at)


def merge(scene: Scene) -> None:
    reason = "两项请求是同一件事的前因后果，由同一机关一并办理。"
    by = scene.by_office(Action.MERGE, Role.CLERK)
    lifecycle.merge(scene.hop, reason=reason, by=by, at=scene.at)


def dispute(scene: Scene) -> None:
    position = "本单位只管参保登记，请求涉及的档案认定不在职责清单之内，仍请协调确定受理机关。"
    by = scene.by(Action.DISPUTE, Role.DESK)
    lifecycle.dispute(scene.hop, position=position, by=by, at=scene.at)


def hear(scene: Scene) -> None:
    chair = scene.cast.post(scene.hop.organization, Role.APPROVER).user
    sitting = lifecycle.Sitting(
        chair=chair,
        scheduled_at=scene.at.replace(hour=9, minute=30) + HEARD_AFTER,
        place="本机关二楼听证室",
        parties="信访人及代理人\n承办科室代表\n听证员二名（人大代表、律师）",
    )
    by = scene.by(Action.CONVENE_HEARING, Role.HANDLER)
    lifecycle.convene_hearing(scene.hop, sitting, by=by, at=scene.at)


def ask_papers(scene: Scene) -> None:
    missing = "一、申请人签名的复查申请书原件；\n二、委托他人的，授权委托书和代理人身份证复印件。"
    by = scene.by(Action.ASK_PAPERS, Role.HANDLER)
    lifecycle.ask_papers(scene.hop, missing=missing, by=by, at=scene.at)


def convene_panel(scene: Scene) -> None:
    question = "请专家对申请人提交的原始记录的形成年代和证明力提出意见。"
    by = scene.by(Action.CONVENE_PANEL, Role.HANDLER)
    lifecycle.convene_panel(scene.hop, question=question, by=by, at=scene.at)


def suspend(scene: Scene) -> None:
    lifecycle.suspend(
        scene.hop,
        ground=SuspensionGround.OTHER_PROCEDURE,
        reason="同一事实正由人民法院审理，须等待生效裁判的认定。",
        by=scene.by(Action.SUSPEND, Role.APPROVER),
        at=scene.at,
    )


def join(scene: Scene) -> None:
    lifecycle.handle_jointly(
        scene.hop,
        organization=scene.cast.organizations[ENV],
        agreement="电话协商一致：两家各自核查职责内的事实，由本局汇总起草，共同答复。",
        by=scene.by(Action.HANDLE_JOINTLY, Role.DESK),
        at=scene.at,
    )


def answer_enquiry(scene: Scene) -> None:
    lifecycle.answer_enquiry(
        scene.hop,
        way=lifecycle.EnquiryWay.TEXT,
        answer=scene.story.wording.opinion,
        by=scene.by(Action.ANSWER_ENQUIRY, Role.HANDLER),
        at=scene.at,
    )
