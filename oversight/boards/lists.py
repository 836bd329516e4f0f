"""The list behind every number of 态势: the same query, named by an address that holds ids only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from oversight.boards import lines, quality, steps, topics
from oversight.boards.waiting import waiting_tickets
from oversight.indicators import INDICATORS, Period, UnknownPartError, part_labels
from oversight.indicators import rows as indicator_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from oversight.boards.scope import Scope

    Given = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """`unit` is what is counted; `formula` says exactly which rows these are."""

    title: str
    unit: str
    formula: str
    rows: QuerySet[Any]
    line: Callable[..., lines.Line]


def url(name: str, **given: object) -> str:
    """The address of the list behind a number."""
    query = urlencode({key: value for key, value in given.items() if value not in ("", None)})
    return reverse("oversight:situation-list", args=[name]) + (f"?{query}" if query else "")


def listing(name: str, scope: Scope, given: Given) -> Listing | None:
    """`None` where no number has this name."""
    make = _LISTS.get(name)
    return make(scope, given) if make else None


def _open(scope: Scope, given: Given) -> Listing:
    rows = steps.standing(scope)
    step = given.get("step", "")
    if step:
        rows = rows.filter(step=step)
    if "handler" in given:
        rows = rows.filter(handler=given["handler"])
    if "organization" in given:
        rows = rows.filter(organization=given["organization"])
    if "late" in given:
        late = scope.clocks().filter(due_on__lt=scope.on).order_by().values("referral")
        rows = rows.filter(pk__in=late)
    rows = rows.select_related("claim__petition", "organization", "handler")
    return Listing(
        f"在办件 · {steps.STEPS[step]}" if step in steps.STEPS else "在办件",
        "件",
        "未办结的流转环节，每个环节计一件；天数自进入这一步之日起。",
        rows.prefetch_related("deadlines").order_by("since", "delivered_at", "pk"),
        lines.of_hop,
    )


def _late(scope: Scope, given: Given) -> Listing:
    rows = scope.clocks().filter(due_on__lt=scope.on)
    title, formula = "超期未办结", "截止日已过、仍在计算的期限，每个期限计一项；暂停的不计。"
    return _clocks(title, formula, rows, given)


def _due(scope: Scope, given: Given) -> Listing:
    rows = scope.clocks().filter(due_on__gte=scope.on)
    if "day" in given:
        rows = rows.filter(due_on=given["day"])
    title = f"{given['day']:%Y年%-m月%-d日}到期" if "day" in given else "将到期"
    return _clocks(title, "截止日在当天、仍在计算的期限，每个期限计一项。", rows, given)


def _clocks(title: str, formula: str, rows: Any, given: Given) -> Listing:
    if "organization" in given:
        rows = rows.filter(organization=given["organization"])
    rows = rows.select_related(
        "organization", "referral__claim__petition", "referral__handler", "referral__organization"
    )
    return Listing(title, "项", formula, rows.order_by("due_on", "pk"), lines.of_clock)


def _topic(scope: Scope, given: Given) -> Listing:
    weeks = topics.weeks(scope.on)
    since, until = given.get("since", weeks[0].first), given.get("until", weeks[-1].last)
    code = given["category"].code if "category" in given else ""
    rows = topics.about(scope, category=code, since=since, until=until)
    name = given["category"].name if code else "未选分类"
    return Listing(
        f"{name} · {since:%Y-%m-%d} 至 {until:%Y-%m-%d}",
        "件",
        "按收到日期和一级内容分类，初件与重件都计；密件不计。",
        rows.select_related("organization"),
        lines.of_petition,
    )


def _repeats(scope: Scope, given: Given) -> Listing:
    rows = topics.came_again(scope, matter=given.get("matter", ""))
    return Listing(
        "重复信访",
        "件",
        f"近 {topics.REPEAT_DAYS} 天收到的重件，按信访事项合计。",
        rows.select_related("organization"),
        lines.of_petition,
    )


def _sent_back(scope: Scope, given: Given) -> Listing:
    place = given["organization"].code if "organization" in given else ""
    rows = quality.sent_back(scope, organization=place)
    return Listing(
        "审核退回",
        "次",
        "近 12 个月本单位审核、签发时退回修改的意见，每退回一次计一次。",
        rows.select_related("claim__petition", "organization", "by"),
        lines.of_event,
    )


def _overturned(scope: Scope, given: Given) -> Listing:
    place = given["organization"].code if "organization" in given else ""
    rows = quality.overturned(scope, organization=place, outcome=given.get("outcome", ""))
    return Listing(
        "复查、复核撤销或变更",
        "件",
        "近 12 个月出具的复查、复核意见，结论为撤销或变更，计入被复查的单位。",
        rows.select_related(
            "organization", "referral__claim__petition", "referral__subject__organization"
        ),
        lines.of_document,
    )


def _tickets(scope: Scope, given: Given) -> Listing:
    rows = waiting_tickets(scope)
    if "organization" in given:
        rows = rows.filter(organization=given["organization"])
    return Listing(
        "待答复的督办单",
        "份",
        "已开出、尚未办结的督办单，已升级的只计最后一份；密件不计。",
        rows.select_related("organization", "claim__petition"),
        lines.of_ticket,
    )


def _rate(scope: Scope, given: Given) -> Listing | None:
    indicator = INDICATORS.get(given.get("code", ""))
    period = Period(given.get("since", scope.on), given.get("until", scope.on))
    if indicator is None or period.starts_on > period.ends_on:
        return None
    part, place = given.get("part", ""), given.get("organization")
    try:
        rows = indicator_rows(scope.user, period, indicator.code, part, place, on=scope.on)
    except UnknownPartError:
        return None
    related = "petition__organization" if indicator.unit.name == "CLAIM" else "organization"
    return Listing(
        f"{indicator.name} · {part_labels(indicator)[part]}",
        indicator.unit.value,
        f"{indicator.formula}（{period.label}）。公式第 {indicator.version} 版。",
        rows.select_related(related).order_by("pk"),
        lines.of_counted,
    )


_LISTS: dict[str, Callable[[Scope, Given], Listing | None]] = {
    "open": _open,
    "late": _late,
    "due": _due,
    "topic": _topic,
    "repeats": _repeats,
    "sent-back": _sent_back,
    "overturned": _overturned,
    "tickets": _tickets,
    "rate": _rate,
}
