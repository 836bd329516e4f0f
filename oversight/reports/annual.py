"""D40: the yearly report of Article 41 as a numbered letter, from the tallies of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from oversight.models import AnnualPaper
from oversight.reports import monthly
from oversight.reports.yearly import year_report
from petitions.documents import Rehearsed, compose, unnumbered
from petitions.errors import NotAllowedError
from petitions.letters import Letter

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import Organization, Post, User
    from oversight.indicators import Period
    from oversight.reports.yearly import Section, YearReport

#: Lines of one table that a letter has room for; the list behind the page has them all.
LINES = 12


def paper_of(user: User, office: Organization | None, year: int) -> AnnualPaper | None:
    rows = AnnualPaper.objects.visible_to(user).defer("content")
    return rows.filter(organization=office, year=year).first()


def reason_against(office: Organization | None, period: Period, *, on: dt.date) -> str:
    """Why the report cannot be issued today; "" where it can."""
    if office is None:
        return "年度报告由信访部门编制（第四十一条）。"
    if on <= period.ends_on:
        return f"{period.label}的统计期到{period.ends_on:%Y-%m-%d}为止，过后才能编制正式报告。"
    if AnnualPaper.objects.filter(organization=office, year=int(period.name)).exists():
        return f"{period.label}的年度报告已经签发。"
    return ""


@transaction.atomic
def issue(period: Period, *, remarks: str, by: Post, on: dt.date) -> AnnualPaper:
    """Number, render and keep the report. Raises `NotAllowedError` before the year has ended and
    for a year that has its report."""
    office = by.organization
    reason = reason_against(office, period, on=on)
    if reason:
        raise NotAllowedError(reason)
    values = values_of(period, remarks=remarks, by=by, on=on)
    composed = compose(Letter.ANNUAL_REPORT, values, organization=office, on=on)
    try:
        with transaction.atomic():
            return AnnualPaper.objects.create(
                organization=office,
                year=int(period.name),
                number=composed.number,
                values=composed.values,
                issued_on=on,
                signed_by=by.user,
                sha256=composed.sha256,
                content=composed.content,
                template=composed.template,
            )
    except IntegrityError as error:
        raise NotAllowedError(f"{period.label}的年度报告已经签发。") from error


def unissued(period: Period, *, remarks: str, by: Post, on: dt.date) -> Rehearsed:
    """The report as it stands, its number left open."""
    number = unnumbered(Letter.ANNUAL_REPORT, by.organization, on=on)
    values = values_of(period, remarks=remarks, by=by, on=on)
    return Rehearsed(Letter.ANNUAL_REPORT, {"number": number, **values})


def values_of(period: Period, *, remarks: str, by: Post, on: dt.date) -> dict[str, object]:
    """Every entry of the letter; `remarks` is the only one that somebody types."""
    report = year_report(by.user, period, on=on)
    told = {section.tally.code: section for section in report.sections}
    office = by.organization
    above = [office.government, office.line_superior]
    return {
        "organization": office.name,
        "issued_on": on.isoformat(),
        "addressee": [body.name for body in above if body is not None],
        "year": period.name,
        "span": period.span,
        "totals": _totals(report, told["intake"], told["repeat"], told["purpose"]),
        "areas": _lines(told["field"]),
        "bodies": _lines(told["body"]),
        "supervision": [_line(told["referral"]), _line(told["supervision"])],
        "suggestions": [_line(told["suggestion"]), _line(told["adoption"])],
        "others": [_line(told["review"]), _line(told["branch"]), *_figures(report)],
        "remarks": remarks,
    }


def _totals(report: YearReport, intake: Section, *more: Section) -> list[str]:
    first = f"共登记信访件{intake.total}件，涉及{report.people}人次。"
    return [first, *(_line(section) for section in (intake, *more))]


def _line(section: Section) -> str:
    """按信访形式：来信12件，来访8件。"""
    cells = section.cells[:LINES]
    said = "，".join(f"{cell.label}{cell.count}件" for cell in cells) or "本年度没有"
    return f"{section.tally.title}：{said}。"


def _lines(section: Section) -> list[str]:
    cells = section.cells[:LINES]
    return [f"{cell.label}，{cell.count}件。" for cell in cells] or ["本年度没有。"]


def _figures(report: YearReport) -> list[str]:
    said = "，".join(f"{row.indicator.name}{monthly.shown(row)}" for row in report.figures)
    return [f"主要指标：{said}。"] if said else []
