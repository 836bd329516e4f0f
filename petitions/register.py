"""文号登记簿: which numbers a body has given, kind by kind and year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Length

from accounts.models import Role
from petitions.downloads import table
from petitions.letters import LETTERS, Letter
from petitions.models import Document, NumberSeries

if TYPE_CHECKING:
    from accounts.models import Organization, Post, User
    from petitions.models.document import DocumentQuerySet

#: Who keeps or reads the register of the body where they sit.
READERS = frozenset(
    {Role.CLERK, Role.SUPERVISOR, Role.CHIEF, Role.DESK, Role.HANDLER, Role.APPROVER}
    | {Role.DISCIPLINE}
)
#: Rows of one workbook; a body that gives more numbers of one kind a year splits by kind anyway.
MOST_ROWS = 20_000
HEADINGS = (
    "文号", "文种", "签发日期", "信访件编号", "信访件标题", "签发人", "送达日期", "模板版本",
)  # fmt: skip
_WIDTHS = (26, 26, 12, 28, 44, 12, 12, 26)


@dataclass(frozen=True)
class Series:
    """One kind of letter in one year: how many numbers are given."""

    row: NumberSeries

    @property
    def title(self) -> str:
        sealed = "（密件）" if self.row.is_sealed else ""
        return f"{LETTERS[Letter(self.row.letter)].title}{sealed}"

    @property
    def key(self) -> str:
        return f"{self.row.letter}{'-sealed' if self.row.is_sealed else ''}"


def bodies(user: User) -> list[Organization]:
    """The bodies whose registers this person may read; empty for everybody else."""
    found = {post.organization_id: post.organization for post in _posts(user)}
    return list(found.values())


def series(user: User, body: Organization, year: int) -> list[Series]:
    """The kinds that have numbers, in the order of the catalogue. Those of sealed claims are seen
    from a cleared post alone: that there are any is a secret too."""
    rows = NumberSeries.objects.filter(organization=body, year=year, last__gt=0)
    if not any(post.is_cleared and post.organization_id == body.pk for post in _posts(user)):
        rows = rows.filter(is_sealed=False).exclude(letter=Letter.HANDOVER)
    return [Series(row) for row in rows.order_by("letter", "is_sealed")]


def entries(user: User, kind: Series) -> DocumentQuerySet:
    """The letters that bear these numbers, the newest number first."""
    row = kind.row
    rows = Document.objects.visible_to(user).filter(
        organization=row.organization_id,
        letter=row.letter,
        issued_on__year=row.year,
        referral__claim__is_sealed=row.is_sealed,
    )
    return rows.select_related("referral__claim__petition", "signed_by", "service").order_by(
        "-issued_on", Length("number").desc(), "-number"
    )


def lacks(kind: Series) -> int:
    """How many of the numbers given have no letter here: 0, or the register is broken."""
    row = kind.row
    stored = Document.objects.filter(
        organization=row.organization_id,
        letter=row.letter,
        issued_on__year=row.year,
        referral__claim__is_sealed=row.is_sealed,
    )
    return row.last - stored.count()


def workbook(rows: DocumentQuerySet, title: str, *, who: str) -> bytes:
    cells = (_cells(document) for document in rows[:MOST_ROWS])
    preface = [f"文号登记簿 · {title}", f"导出：{who}"]
    return table("文号登记簿", HEADINGS, cells, widths=_WIDTHS, preface=preface)


def _cells(document: Document) -> tuple[str, ...]:
    petition = document.referral.claim.petition
    service = getattr(document, "service", None)
    return (
        document.number or "",
        document.title,
        f"{document.issued_on:%Y-%m-%d}",
        petition.number,
        petition.title,
        document.signed_by.name if document.signed_by else "系统",
        f"{service.served_on:%Y-%m-%d}" if service else "",
        document.template,
    )


def _posts(user: User) -> list[Post]:
    return [post for post in user.active_posts if post.role in READERS]
