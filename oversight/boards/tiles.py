"""The five numbers at the head of 态势, each with its list, its formula and its small print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from oversight.boards import rates
from oversight.boards.lists import url
from oversight.indicators import DENOMINATOR, NUMERATOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from oversight.boards.needs import Unit
    from oversight.boards.scope import Scope
    from oversight.indicators import Figure


@dataclass(frozen=True)
class Number:
    """A count and the address of exactly its list."""

    count: int
    url: str
    label: str = ""


@dataclass(frozen=True)
class Tile:
    """Either a `main` number or a `rate`, with the numbers it is made of below."""

    label: str
    tone: str = ""
    main: Number | None = None
    rate: str = ""
    parts: tuple[Number, ...] = ()
    told: str = ""
    formula: str = ""


def tiles(scope: Scope, *, levels: dict[str, int], units: Sequence[Unit]) -> list[Tile]:
    return [_late(units), _coming(levels), *_rates(scope)]


def percent(value: Decimal | None) -> str:
    """97.8 %, and a dash where nothing was counted: that is neither 0 nor 100."""
    return "—" if value is None else f"{value * 100:.1f} %"


def numbers(scope: Scope, figure: Figure, days: int) -> tuple[Number, Number]:
    """Numerator and denominator of a figure over so many days, as two lists."""
    window = rates.window(scope, days)
    code = figure.indicator.code
    span = {"code": code, "since": window.starts_on, "until": window.ends_on}
    return (
        Number(figure.numerator, url("rate", part=NUMERATOR, **span)),
        Number(figure.denominator, url("rate", part=DENOMINATOR, **span)),
    )


def _late(units: Sequence[Unit]) -> Tile:
    behind = [unit for unit in units if unit.late]
    count = sum(unit.late for unit in behind)
    oldest = max((unit.oldest for unit in behind), default=0)
    return Tile(
        "超期未办结",
        tone="late" if count else "",
        main=Number(count, url("late")),
        told=f"{len(behind)} 个单位，最久 {oldest} 天" if count else "没有超期",
        formula="截止日已过、仍在计算的期限，每个期限计一项；暂停的不计。",
    )


def _coming(levels: dict[str, int]) -> Tile:
    today, near = levels["today"], levels["yellow"]
    cards = reverse("oversight:cards")
    return Tile(
        "今日到期与黄牌",
        tone="near" if today + near else "",
        main=Number(today + near, f"{cards}?level=coming"),
        parts=(
            Number(today, f"{cards}?level=today", "今日 "),
            Number(near, f"{cards}?level=yellow", "将到期 "),
        ),
        formula="今日到期，以及按提醒阶段将到期（默认 7 日或 3 个工作日内）的期限；已解除的不计。",
    )


def _rates(scope: Scope) -> list[Tile]:
    found = rates.recent(scope)
    made = []
    labels = {
        rates.ACCEPTANCE[scope.is_wide]: "及时受理率",
        rates.ON_TIME: "按期办结率",
        rates.SATISFIED: "满意率",
    }
    for code, label in labels.items():
        figure = found.get(code)
        if figure is None:
            continue
        told = f"近 {rates.TILE_DAYS} 天"
        if code == rates.SATISFIED and rates.RATED in found:
            told = f"参评率 {percent(found[rates.RATED].value)}"
        made.append(
            Tile(
                label,
                rate=percent(figure.value),
                parts=numbers(scope, figure, rates.TILE_DAYS),
                told=told,
                formula=f"{figure.indicator.formula}（近 {rates.TILE_DAYS} 天，截至昨日）。"
                f"公式第 {figure.indicator.version} 版。",
            )
        )
    return made
