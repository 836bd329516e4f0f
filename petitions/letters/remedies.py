"""The remedy paragraph of a letter (救济途径): written by the system, never typed.

A wrong remedy misleads a petitioner for good, and cannot be called back once served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.letters.words import Letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_NO_MORE = (
    "本复核意见为本信访事项的最终意见。根据《信访工作条例》第三十六条第三款，对本复核意见不服，"
    "仍然以同一事实和理由提出投诉请求的，各级党委和政府信访部门和其他机关、单位不再受理。"
)
_ONLY_INFORMS = "本告知书是对举报事项处理情况的告知，不适用信访复查、复核程序。"
_JUDICIAL_CONFIRMATION = (
    "经人民调解委员会调解达成的协议，双方当事人认为有必要的，可以自协议生效之日起30日内，"
    "共同向有管辖权的人民法院申请司法确认（《中华人民共和国人民调解法》第三十三条）。"
)
_FIXED = {Letter.FINAL_OPINION: _NO_MORE, Letter.MEDIATION: _JUDICIAL_CONFIRMATION}
_REVIEWS = {
    Letter.OPINION: ("复查", "本意见书", "第三十五条第一款"),
    Letter.REVIEW_OPINION: ("复核", "本复查意见书", "第三十六条第一款"),
}


def remedy(
    letter: Letter,
    *,
    body_names: Sequence[str],
    last_day: date | None = None,
    has_legal_interest: bool = True,
) -> str:
    """The paragraph for `letter`; `body_names` are the bodies the petitioner may turn to.

    `last_day` is known only once the letter is served. Letters without a remedy of their own give
    an empty string: registering, forwarding and accepting are not open to suit, so they must not
    promise a court.
    """
    if letter in _REVIEWS:
        return _review_remedy(letter, tuple(body_names), last_day)
    if letter is Letter.DUTY_REPLY:
        return _administrative_remedy(tuple(body_names)) if has_legal_interest else _ONLY_INFORMS
    return _FIXED.get(letter, "")


def _review_remedy(letter: Letter, bodies: tuple[str, ...], last_day: date | None) -> str:
    act, paper, article = _REVIEWS[letter]
    if not bodies:
        raise ValueError(f"没有可以{act}的机关，不能出具{paper}。")
    until = f"（最后一日为{_in_chinese(last_day)}）" if last_day else ""
    either = "，任选其一" if len(bodies) > 1 else ""
    return (
        f"根据《信访工作条例》{article}，如不服{paper}，可以自收到{paper}之日起30日内{until}，"
        f"向{'或者'.join(bodies)}书面请求{act}{either}。"
        f"请求{act}时请提交{act}申请书、{paper}复印件和身份证明。"
    )


def _administrative_remedy(bodies: tuple[str, ...]) -> str:
    return (
        "如不服上述处理，可以自收到本告知书之日起60日内，"
        f"向{'或者'.join(bodies) or '有管辖权的行政复议机关'}申请行政复议，"
        "也可以自收到本告知书之日起6个月内依法向有管辖权的人民法院提起行政诉讼；"
        "法律另有规定的，从其规定（《中华人民共和国行政复议法》第二十条、"
        "《中华人民共和国行政诉讼法》第四十六条）。本告知书不适用信访复查、复核程序。"
    )


def _in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
