"""其他程序的期限: what runs outside the petition system once a claim is shown there (Article 31
(1) to (5)). Information with its article, never a clock of ours."""

from __future__ import annotations

from dataclasses import dataclass

from petitions.states import Branch


@dataclass(frozen=True)
class OutsidePeriod:
    """`starts_at` is the event of the other procedure from which the period runs."""

    procedure: str
    what: str
    period: str
    starts_at: str
    article: str


_RECONSIDERATION = (
    OutsidePeriod(
        "行政复议", "申请", "60 日", "知道或者应当知道行政行为之日", "《行政复议法》第二十条"
    ),
    OutsidePeriod("行政复议", "审查是否受理", "5 日", "收到申请之日", "《行政复议法》第三十条"),
    OutsidePeriod(
        "行政复议",
        "作出决定",
        "60 日，可延长 30 日；简易程序 30 日",
        "受理之日",
        "《行政复议法》第六十二条",
    ),
)
_SUIT = (
    OutsidePeriod(
        "行政诉讼",
        "直接起诉",
        "6 个月；经复议的 15 日",
        "知道作出行政行为、收到复议决定之日",
        "《行政诉讼法》第四十五条、第四十六条",
    ),
    OutsidePeriod(
        "行政诉讼",
        "行政机关不履行职责的",
        "满 2 个月可以起诉",
        "行政机关接到申请之日",
        "《行政诉讼法》第四十七条",
    ),
)
_TRIAL = (
    OutsidePeriod(
        "行政诉讼",
        "一审审理",
        "6 个月；简易程序 45 日",
        "立案之日",
        "《行政诉讼法》第八十一条、第八十三条",
    ),
    OutsidePeriod(
        "行政诉讼", "上诉", "判决 15 日；裁定 10 日", "送达之日", "《行政诉讼法》第八十五条"
    ),
)
_ARBITRATION = (
    OutsidePeriod(
        "劳动争议仲裁",
        "申请",
        "1 年（在职期间的劳动报酬除外）",
        "知道或者应当知道权利被侵害之日",
        "《劳动争议调解仲裁法》第二十七条",
    ),
    OutsidePeriod(
        "劳动争议仲裁",
        "受理；裁决",
        "5 日；45 日，可延长 15 日",
        "收到申请之日；受理之日",
        "《劳动争议调解仲裁法》第二十九条、第四十三条",
    ),
    OutsidePeriod(
        "劳动争议仲裁",
        "不服裁决起诉",
        "15 日",
        "收到裁决书之日",
        "《劳动争议调解仲裁法》第四十八条至第五十条",
    ),
    OutsidePeriod(
        "农村土地承包仲裁",
        "申请；裁决；起诉",
        "2 年；60 日，可延长 30 日；30 日",
        "知道权利被侵害、受理、收到裁决书之日",
        "《农村土地承包经营纠纷调解仲裁法》第十八条、第四十七条、第四十八条",
    ),
)
_DUTY = (
    OutsidePeriod(
        "劳动保障监察",
        "调查",
        "60 个工作日，可延长 30 个工作日",
        "立案之日",
        "《劳动保障监察条例》第十七条",
    ),
    OutsidePeriod(
        "市场监管投诉",
        "决定是否受理；调解",
        "7 个工作日；45 个工作日",
        "收到投诉之日；受理之日",
        "《市场监督管理投诉举报处理暂行办法》第十四条、第二十一条",
    ),
)

OUTSIDE: dict[Branch, tuple[OutsidePeriod, ...]] = {
    Branch.LITIGATION: (*_SUIT, *_TRIAL),
    Branch.ARBITRATION: _ARBITRATION,
    Branch.PARTY_APPEAL: (
        OutsidePeriod(
            "党员申诉",
            "复议、复查",
            "按党内法规的规定",
            "受理申诉之日",
            "《中国共产党章程》、《中国共产党纪律处分条例》",
        ),
    ),
    Branch.ADMINISTRATIVE: (*_RECONSIDERATION, *_SUIT),
    Branch.DUTY: (*_DUTY, *_SUIT[1:], *_RECONSIDERATION[:1]),
}


def outside(branch: int | None) -> tuple[OutsidePeriod, ...]:
    """The periods to be shown for a claim on this branch; none on branch (6)."""
    return OUTSIDE.get(Branch(branch), ()) if branch else ()
