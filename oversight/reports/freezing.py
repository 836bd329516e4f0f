"""冻结: keep the figures of a finished period, with the lists that they counted."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organization, OrganizationKind, Role
from oversight.indicators import (
    INDICATORS,
    Figure,
    Period,
    Question,
    Scope,
    figures_of,
    part_labels,
    rows_of,
)
from oversight.models import Snapshot, SnapshotFigure
from petitions.errors import NotAllowedError

if TYPE_CHECKING:
    from accounts.models import Post, User

FREEZERS = (Role.SUPERVISOR, Role.CHIEF)
Lists = dict[str, list[str]]


def freezing_post(user: User) -> Post | None:
    """The post in which this person may freeze the report of their office."""
    for post in user.active_posts:
        if post.role in FREEZERS and post.organization.kind == OrganizationKind.PETITION_OFFICE:
            return post
    return None


def freeze(office: Organization, period: Period, *, by: Post | None, at: dt.datetime) -> Snapshot:
    """Raises `NotAllowedError` while something of the period is still to fall due, and for a
    period that is frozen already."""
    on = timezone.localtime(at).date()
    if on <= period.ends_on:
        raise NotAllowedError(
            f"{period.label}的最后一个到期日是{period.ends_on}，过了这一天才能冻结。"
        )
    if not period.name:
        raise NotAllowedError("只能冻结月、季度和年。")
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(
                office=office,
                name=period.name,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                taken_at=at,
                taken_by=by.user if by else None,
            )
            _write(snapshot, Question(Scope.of_office(office), period, on))
    except IntegrityError as error:
        if "snapshot_once_for_a_period" not in str(error):
            raise
        raise NotAllowedError(f"{period.label}的报表已经冻结。") from error
    return snapshot


def freeze_due(*, at: dt.datetime) -> list[Snapshot]:
    """Last month's report of every petition office that has none yet; what a task calls daily."""
    on = timezone.localtime(at).date()
    starts_at = settings.STATISTICAL_MONTH_STARTS_ON
    period = Period.month_of(on, month_starts_on=starts_at).before()
    done = Snapshot.objects.over(period).values("office")
    offices = Organization.objects.filter(
        kind=OrganizationKind.PETITION_OFFICE, is_active=True, registered_petitions__isnull=False
    ).exclude(pk__in=done)
    taken = []
    for office in offices.distinct():
        # Another worker, or the chief, may be faster: frozen is all that is wanted.
        with suppress(NotAllowedError):
            taken.append(freeze(office, period, by=None, at=at))
    return taken


def digest(lists: Lists) -> str:
    said = json.dumps(lists, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _write(snapshot: Snapshot, question: Question) -> None:
    lists = _lists(question)
    found = [*figures_of(question), *figures_of(question, by_organization=True)]
    SnapshotFigure.objects.bulk_create(
        _row(snapshot, figure, lists.get((figure.indicator.code, figure.organization_id), {}))
        for figure in found
    )


def _row(snapshot: Snapshot, figure: Figure, lists: Lists) -> SnapshotFigure:
    return SnapshotFigure(
        snapshot=snapshot,
        indicator=figure.indicator.code,
        version=figure.indicator.version,
        organization_id=figure.organization_id,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        median=figure.median,
        left_base=figure.left_base,
        states=figure.states,
        lists=lists,
        sha256=digest(lists),
    )


def _lists(question: Question) -> dict[tuple[str, int | None], Lists]:
    """The keys behind every number; the list of all together is made of those of each."""
    found: dict[tuple[str, int | None], Lists] = {}
    for code, indicator in INDICATORS.items():
        for part in part_labels(indicator):
            rows = rows_of(question, code, part).order_by("pk")
            for pk, organization in rows.values_list("pk", "answering"):
                lists = found.setdefault((code, organization), {})
                lists.setdefault(part, []).append(str(pk))
    return found
