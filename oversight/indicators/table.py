"""指标: each one as a row, in the order of the screen; `version` changes with the formula."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, CharField, F, Q, Value, When

from oversight.indicators import cohorts
from oversight.models import Adoption
from petitions.models.rating import Score
from petitions.models.statistics import Mark

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from oversight.indicators.cohorts import Question, Rows


class Party(Enum):
    """Who answers for the figure."""

    OFFICE = "信访部门"
    BODY = "责任单位"


class Unit(Enum):
    """What the rows behind a figure are."""

    PETITION = "件"
    CLAIM = "项诉求"
    TICKET = "份"


class Measure(Enum):
    """What `Figure.value` is: hits by cases, or days by cases."""

    SHARE = "share"
    DAYS = "days"


@dataclass(frozen=True)
class State:
    """One case of the partition; `condition` is `None` for what is left when no other holds."""

    label: str
    condition: Callable[[dt.date], Q] | None = None
    is_hit: bool = False
    is_counted: bool = True
    is_late: bool = False


@dataclass(frozen=True)
class Indicator:
    """`states` divide the rows of the cohort that are in the base: the first that holds is the
    row's `verdict`. Hits make the numerator, what is counted the denominator."""

    code: str
    name: str
    party: Party
    unit: Unit
    window: str
    numerator: str
    denominator: str
    source: str
    select: Callable[[Question], Rows]
    states: dict[str, State]
    measure: Measure = Measure.SHARE
    lower_is_better: bool = False
    version: int = 1

    @property
    def formula(self) -> str:
        """分子 ÷ 分母, 统计窗口."""
        return f"{self.numerator} ÷ {self.denominator}；{self.window}"

    def cohort(self, question: Question) -> Rows:
        """The rows of the window, each with its verdict; those out of the base are `left_base`."""
        cases = [
            When(state.condition(question.on), then=Value(code))
            for code, state in self.states.items()
            if state.condition is not None
        ]
        rest = next(code for code, state in self.states.items() if state.condition is None)
        base = in_base(self.unit)
        left = [When(~base, then=Value(LEFT_BASE))] if base else []
        return self.select(question).annotate(
            verdict=Case(*left, *cases, default=Value(rest), output_field=CharField())
        )

    def verdicts(self, part: str) -> list[str]:
        """The verdicts that make a part; empty for a part that there is not."""
        wanted = {
            NUMERATOR: [code for code, state in self.states.items() if state.is_hit],
            DENOMINATOR: [code for code, state in self.states.items() if state.is_counted],
            LEFT_BASE: [LEFT_BASE],
        }
        return wanted.get(part, [part] if part in self.states else [])


NUMERATOR, DENOMINATOR, LEFT_BASE = "numerator", "denominator", "left_base"
PARTS = {NUMERATOR: "分子", DENOMINATOR: "分母", LEFT_BASE: "未纳入"}
#: In the base: neither mark is set, and the channel and the people are those of the official list.
#: 满意率 counts both.
CONTENT = (Score.SATISFIED, Score.BASICALLY)
IN_BASE = Q(**{f"is_{mark.value}": False for mark in Mark})
BASE_TEXT = (
    "初件、信访部门登记、来信来访网信（含民呼码）来电、1 至 9999 人、纳入统计、非涉法涉诉；"
    "不含密件。"
)


def official(path: str = "") -> Q:
    """代办 and a crowd beyond the official form stay out, and are counted among those left out."""
    return Q(
        **{
            f"{path}intake__in": cohorts.CHANNELS,
            f"{path}people_count__lte": cohorts.MOST_PEOPLE,
        }
    )


def in_base(unit: Unit) -> Q:
    if unit is Unit.TICKET:
        return Q()
    return IN_BASE & official("" if unit is Unit.PETITION else "petition__")


def _is(**condition: object) -> Callable[[dt.date], Q]:
    return lambda _on: Q(**condition)


def _in_time(_on: dt.date) -> Q:
    return Q(done_on__lte=F("limit_on"))


def _done_late(_on: dt.date) -> Q:
    return Q(done_on__gt=F("limit_on"))


def _overdue(on: dt.date) -> Q:
    return Q(limit_on__lt=on)


def _window_over(on: dt.date) -> Q:
    return Q(limit_on_rating__lt=on)


def _three(verb: str, in_time: str = "按期") -> dict[str, State]:
    """按期, 超期, 超期未…, and what may still be in time."""
    return {
        "in_time": State(f"{in_time}{verb}", _in_time, is_hit=True),
        "late": State(f"超期{verb}", _done_late, is_late=True),
        "overdue": State(f"超期未{verb}", _overdue, is_late=True),
        "not_yet": State(f"未到期未{verb}"),
    }


RATING = {
    "rated": State("已评价", _is(score__isnull=False), is_hit=True),
    "expired": State("超期未评价", _window_over),
    "waiting": State("待评价", is_counted=False),
}
SCORES = {
    **{
        score.value: State(str(score.label), _is(score=score.value), is_hit=score in CONTENT)
        for score in Score
    },
    "unrated": State("没有评价", is_counted=False),
}
DAYS = {
    "done": State("已完成", _is(days__isnull=False), is_hit=True),
    "open": State("未完成", is_counted=False),
}
GD, OWN = "GD", "其他系统"
BY_DUE, BY_ANSWER, BY_REGISTRATION = "限办截止日在本期", "办结日在本期", "登记日在本期"
BY_15, BY_30 = "登记日加 15 日在本期", "登记日加 30 日在本期"
RATED_OF, SATISFIED_OF = "已评价与超期未评价之和（待评价不计）", "满意与基本满意"
OFFICE, BODY = Party.OFFICE, Party.BODY
PETITION, CLAIM = Unit.PETITION, Unit.CLAIM

