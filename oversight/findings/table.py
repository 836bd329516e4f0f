"""What counts as an irregularity: a code, its article, the rows, and what is said of one.

A rule looks at rows that are open or changed within `RECENT`, through an index, so that a night's
work does not grow with what is finished. Sealed claims are left out: a ticket about one would tell
a whole body that it exists; their clocks are watched as all clocks are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oversight.findings import queries
from oversight.findings.queries import Hit
from petitions.letters import LETTERS
from petitions.models import Document
from petitions.states import Branch
from petitions.words import month_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    #: The rows of one day; and one row as what is to be said of it.
    Query = Callable[[dt.date, dt.date], QuerySet[Any]]
    Telling = Callable[[Any], Hit]

#: How far back a night looks: a month, and a week for nights on which nothing ran.
RECENT = dt.timedelta(days=38)


@dataclass(frozen=True)
class Rule:
    """`rows(since, on)` are the rows; `hit` names who answers for one, where, and the fact."""

    code: str
    name: str
    article: str
    rows: Query
    hit: Telling


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{month_day(day)}" if day else ""


def _no_acceptance(row: Any) -> Hit:
    fact = f"{_day(row.accepted_on)}受理，没有出具受理告知书。"
    return Hit(row, row.organization, fact)


def _no_direction(row: Any) -> Hit:
    fact = f"{_day(row.claim.petition.received_on)}收到的信访件已经转出，没有书面告知信访人去向。"
    return Hit(row, row.organization, fact)


def _late_notice(row: Any) -> Hit:
    late = f"{_day(row.closed_on)}才作出，超期 {row.late_days} 天"
    fact = f"书面告知应在{_day(row.due_on)}前作出，{late}。"
    return Hit(row.referral, row.organization, fact)


def _wrong_document(row: Document) -> Hit:
    claim = row.referral.claim
    branch = Branch(claim.branch).label if claim.branch else claim.get_kind_display()
    wanted = queries.wanted_letter(row)
    fact = f"本件属“{branch}”，应出具{LETTERS[wanted].title}，却出具了{row.title}（{row.number}）。"
    return Hit(row.referral, row.organization, fact)


def _no_remedy(row: Document) -> Hit:
    fact = f"{row.title}（{row.number}）没有写明救济途径。"
    return Hit(row.referral, row.organization, fact)


def _hops(row: Any) -> Hit:
    fact = f"本件已经转送、交办 {row.hops} 次，仍在{row.organization.name}，请会商确定承办机关。"
    return Hit(row, row.claim.petition.organization, fact)


def _again(row: Any) -> Hit:
    last = row.matter.claims.all()[0].referrals.all()[0]
    fact = (
        f"本事项{_day(last.closed_on)}办结，{_day(row.received_on)}信访人就同一事项再次提出"
        f"（{row.number}）。"
    )
    return Hit(last, last.organization, fact)


def _late_extension(row: Any) -> Hit:
    fact = f"办理期限{_day(row.was_due_on)}届满，{_day(row.decided_on)}才批准延期 {row.days} 日。"
    return Hit(row.referral, row.referral.organization, fact)


def _not_resubmitted(row: Any) -> Hit:
    fact = f"处理结果{_day(row.sent_back_on)}退回修改，{queries.REDO_DAYS} 日内没有重新报送。"
    return Hit(row, row.organization, fact)


Q = queries
RULES = (
    Rule("no_acceptance_notice", "受理未书面告知", "第二十三条", Q.no_acceptance, _no_acceptance),
    Rule("no_direction_notice", "去向未书面告知", "第二十三条", Q.no_direction, _no_direction),
    Rule("late_notice", "书面告知超期", "第二十三条", Q.late_notice, _late_notice),
    Rule("wrong_document", "文书与途径不符", "第三十一条", Q.wrong_document, _wrong_document),
    Rule("no_remedy", "文书没有救济途径", "第三十五条", Q.no_remedy, _no_remedy),
    Rule("too_many_hops", "多次转送", "第二十四条", Q.too_many_hops, _hops),
    Rule("petitioned_again", "办结后再次信访", "第三十二条", Q.petitioned_again, _again),
    Rule("late_extension", "期满后延期", "第三十四条", Q.late_extension, _late_extension),
    Rule("not_resubmitted", "退回未重报", "第三十二条", Q.not_resubmitted, _not_resubmitted),
)
