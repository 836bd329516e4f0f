"""调解协议书 and 和解协议书 (D14): the agreement, how and by when it is performed, and what a court
may do for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.letters.fields import LetterField, known, line, text
from petitions.letters.words import Addressee, Letter
from petitions.vocabulary import MediationKind

if TYPE_CHECKING:
    from petitions.letters.proceedings import Row

_CONFIRMATION = (
    "双方当事人认为有必要的，可以自本协议生效之日起30日内{until}，共同向有管辖权的人民法院申请"
    "司法确认（《中华人民共和国人民调解法》第三十三条）。经确认有效的，一方不履行，"
    "另一方可以申请强制执行。"
)
#: What the parties may do so that the agreement holds, by who mediated, if anybody did.
_NOTICES = {
    MediationKind.PARTIES: (
        "本协议由双方当事人自觉履行。一方不履行的，另一方可以依法向人民法院提起诉讼，"
        "也可以请求信访事项的办理机关重新确定处理途径。"
    ),
    MediationKind.PEOPLE: _CONFIRMATION,
    MediationKind.ADMINISTRATIVE: (
        "本协议由双方当事人自觉履行。一方不履行的，另一方可以依法向人民法院提起诉讼，"
        "也可以请求本机关重新确定处理途径。"
    ),
    MediationKind.JUDICIAL: (
        "人民法院就本协议制作调解书的，以调解书为准；调解书经双方当事人签收后，即具有法律效力，"
        "一方不履行的，另一方可以申请强制执行。"
    ),
}


def effect_of(kind: MediationKind, *, last_day: str) -> str:
    """The paragraph on what binds. `last_day` is that of the thirty days, in words; only 人民调解
    has them."""
    return _NOTICES[kind].format(until=f"（最后一日为{last_day}）")


_AGREED = (
    text("parties", "双方当事人", "姓名或者名称、住址、电话，一方一段。"),
    text("dispute", "争议事项"),
    text("terms", "协议内容"),
    text("performance", "履行方式", "在哪里、怎样履行；期限另填。"),
    known("installments", "履行期限", required=False),
    known("effective_on", "协议生效日期", required=False),
    line("signatures", "签署说明", required=False),
)


def rows(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    """The rows, over the entries that every letter to a petitioner carries."""
    return (
        (
            Letter.MEDIATION, "mediation", "调解协议书", "调",
            "《信访工作条例》第三十三条", Addressee.PETITIONER,
            (
                *common,
                known("kind", "调解种类", required=False),
                known("mediator", "调解组织和调解人", required=False),
                *_AGREED,
                known("confirmation_notice", "司法确认提示"),
            ),
        ),
        (
            Letter.SETTLEMENT, "settlement", "和解协议书", "和",
            "《信访工作条例》第三十三条", Addressee.PETITIONER,
            (*common, *_AGREED, known("effect", "协议的效力")),
        ),
    )  # fmt: skip
