"""期限 of the 《信访工作条例》 and the local or internal ones beside them.

A statutory period has its article; one the Regulation does not set is marked `is_internal`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from routing.periods import Unit

#: The Regulation came into force on this day.
IN_FORCE = date(2022, 5, 1)

DAYS, WORKDAYS, FIXED = Unit.DAYS, Unit.WORKDAYS, Unit.FIXED
SIMPLE = "《信访事项简易办理办法（试行）》"
REVIEW_RULES = "《山东省信访事项复查复核工作规则（试行）》第三十三条（参照执行）"


class LimitRow(NamedTuple):
    code: str
    name: str
    article: str
    number: int | None
    unit: Unit
    starts_at: str
    rolls: bool = False
    extension_cap: int = 0
    is_internal: bool = False


LIMITS = (
    LimitRow("forward", "转送、交办", "第二十二条第一款", 15, DAYS, "信访部门收到信访事项之日"),
    LimitRow(
        "notify_direct", "直接收到的书面告知", "第二十三条第二款", 15, DAYS, "收到信访事项之日"
    ),
    LimitRow(
        "notify_referred",
        "转送、交办的书面告知",
        "第二十三条第三款",
        15,
        DAYS,
        "收到转送、交办之日",
    ),
    LimitRow("object", "提出异议", "第二十三条第三款", 5, WORKDAYS, "收到转送、交办之日"),
    LimitRow("conclude", "办结", "第三十四条", 60, DAYS, "受理之日", extension_cap=30),
    LimitRow("request_review", "请求复查", "第三十五条", 30, DAYS, "收到书面答复之日", rolls=True),
    LimitRow("review", "提出复查意见", "第三十五条", 30, DAYS, "收到复查请求之日"),
    LimitRow(
        "request_final_review",
        "请求复核",
        "第三十六条第一款",
        30,
        DAYS,
        "收到复查意见之日",
        rolls=True,
    ),
    LimitRow("final_review", "提出复核意见", "第三十六条第一款", 30, DAYS, "收到复核请求之日"),
    LimitRow(
        "simple_accept", "简易办理的受理", SIMPLE, 3, WORKDAYS, "收到信访事项之日", is_internal=True
    ),
    LimitRow("simple_conclude", "简易办理的办结", SIMPLE, 10, WORKDAYS, "受理之日"),
    LimitRow("feedback", "交办反馈", "第二十二条第一款第三项", None, FIXED, "交办之日"),
    LimitRow("redo", "撤销后重新办理", REVIEW_RULES, 30, DAYS, "收到复查、复核意见之日"),
    LimitRow(
        "decide_objection", "核实异议", "内部时限", 2, WORKDAYS, "收到异议之日", is_internal=True
    ),
    LimitRow("serve", "送达", "内部时限", 5, WORKDAYS, "签发之日", is_internal=True),
    LimitRow(
        "carry_out", "落实处理意见", "内部时限", None, FIXED, "处理意见作出之日", is_internal=True
    ),
    LimitRow("research", "建议研究答复", "内部时限", 60, DAYS, "受理之日", is_internal=True),
    LimitRow("duty_reply", "履职答复", "地方规定", 60, DAYS, "受理之日", is_internal=True),
    LimitRow("guide", "程序导入告知", "内部时限", 60, DAYS, "受理之日", is_internal=True),
)
