"""承办、审核、签发 by different people, as far as a body has them (Article 32, G2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Post
from petitions.errors import FieldError, NotAllowedError
from petitions.interests import namesake
from petitions.lifecycle.move import Move
from petitions.likeness import TOO_ALIKE, likeness
from petitions.models import Recusal
from petitions.permissions import MAY
from petitions.states import Action

if TYPE_CHECKING:
    from petitions.models import Document


def refuse_own(move: Move, document: Document) -> None:
    """Neither whoever drafted nor the handler passes the paper on, nor a namesake of the
    petitioner."""
    if move.user is None:
        return
    if move.user.pk in (document.drafted_by_id, move.referral.handler_id):
        raise NotAllowedError("承办人不能审核、签发自己起草的文书。")
    reason = namesake(move.claim, move.user)
    if reason:
        raise NotAllowedError(reason)


def refuse_only_signer(move: Move, document: Document) -> None:
    """Whoever alone can sign leaves the check to a colleague who can do it; else nobody could
    sign."""
    if _others(move, document, Action.SIGN) or not _others(move, document, Action.VERIFY):
        return
    if move.by is not None and move.by.role in MAY[Action.SIGN][0].roles:
        raise NotAllowedError("审核人和签发人不能是同一人：只有您可以签发，请由其他人员审核。")


def refuse_verifier(move: Move, document: Document) -> None:
    """The one who checked does not sign, where the body has somebody else who may check."""
    if move.user is None or document.verified_by_id != move.user.pk:
        return
    if likeness(document) >= TOO_ALIKE:
        raise NotAllowedError("与被撤销的意见相近的，审核人和签发人不能是同一人。")
    if _others(move, document, Action.VERIFY):
        raise NotAllowedError("审核人和签发人不能是同一人，请退回后由其他人员审核。")


def check_likeness(move: Move, document: Document, reason: str) -> str:
    """E19: a redone opinion that repeats the quashed one passes only with an explicit reason.
    Gives back what the event says about it."""
    alike = likeness(document)
    if alike < TOO_ALIKE:
        return ""
    if not reason.strip():
        raise FieldError(
            {
                "likeness_reason": f"与被撤销的意见相似度 {alike:.0%}。不得以同一事实和理由"
                "作出相同意见；确有依据的写明理由，否则退回修改。"
            }
        )
    return f"；与被撤销的意见相似度 {alike:.0%}，理由：{reason.strip()}"


def _others(move: Move, document: Document, action: Action) -> bool:
    """Whether somebody else of this body may do it and has no part in the paper."""
    concerned = {document.drafted_by_id, move.referral.handler_id, move.user.pk if move.user else 0}
    stepped_back = Recusal.objects.filter(claim=move.claim).values("user")
    posts = Post.objects.filter(
        organization=move.referral.organization,
        role__in=MAY[action][0].roles,
        ends_on=None,
        user__is_active=True,
    )
    return posts.exclude(user__in=concerned - {None}).exclude(user__in=stepped_back).exists()
