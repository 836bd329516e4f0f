"""Who may handle a content class in a territory, and who reviews what somebody handled.

属地管理、分级负责，谁主管、谁负责 (第二十二条). 复查 and 复核 go one step up (第三十五条,
第三十六条). Both are computed, never typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Level, Organization, OrganizationKind
from routing.models import Category, Duty
from routing.superiors import common_superior, current, direct_superiors, is_subordinate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Competent",
    "ReviewBody",
    "common_superior",
    "competent",
    "is_competent",
    "mediators",
    "place_of",
    "review_bodies",
    "why_not_competent",
]

#: 纪检监察: reports about people go to discipline bodies and to nobody else (第三十条).
ACCUSATIONS = "05"
#: Bodies that are their own territory; all others work in that of their government.
_OWN_TERRITORY = (OrganizationKind.GOVERNMENT, OrganizationKind.DISPATCHED)
#: What decides nothing on a petition: it mediates between people who both want it, whatever its
#: duties say (《人民调解法》第七条). Nothing is referred to it and nothing of it is reviewed.
ONLY_MEDIATES = frozenset({OrganizationKind.MEDIATION})
#: Whose answers have remedies of their own, or that give none.
_WITHOUT_REVIEW = ONLY_MEDIATES | {OrganizationKind.DISCIPLINE}


@dataclass(frozen=True)
class Competent:
    organization: Organization
    ground: str


@dataclass(frozen=True)
class ReviewBody:
    """`body` decides in law; `office` is the organization whose inbox receives the request."""

    body: Organization
    office: Organization
    ground: str


def competent(category: Category, territory: Organization) -> list[Competent]:
    """Organizations with a duty for the class, nearest level first; the exact class goes before
    its first level. A body that was merged is replaced by its successor."""
    return [row for row in _on_duty(category, territory) if _may_take(row.organization, category)]


def mediators(category: Category, territory: Organization) -> list[Competent]:
    """人民调解委员会 that may be asked to mediate, of the nearest place alone. With the consent of
    both sides the body that handles the claim entrusts the dispute to one (第三十三条)."""
    rows = [
        row
        for row in _on_duty(category, territory)
        if row.organization.kind in ONLY_MEDIATES and row.organization.is_active
    ]
    return [row for row in rows if place_of(row.organization) == place_of(rows[0].organization)]


def place_of(organization: Organization) -> int | None:
    """Key of the place in which it works: its own, that of its government, or for a committee of a
    street (街道) the street."""
    if organization.kind in _OWN_TERRITORY:
        return organization.pk
    if organization.kind in ONLY_MEDIATES:
        founder = organization.established_by
        if founder is not None and founder.kind in _OWN_TERRITORY:
            return founder.pk
    return organization.government_id


def _on_duty(category: Category, territory: Organization) -> list[Competent]:
    """Whoever has the duty, each once, whatever it may do with it."""
    reach = _reach(territory)
    ranked: list[tuple[int, bool, str, Competent]] = []
    for duty in _duties(category):
        organization = current(duty.organization)
        distance = reach.get(place_of(organization))
        if distance is None:
            continue
        is_general = duty.category_id != category.pk
        found = Competent(organization, _ground(duty, organization))
        ranked.append((distance, is_general, organization.code, found))
    ranked.sort(key=lambda entry: entry[:3])
    # A body with a duty for the class and for its first level appears once, at its better place.
    return list({found.organization.pk: found for *_, found in reversed(ranked)}.values())[::-1]


def is_competent(organization: Organization, category: Category, territory: Organization) -> bool:
    return any(found.organization == organization for found in competent(category, territory))


def why_not_competent(
    organization: Organization, category: Category, territory: Organization
) -> str:
    """The reason in Chinese for the field where the body was chosen; empty if it is competent."""
    found = competent(category, territory)
    if any(one.organization == organization for one in found):
        return ""
    return f"{_objection(organization, category, territory)}{_advice(found)}"


def review_bodies(
    organization: Organization, *, jointly: Sequence[Organization] = ()
) -> list[ReviewBody]:
    """Who may 复查 what this body decided, alone or `jointly` with others; for 复核, ask with the
    复查 body.

    Two entries mean that the petitioner chooses. Empty where nobody in the system stands above,
    for discipline bodies, whose answers have their own remedies, and for what only mediates.
    """
    if jointly:
        return _over_all([current(one.legal_body) for one in (organization, *jointly)])
    handler = current(organization.legal_body)
    if handler.kind in _WITHOUT_REVIEW:
        return []
    return [
        ReviewBody(body, _office(body, [handler]), _review_ground(handler, body))
        for body in (current(one.legal_body) for one in direct_superiors(handler))
        if body != handler and body.is_active and not is_subordinate(body, to=handler)
    ]


def _over_all(handlers: list[Organization]) -> list[ReviewBody]:
    """What several bodies decided is reviewed by their common superior, and by nobody else."""
    body = common_superior(*handlers)
    if body is None or not body.is_active:
        return []
    names = "、".join(str(handler) for handler in handlers)
    ground = f"{body}是{names}共同的上一级机关（《信访工作条例》第二十四条、第三十五条）"
    return [ReviewBody(body, _office(body, handlers), ground)]


def _duties(category: Category) -> list[Duty]:
    classes = Q(category=category)
    if category.parent_id is not None:
        classes |= Q(category=category.parent_id)
    return list(
        Duty.objects.filter(classes).select_related(
            "organization__successor", "organization__government", "organization__established_by"
        )
    )


def _ground(duty: Duty, organization: Organization) -> str:
    if organization == duty.organization:
        return duty.ground
    return f"{duty.ground}（承继{duty.organization}的职权）"


def _reach(territory: Organization) -> dict[int | None, int]:
    """The territory and every government over it, with the distance of each."""
    chain = [territory.pk, *(government.pk for government in territory.governments())]
    return {pk: distance for distance, pk in enumerate(dict.fromkeys(chain))}


def _may_take(organization: Organization, category: Category) -> bool:
    """Reports go to discipline bodies alone; what else those take stands in their duties."""
    if organization.kind in ONLY_MEDIATES:
        return False
    is_discipline = organization.kind == OrganizationKind.DISCIPLINE
    is_accusation = category.first_level_code == ACCUSATIONS
    return organization.is_active and (is_discipline or not is_accusation)


def _objection(organization: Organization, category: Category, territory: Organization) -> str:
    if current(organization) != organization:
        return f"{organization}的职权已由{current(organization)}承继。"
    if not organization.is_active:
        return f"{organization}已停用。"
    if organization.kind in ONLY_MEDIATES:
        return f"{organization}不是机关、单位，不能转送；由有权处理的机关经双方同意委托调解。"
    return _without_duty(organization, category) or f"{organization}的管辖区域不包括{territory}。"


def _without_duty(organization: Organization, category: Category) -> str:
    """Why it has nothing to do with this class, wherever it is; "" where it has a duty for it."""
    if not _may_take(organization, category):
        return "检举控告类事项只能转送有管理权限的纪检监察机关。"
    if any(duty.organization_id == organization.pk for duty in _duties(category)):
        return ""
    if organization.kind == OrganizationKind.DISCIPLINE:
        return "纪检监察机关只接收检举控告类事项，以及职责表列明的党员申诉。"
    return f"{organization}没有办理“{category}”类事项的职责。"


def _advice(found: list[Competent]) -> str:
    return f"有权处理的是{found[0].organization}。" if found else "没有找到有权处理的机关、单位。"


def _office(body: Organization, handlers: list[Organization]) -> Organization:
    """The body's own 复查复核办, unless that office works under a handler."""
    under = {handler.pk for handler in handlers}
    offices = body.review_offices.filter(
        is_active=True, kind=OrganizationKind.REVIEW_OFFICE
    ).order_by("code")
    return next(
        (
            office
            for office in offices
            if not under & {office.established_by_id, office.line_superior_id}
        ),
        body,
    )


def _review_ground(handler: Organization, body: Organization) -> str:
    """Why this body, in words that can stand on the document. `handler` is the body reviewed."""
    if handler.kind == OrganizationKind.GOVERNMENT:
        why = f"{body}是{handler}的上一级党委、政府"
    elif handler.kind in (OrganizationKind.DISPATCHED, OrganizationKind.INSTITUTION):
        role = "设立" if handler.kind == OrganizationKind.DISPATCHED else "直接管理"
        why = f"{body}是{role}{handler}的机关"
    elif handler.is_vertical:
        why = f"{handler}实行垂直管理，{body}是其上一级主管机关"
    elif handler.level == Level.PROVINCE:
        why = f"{handler}是省级工作部门，由{body}复查、复核"
    elif body.kind == OrganizationKind.GOVERNMENT:
        why = f"{body}是{handler}的本级党委、政府，信访人可以选择"
    else:
        why = f"{body}是{handler}的上一级主管部门，信访人可以选择"
    return f"{why}（《信访工作条例》第三十五条、第三十六条）"
