"""Frozen figures, read as if they were counted now; their lists as they were then."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from accounts.models import Organization, OrganizationKind
from oversight.indicators import INDICATORS, Figure, Unit, UnknownPartError
from oversight.models import Snapshot, SnapshotFigure, Ticket
from oversight.reports.freezing import digest
from petitions.models import Claim, Petition

if TYPE_CHECKING:
    from accounts.models import User
    from oversight.indicators import Period, Scope
    from oversight.indicators.cohorts import Rows

_DOORS: dict[Unit, Any] = {Unit.PETITION: Petition, Unit.CLAIM: Claim, Unit.TICKET: Ticket}


class ChangedListError(Exception):
    """A frozen list is not what was frozen: somebody went to the database."""


def snapshot_of(user: User, scope: Scope, period: Period) -> Snapshot | None:
    """The snapshot that says what this person would count: of a territory with one office."""
    offices = Organization.objects.filter(kind=OrganizationKind.PETITION_OFFICE, is_active=True)
    ours = set(offices.filter(pk__in=scope.offices).values_list("pk", flat=True))
    ours |= set(offices.filter(government__in=scope.governments).values_list("pk", flat=True))
    if len(ours) != 1:
        return None
    found = Snapshot.objects.visible_to(user).over(period).filter(office__in=ours)
    return found.select_related("taken_by", "office").first()


def figures_in(snapshot: Snapshot, organization: Organization | None = None) -> list[Figure]:
    """All together, or what one organization answers for. Its lists stay in the database."""
    rows = snapshot.figures.defer("lists").filter(organization=organization)
    return [_figure(row) for row in rows.order_by("pk") if row.indicator in INDICATORS]


def figures_by_organization(snapshot: Snapshot) -> list[Figure]:
    rows = snapshot.figures.defer("lists").exclude(organization=None)
    return [_figure(row) for row in rows.order_by("pk") if row.indicator in INDICATORS]


def rows_in(
    snapshot: Snapshot, user: User, code: str, part: str, organization: Organization | None
) -> tuple[Rows, int]:
    """The rows that this person sees of the frozen list, and how many were frozen."""
    indicator = INDICATORS.get(code)
    if indicator is None:
        raise UnknownPartError(code)
    rows = snapshot.figures.filter(indicator=code).exclude(organization=None)
    if organization is not None:
        rows = rows.filter(organization=organization)
    keys = list(chain.from_iterable(_kept(row).get(part, []) for row in rows))
    seen = _DOORS[indicator.unit].objects.visible_to(user).filter(pk__in=keys)
    return seen, len(keys)


def _kept(row: SnapshotFigure) -> dict[str, list[str]]:
    if digest(row.lists) != row.sha256:
        raise ChangedListError(str(row))
    return dict(row.lists)


def _figure(row: SnapshotFigure) -> Figure:
    return Figure(
        indicator=INDICATORS[row.indicator],
        numerator=row.numerator,
        denominator=row.denominator,
        organization_id=row.organization_id,
        left_base=row.left_base,
        states=row.states,
        median=row.median,
    )
