"""期限 of the 《信访工作条例》 and the local or internal ones beside them.

A statutory period has its article; one the Regulation does not set is marked `is_internal`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from routing.periods import Unit

#: The Regulation came into force on this day.
IN_FORCE = date(2022, 5, 1)

DAYS, WORKDAYS, MONTHS, FIXED = Unit.DAYS, Unit.WORKDAYS, Unit.MONTHS, Unit.FIXED
SIMPLE = "《信访事项简易办理办法（试行）》"
#: Who asked a body to do its duty may sue once two months have passed since it had the request.
SUIT_FOR_DUTY = "《行政诉讼法》第四十七条"
_REVIEW_RULES = "《山东省信访事项复查复核工作规则（试行）》第{}条（参照执行）"
REVIEW_RULES = _REVIEW_RULES.format("三十三")


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
    LimitRow("examine", "审查是否受理", "内部时限", 15, DAYS, "收到匿名件之日", is_internal=True),
    LimitRow("take_over", "接收移交", "内部时限", 5, WORKDAYS, "移交之日", is_internal=True),
    LimitRow("close", "办结登记", "内部时限", 5, WORKDAYS, "登记送达之日", is_internal=True),
    LimitRow("serve", "送达", "内部时限", 5, WORKDAYS, "签发之日", is_internal=True),
    LimitRow(
        "carry_out", "落实处理意见", "内部时限", None, FIXED, "处理意见作出之日", is_internal=True
    ),
    LimitRow("research", "建议研究答复", "内部时限", 60, DAYS, "受理之日", is_internal=True),
    LimitRow("duty_reply", "履职答复", SUIT_FOR_DUTY, 2, MONTHS, "收到履行职责的申请之日"),
    LimitRow("guide", "程序导入告知", "内部时限", 60, DAYS, "受理之日", is_internal=True),
    LimitRow(
        "import", "跟踪导入结果", "内部时限", 30, DAYS, "送达程序告知书之日", is_internal=True
    ),
    LimitRow(
        "reroute", "重新确定途径", "内部时限", 5, WORKDAYS, "得知未被接收之日", is_internal=True
    ),
    LimitRow(
        "confirm",
        "申请司法确认",
        "《人民调解法》第三十三条",
        30,
        DAYS,
        "调解协议生效之日",
        rolls=True,
    ),
    LimitRow("perform", "履行调解协议", "内部时限", None, FIXED, "协议生效之日", is_internal=True),
    LimitRow("court", "跟踪司法确认", "内部时限", 30, DAYS, "申请司法确认之日", is_internal=True),
    *(
        LimitRow(code, name, article, number, unit, starts_at, is_internal=True)
        for code, name, article, number, unit, starts_at in (
            (
                "accept_review",
                "审查复查、复核申请",
                _REVIEW_RULES.format("十六"),
                3,
                WORKDAYS,
                "收到申请之日",
            ),
            ("correction", "补正材料", _REVIEW_RULES.format("十六"), 10, WORKDAYS, "通知补正之日"),
            (
                "respond",
                "被申请人答辩",
                _REVIEW_RULES.format("二十一"),
                5,
                WORKDAYS,
                "受理复查、复核之日",
            ),
            ("hearing", "举行听证", _REVIEW_RULES.format("二十七"), 20, DAYS, "决定听证之日"),
            ("panel", "专家会审", _REVIEW_RULES.format("二十九"), 20, DAYS, "决定会审之日"),
            ("suspension", "核查中止事由", "内部时限", 30, DAYS, "中止之日"),
            ("decide_recusal", "决定回避申请", "内部时限", 2, WORKDAYS, "收到回避申请之日"),
            ("dispute", "协商、裁决受理争议", "内部时限", 10, WORKDAYS, "提请协调之日"),
        )
    ),
)
