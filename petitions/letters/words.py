"""The closed words of the letters: which letters exist, and the answers they may give."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Letter(StrEnum):
    """The letters of this road, by the codes of our document catalogue."""

    REGISTRATION = "D01"
    FORWARDING = "D02"
    ASSIGNMENT = "D03"
    DIRECTION = "D04"
    DECLINE = "D05"
    NO_MORE = "D06"
    OBJECTION = "D07"
    OBJECTION_ANSWER = "D07r"
    DISPUTE = "D08"
    DISPUTE_DECISION = "D08r"
    ACCEPTANCE = "D09"
    PROCEDURE = "D10"
    HANDOVER = "D11"
    EXTENSION = "D12"
    EXTENSION_WITHDRAWN = "D12r"
    OPINION = "D13"
    MEDIATION = "D14"
    SETTLEMENT = "D14s"
    HEARING_NOTICE = "D15"
    HEARING_RECORD = "D15r"
    HEARING_CONCLUSION = "D15c"
    DUTY_REPLY = "D16"
    CARRY_OUT = "D17"
    SUGGESTION_REPLY = "D18"
    REPORT = "D19"
    URGENT_REPORT = "D20"
    REVIEW_APPLICATION = "D21"
    REVIEW_ACCEPTANCE = "D22"
    CORRECTION = "D22c"
    SUSPENSION = "D23"
    REVIEW_OPINION = "D24"
    FINAL_OPINION = "D25"
    TERMINATION = "D26"
    ORDER = "D27"
    REMINDER = "D28"
    LIAISON = "D29"
    TASK = "D30"
    IMPROVEMENT = "D31"
    POLICY = "D32"
    ACCOUNTABILITY = "D33"
    ADOPTION = "D34"
    PRESSURE = "D35"
    RECEPTION = "D36"
    CASE_CHARGE = "D37"
    RISK_NOTICE = "D38"
    AID_APPLICATION = "D38a"
    SERVICE_RECEIPT = "D39"
    ANNUAL_REPORT = "D40"


class Addressee(StrEnum):
    """Whom a letter speaks to; a petitioner is addressed by name, an organization by its own."""

    PETITIONER = "petitioner"
    ORGANIZATION = "organization"
    INTERNAL = "internal"


class Choice(StrEnum):
    """A closed answer with its Chinese label; letters print the label, records keep the value."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> tuple[tuple[str, str], ...]:
        return tuple((member.value, member.label) for member in cls)


class Outcome(Choice):
    """第三十二条: the three and only outcomes of a 处理意见书."""

    SUPPORT = "support", "予以支持"
    EXPLAIN = "explain", "解释说明"
    REFUSE = "refuse", "不予支持"


class ReviewOutcome(Choice):
    UPHOLD = "uphold", "维持"
    QUASH = "quash", "撤销"
    CHANGE = "change", "变更"


class SuggestionDecision(Choice):
    """第二十九条: every suggestion is answered with one of these."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "不采纳"


class Pressure(Choice):
    """第三十九条第三款: what a joint conference does about a body that fails its duty."""

    TALK = "talk", "约谈"
    CIRCULAR = "circular", "通报"
    LISTED = "listed", "挂牌督办"


class Risk(Choice):
    """How grave the harm is that a petition may lead to, as the warning says it."""

    HIGH = "high", "高风险"
    MEDIUM = "medium", "中风险"
    LOW = "low", "低风险"


class Attitude(Choice):
    """What the petitioner thinks of the answer, as the handling body reports it."""

    AGREES = "agrees", "同意"
    DISAGREES = "disagrees", "不同意"
    UNCLEAR = "unclear", "无明确意见"


class ServiceWay(Choice):
    IN_PERSON = "in_person", "当面送达"
    POST = "post", "邮寄送达"
    OTHER = "other", "其他方式"