_ROWS = (
    Indicator(
        "office_acceptance", "信访部门及时受理率", OFFICE, PETITION, BY_15,
        "登记后 15 日内转送、交办、不予受理、受理的初件（取最早一次）", "全部初件", GD,
        cohorts.office_items, _three("受理", "及时"),
    ),
    Indicator(
        "body_acceptance", "责任单位及时受理率", BODY, CLAIM, BY_30,
        "登记后 30 日内由责任单位受理或者书面不予受理的", "去向为责任单位的初件诉求", GD,
        cohorts.body_claims, _three("受理", "及时"),
    ),
    Indicator(
        "on_time_answer", "按期答复（办结）率", BODY, CLAIM, BY_DUE,
        "不晚于限办截止日办结（签发答复文书或者达成调解协议）的",
        "按期、超期、未到期未答复、超期未答复之和", GD, cohorts.due_answers, _three("答复"),
    ),
    Indicator(
        "notice", "按期受理告知率", BODY, CLAIM, "告知截止日在本期",
        "收到转送、交办 15 日内书面告知的", "应当书面告知的", OWN, cohorts.notices, _three("告知"),
    ),
    Indicator(
        "rated_office", "参评率（信访部门）", OFFICE, CLAIM, BY_ANSWER, "已评价", RATED_OF, GD,
        cohorts.rateable_by_office, RATING,
    ),
    Indicator(
        "rated_body", "参评率（责任单位）", BODY, CLAIM, BY_ANSWER, "已评价", RATED_OF, GD,
        cohorts.rateable_by_body, RATING,
    ),
    Indicator(
        "satisfied_office", "满意率（信访部门）", OFFICE, CLAIM, BY_ANSWER, SATISFIED_OF, "已评价",
        GD, cohorts.rateable_by_office, SCORES,
    ),
    Indicator(
        "satisfied_body", "满意率（责任单位）", BODY, CLAIM, BY_ANSWER, SATISFIED_OF, "已评价",
        GD, cohorts.rateable_by_body, SCORES,
    ),
    Indicator(
        "repeat", "重复信访率", OFFICE, PETITION, BY_REGISTRATION, "重件",
        "全部信访件（初件与重件）", GD, cohorts.items,
        {"again": State("重件", _is(is_repeat=True), is_hit=True), "first": State("初件")},
        lower_is_better=True,
    ),
    Indicator(
        "network", "网信占比", OFFICE, PETITION, BY_REGISTRATION, "网上和民呼码提出的",
        "全部信访件（初件与重件）", GD, cohorts.items,
        {
            "network": State("网信", _is(intake__in=cohorts.NETWORK), is_hit=True),
            "other": State("其他形式"),
        },
    ),
    Indicator(
        "resolved_once", "初次信访事项一次性化解率", BODY, CLAIM, BY_ANSWER,
        f"办结次日起 {settings.RESOLUTION_DAYS} 日内没有就同一事项再次信访的",
        "办结的初次信访诉求", "参数", cohorts.given_answers,
        {
            "again": State("办结后再次信访", _is(came_again=True)),
            "settled": State("没有再次信访", is_hit=True),
        },
    ),
    Indicator(
        "days_to_forward", "初次转送平均时长", OFFICE, PETITION, BY_15,
        "自登记至首次转送、交办的天数之和", "已转送、交办的初件", OWN, cohorts.office_items, DAYS,
        Measure.DAYS, lower_is_better=True,
    ),
    Indicator(
        "days_to_accept", "受理平均时长", BODY, CLAIM, BY_30,
        "自送达责任单位至受理（不予受理）的天数之和", "已受理、不予受理的", OWN,
        cohorts.body_claims, DAYS, Measure.DAYS, lower_is_better=True,
    ),
    Indicator(
        "days_to_answer", "办理平均时长", BODY, CLAIM, BY_ANSWER, "自受理至办结的天数之和",
        "办结的", OWN, cohorts.given_answers, DAYS, Measure.DAYS, lower_is_better=True,
    ),
    Indicator(
        "suggestions", "三项建议采纳率", BODY, Unit.TICKET, "建议发出日在本期", "采纳和部分采纳",
        "已反馈的改进工作、完善政策、追究责任建议", "第四十条", cohorts.suggestions,
        {
            "adopted": State("采纳", _is(adoption=Adoption.ADOPTED), is_hit=True),
            "partly": State("部分采纳", _is(adoption=Adoption.PARTLY), is_hit=True),
            "refused": State("不采纳", _is(adoption=Adoption.REFUSED)),
            "waiting": State("尚未反馈", is_counted=False),
        },
    ),
)  # fmt: skip

INDICATORS: dict[str, Indicator] = {row.code: row for row in _ROWS}
