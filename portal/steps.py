"""The five steps a petitioner sees, and the sentence for each state of a hop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.states import REVIEWS, Hop, State

if TYPE_CHECKING:
    from petitions.models import Referral

STEPS = ("登记", "转送", "受理", "办理", "答复")
_FORWARDING, _ACCEPTING, _HANDLING, _ANSWERING = 1, 2, 3, 4


@dataclass(frozen=True)
class Place:
    """`step` counts from 0; `sentence` may name the body."""

    step: int
    sentence: str
    is_finished: bool = False
    is_stopped: bool = False


_ACCEPTED = Place(_HANDLING, "{body}已经受理，正在办理。")
_PREPARED = Place(_ANSWERING, "{body}正在审核答复，签发后送达给您。")
_SERVED = Place(_ANSWERING, "{body}已经作出答复并送达给您。", is_finished=True)
_BY_STATE = {
    State.PENDING: Place(_FORWARDING, "{body}已经登记，正在确定由谁负责。"),
    State.REFERRED: Place(_ACCEPTING, "{body}已经把您的事项转到有权处理的机关。"),
    State.DELIVERED: Place(_ACCEPTING, "您的事项已经转到{body}，等待受理。"),
    State.RECEIVED: Place(_ACCEPTING, "{body}已经收到，正在决定是否受理。"),
    State.OBJECTED: Place(_ACCEPTING, "{body}对由谁负责提出了不同意见，正在核实。"),
    State.RETURNED: Place(_FORWARDING, "{body}已把材料退回，登记机关正在重新确定由谁负责。"),
    State.DECLINED: Place(
        _ACCEPTING, "{body}不予受理，理由和其他途径见书面告知。", is_stopped=True
    ),
    State.ACCEPTED: _ACCEPTED,
    State.DISPUTED: Place(_ACCEPTING, "由哪个机关负责还有争议，上级机关正在决定。"),
    State.CORRECTING: Place(_HANDLING, "{body}请您补正材料，补齐后继续审查。"),
    State.HEARING: Place(_HANDLING, "{body}正在组织听证。"),
    State.PANEL: Place(_HANDLING, "{body}正在组织专家会审。"),
    State.SUSPENDED: Place(_HANDLING, "{body}已中止审查，恢复时书面告知您。"),
    State.MEDIATING: Place(_HANDLING, "{body}正在组织调解。"),
    State.DRAFTED: _PREPARED,
    State.VERIFIED: _PREPARED,
    State.SIGNED: Place(_ANSWERING, "{body}已经作出答复，正在送达给您。"),
    State.SERVED: _SERVED,
    State.IMPORTING: Place(_ANSWERING, "{body}已经告知您应走的程序，正在跟踪对方是否接收。"),
    State.MERGED: Place(_ANSWERING, "本项已经并回原诉求办理。", is_finished=True),
    State.CONCLUDED: Place(_ANSWERING, "{body}已经办结。", is_finished=True),
    State.ENDED: Place(_ANSWERING, "本事项的信访程序已经终结。", is_finished=True),
}
_REVIEW_WORDS = {Hop.REVIEW: "复查", Hop.FINAL_REVIEW: "复核"}


def place(hop: Referral) -> Place:
    """Where this hop puts the petitioner on the five steps."""
    state, kind = State(hop.state), Hop(hop.hop)
    if kind in REVIEWS:
        return _review(state, _REVIEW_WORDS[kind])
    if kind == Hop.REDO and state in {State.DELIVERED, State.RECEIVED, State.ACCEPTED}:
        return Place(_HANDLING, "原来的处理意见已被撤销，{body}正在重新办理。")
    return _BY_STATE[state]


def _review(state: State, word: str) -> Place:
    """The answer has been given; what runs now is the review of it."""
    if state in {State.DELIVERED, State.RECEIVED}:
        sentence = f"您的{word}申请已经送到{{body}}。"
    elif state in {State.SERVED, State.CONCLUDED}:
        sentence = f"{{body}}已经作出{word}意见并送达给您。"
    elif state == State.CORRECTING:
        sentence = f"{{body}}请您补正{word}申请的材料，补齐之日起计算 30 日。"
    elif state == State.HEARING:
        sentence = f"{{body}}正在为{word}组织听证。"
    elif state == State.SUSPENDED:
        sentence = f"{{body}}已中止{word}，恢复时书面告知您。"
    elif state == State.ENDED:
        sentence = "本事项的信访程序已经终结。"
    else:
        sentence = f"{{body}}正在{word}。"
    return Place(_ANSWERING, sentence, is_finished=True)
