"""Who may receive a report (检举控告): a discipline body with authority over the person reported.

干部管理权限 decides. The body complained of, and every body under it, cannot be named here at
all: a place over which the reported body stands is left out, not warned about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Level, Organization, OrganizationKind
from routing.competence import competent
from routing.models import Category
from routing.superiors import current, is_subordinate
from routing.triage.bodies import Named

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 2
_PROVINCIAL = re.compile(r"厅级|副市长|(?<!县)市长|市委书记|市委常委|市领导|市政协主席|市人大主任")
_MUNICIPAL = re.compile(
    r"县处级|[正副]处级|处级干部|副?县长|县委书记|县委副书记|县委常委|县领导|副?区长|区委书记"
    r"|区委副书记|区委常委|区领导|政协主席|人大主任"
)
_OF_DISCIPLINE = re.compile(
    r"(纪委监委|纪委|监委|纪检监察机关)的?(干部|工作人员|书记|副书记|主任|科长)"
)


def name_discipline(
    text: str, category_code: str, territory: Organization, *, accused: Sequence[Organization]
) -> tuple[Named, ...]:
    category = Category.objects.filter(code=category_code).first()
    if category is None:
        return ()
    reported = {
        current(body).pk: current(body) for body in [*accused, *_mentioned(text, territory)]
    }
    level = min([_level_said(text), *map(_managed_at, reported.values())])
    free = [
        row
        for row in competent(category, territory)
        if row.organization.level <= level and not _touched(row.organization, reported)
    ]
    return tuple(Named(row.organization, _why(place)) for place, row in enumerate(free[:SHOWN]))


def _why(place: int) -> str:
    if place:
        return "上一级纪检监察机关，必要时可以直接受理。"
    return "按干部管理权限受理（第二十二条、第三十条），不转给被反映的单位及其下属。"


def _touched(body: Organization, reported: dict[int, Organization]) -> bool:
    return body.pk in reported or any(is_subordinate(body, to=one) for one in reported.values())


def _managed_at(body: Organization) -> int:
    """The level whose discipline body has authority over the leaders of this one."""
    if body.kind in (OrganizationKind.GOVERNMENT, OrganizationKind.DISCIPLINE):
        return body.level - 1
    if body.is_vertical and body.line_superior is not None:
        return body.line_superior.level
    return body.level


def _level_said(text: str) -> int:
    if _PROVINCIAL.search(text):
        return Level.PROVINCE
    return Level.CITY if _MUNICIPAL.search(text) else Level.TOWN


def _mentioned(text: str, territory: Organization) -> list[Organization]:
    """Bodies of these places that the text names. A discipline body is named as the addressee,
    unless somebody of it is reported."""
    chain = [territory.pk, *(government.pk for government in territory.governments())]
    nearby = list(
        Organization.objects.filter(is_active=True)
        .filter(Q(pk__in=chain) | Q(government__in=chain) | Q(line_superior__in=chain))
        .select_related("line_superior", "successor", "government")
        .order_by("-level", "code")
    )
    nearest: dict[str, int] = {}
    for body in nearby:
        nearest.setdefault(_short(body), body.pk)
    return [
        body
        for body in nearby
        if _is_named(body, text, is_nearest=nearest[_short(body)] == body.pk)
    ]


def place_name(name: str) -> str:
    """青禾县 for 青禾县人民政府."""
    return name.removesuffix("人民政府").removesuffix("办事处")


def _short(body: Organization) -> str:
    """人社局 for 青禾县人社局."""
    place = place_name(body.government.name) if body.government else ""
    return body.name.removeprefix(place)


def _is_named(body: Organization, text: str, *, is_nearest: bool) -> bool:
    """人社局 alone is the nearest of that name; 市人社局 the city's."""
    if body.kind == OrganizationKind.DISCIPLINE:
        return bool(_OF_DISCIPLINE.search(text)) and (is_nearest or body.name in text)
    if body.kind in (OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED):
        place = place_name(body.name)
        said = (body.name, f"{place}政府", f"{place}党委")
        return any(one in text for one in said) or (body.level == Level.TOWN and place in text)
    short = _short(body)
    if body.name in text or len(short) < len("民政局"):
        return body.name in text
    rank = place_name(body.government.name)[-1] if body.government else ""
    return f"{rank}{short}" in text or (is_nearest and short in text)
