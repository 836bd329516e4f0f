"""Many late periods at once, each on a matter of its own, without walking each road."""

from __future__ import annotations

import uuid

from petitions.models import Claim, Deadline, Matter, Referral


def multiply(hop: Referral, count: int) -> list[Matter]:
    """`count` matters in all, each with this hop's one running period."""
    (clock,) = hop.deadlines.open()
    claim, matter = hop.claim, hop.claim.matter
    copies = Matter.objects.bulk_create(_copy(matter, n) for n in range(1, count))
    claims = [_row(claim, pk=uuid.uuid4(), matter=row) for row in copies]
    hops = [_row(hop, pk=uuid.uuid4(), claim=row) for row in claims]
    Claim.objects.bulk_create(claims)
    Referral.objects.bulk_create(hops)
    Deadline.objects.bulk_create(_row(clock, pk=None, referral=row) for row in hops)
    return [matter, *copies]


def _copy(matter: Matter, n: int) -> Matter:
    mark = f"{matter.pk:x}-{n:x}"
    names = {"code": f"C{mark}", "token": f"T{mark}", "query_code": f"Q{mark}"}
    copy: Matter = _row(matter, pk=None, event_count=0, event_head="", **names)
    return copy


def _row(model, **changes):
    """Another row like this one."""
    values = {field.attname: getattr(model, field.attname) for field in model._meta.concrete_fields}
    values.pop(model._meta.pk.attname)
    for name in changes:
        values.pop(f"{name}_id", None)
    return type(model)(**values | changes)
