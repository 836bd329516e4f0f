"""服务承诺: an organization promises to be faster than the law; the law goes on ruling."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from routing.calendar import ONE_DAY
from routing.models import Pledge
from routing.periods import Unit
from routing.timelimits import PETITIONERS_OWN, in_force, limit_for

if TYPE_CHECKING:
    from accounts.models import Organization
    from routing.periods import Limit

#: Periods that a body or the parties may use or leave: there is nothing to promise.
WINDOWS = frozenset({"object"})


def pledge_for(limit: Limit, *, on: dt.date, organization: Organization | None) -> int | None:
    """What this organization promised for clocks that start on this day, in the unit of the rule;
    `None` where it promised nothing, or the rule itself has become as short since."""
    if organization is None or limit.number is None:
        return None
    promised = (
        Pledge.objects.in_force(on)
        .filter(organization=organization, code=limit.code, number__lt=limit.number)
        .order_by("-valid_from")
    )
    return promised.values_list("number", flat=True).first()


def pledgeable(*, on: dt.date, organization: Organization) -> list[Limit]:
    """The periods of the law that a body can promise to beat, as they stand for this one. The
    house's own requirements (内部要求) are nobody's promise to a petitioner."""
    codes = [
        rule.code
        for rule in in_force()
        if rule.unit != Unit.FIXED.value
        and not rule.is_internal
        and rule.code not in PETITIONERS_OWN | WINDOWS
    ]
    return [limit_for(code, on=on, organization=organization) for code in codes]


@transaction.atomic
def promise(
    organization: Organization, code: str, number: int, *, valid_from: dt.date, on: dt.date
) -> Pledge:
    """Set or change a promise from a day on. Clocks that run already keep the one they started
    with. Raises `ValidationError` by field for what is not shorter than the rule."""
    limits = {limit.code: limit for limit in pledgeable(on=valid_from, organization=organization)}
    limit = limits.get(code)
    if limit is None:
        raise ValidationError({"code": "这个期限不能作出承诺。"})
    _refuse_what_is_not_shorter(limit, number)
    if valid_from < on:
        raise ValidationError({"valid_from": "承诺自今天或以后起算，不能倒签。"})
    rows = Pledge.objects.select_for_update().filter(
        organization=organization, code=code, withdrawn_at=None
    )
    running = rows.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if running.filter(valid_from__gte=valid_from).exists():
        raise ValidationError({"valid_from": "这一天或以后已经有一项承诺，请先撤回它。"})
    running.update(valid_to=valid_from - ONE_DAY)
    return Pledge.objects.create(
        organization=organization, code=code, number=number, valid_from=valid_from
    )


@transaction.atomic
def withdraw(pledge: Pledge, *, at: dt.datetime, on: dt.date) -> None:
    """From tomorrow on new clocks run without it; one that has not begun yet never counts."""
    if pledge.valid_from > on:
        Pledge.objects.filter(pk=pledge.pk, withdrawn_at=None).update(withdrawn_at=at)
    else:
        Pledge.objects.filter(pk=pledge.pk, withdrawn_at=None).update(valid_to=on)


def _refuse_what_is_not_shorter(limit: Limit, number: int) -> None:
    if number < 1:
        raise ValidationError({"number": f"承诺至少为 1{limit.unit.label}。"})
    if limit.number is not None and number >= limit.number:
        raise ValidationError(
            {
                "number": f"“{limit.name}”的期限是{limit.number}{limit.unit.label}"
                f"（{limit.article}），承诺只能更短。"
            }
        )
