"""Who stands over whom: the superiors of an organization as review and disputes see them.

第二十四条 (common superior), 第三十五条 and 第三十六条 (复查、复核).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Level, Organization, OrganizationKind

if TYPE_CHECKING:
    from collections.abc import Iterator


def current(organization: Organization) -> Organization:
    """The body that carries on the work of a merged or abolished one (第二十四条第二款)."""
    seen = {organization.pk}
    while organization.successor is not None and organization.successor_id not in seen:
        organization = organization.successor
        seen.add(organization.pk)
    return organization


def direct_superiors(organization: Organization) -> list[Organization]:
    """The bodies one step up, own-level government first.

    A vertically managed body hangs on its line alone, a department of the province on the
    provincial government alone; a dispatched body and an institution on whoever founded them.
    """
    match organization.kind:
        case OrganizationKind.GOVERNMENT:
            found = [organization.line_superior]
        case OrganizationKind.DISPATCHED | OrganizationKind.INSTITUTION:
            found = [organization.established_by or organization.government]
        case _ if organization.is_vertical:
            found = [organization.line_superior]
        case _ if organization.level == Level.PROVINCE:
            found = [organization.government]
        case _:
            found = [organization.government, organization.line_superior]
    return list(dict.fromkeys(current(body) for body in found if body is not None))


def superiors(organization: Organization) -> Iterator[Organization]:
    """Every body above `organization`, nearest first, each once."""
    seen = {organization.pk}
    ring = [organization]
    while ring:
        above = [body for one in ring for body in direct_superiors(one)]
        ring = [body for body in dict.fromkeys(above) if body.pk not in seen]
        seen.update(body.pk for body in ring)
        yield from ring


def is_subordinate(organization: Organization, *, to: Organization) -> bool:
    return any(body.pk == to.pk for body in superiors(organization))


def common_superior(one: Organization, *others: Organization) -> Organization | None:
    """The nearest body above all; None where only a joint conference (联席会议) is left."""
    above = [{body.pk for body in superiors(current(other.legal_body))} for other in others]
    above_one = superiors(current(one.legal_body))
    return next((body for body in above_one if all(body.pk in ring for ring in above)), None)
