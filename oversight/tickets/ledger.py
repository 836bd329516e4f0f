"""建议采纳台账: the suggestions of one year, with feedback and adoption; list, counts and export
come from one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from oversight.models import SUGGESTIONS, Adoption, Reply, Ticket, TicketPaper, TicketStatus
from petitions.downloads import table

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from oversight.models import TicketQuerySet

HEAD = (
    "文号", "种类", "事由", "建议机关", "被建议机关", "提出日期", "反馈期限", "反馈日期",
    "采纳情况", "状态",
)  # fmt: skip
WIDTHS = (24, 16, 40, 22, 26, 12, 12, 12, 12, 10)


@dataclass(frozen=True)
class Counts:
    """Of the rows listed: `rate` is adopted and partly adopted among those with feedback."""

    total: int
    adopted: int
    partly: int
    refused: int
    late: int

    @property
    def answered(self) -> int:
        return self.adopted + self.partly + self.refused

    @property
    def rate(self) -> str:
        """Nothing where nothing was answered."""
        return f"{(self.adopted + self.partly) / self.answered:.0%}" if self.answered else "—"


def suggestions(user: User) -> TicketQuerySet:
    """Issued suggestions that this person may see, with the newest reply of each beside it."""
    root = OuterRef("pk")
    of_chain = Q(ticket=root) | Q(ticket__parent=root) | Q(ticket__parent__parent=root)
    replies = Reply.objects.filter(of_chain).exclude(is_accepted=False).order_by("-at")
    papers = TicketPaper.objects.filter(ticket=OuterRef("pk"), reply=None)
    issued = Ticket.objects.visible_to(user).filter(kind__in=sorted(SUGGESTIONS))
    return (
        issued.exclude(status__in=(TicketStatus.PROPOSED, TicketStatus.VOID))
        .annotate(
            adoption=Subquery(replies.values("adoption")[:1]),
            replied_at=Subquery(replies.values("at")[:1]),
            number=Subquery(papers.values("number")[:1]),
        )
        .select_related("organization", "issuer")
        .order_by("-opened_at", "-pk")
    )


def counts(rows: TicketQuerySet, *, on: dt.date) -> Counts:
    late = Q(adoption=None, due_on__lt=on, status=TicketStatus.OPEN)
    found = rows.order_by().aggregate(
        total=Count("pk"),
        late=Count("pk", filter=late),
        **{value: Count("pk", filter=Q(adoption=value)) for value in Adoption.values},
    )
    return Counts(**found)


def years(user: User) -> list[int]:
    """The years in which something was suggested, the newest first."""
    rows = suggestions(user).order_by().annotate(year=F("opened_on__year"))
    return sorted({year for (year,) in rows.values_list("year")}, reverse=True)


def workbook(rows: TicketQuerySet) -> bytes:
    """The listed rows as Excel."""
    return table("建议采纳台账", HEAD, map(_line, rows), widths=WIDTHS)


def _line(row: Ticket) -> list[str]:
    replied = getattr(row, "replied_at", None)
    adoption = getattr(row, "adoption", None)
    return [
        getattr(row, "number", None) or "",
        str(row.get_kind_display()),
        row.subject,
        row.issuer.name,
        row.organization.name,
        row.opened_on.isoformat(),
        row.due_on.isoformat(),
        _day(replied),
        Adoption(adoption).label if adoption else "未反馈",
        str(row.get_status_display()),
    ]


def _day(at: dt.datetime | None) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
