"""越级走访 and 涉法涉诉: recognised from what is written down, with the notice that fits and the
way on. Proposed and never enforced: a supervisor decides (Articles 20, 22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Organization, OrganizationKind
from petitions.letters import LETTERS, Letter
from petitions.lifecycle import DeclineGround
from petitions.models.petition import Intake
from petitions.states import Kind, State
from routing.competence import Competent, competent
from routing.models import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from petitions.models import Claim
    from routing.models import Situation

#: 诉讼、刑案侦破、刑罚执行, and what the guide sends to courts, procuratorates and police.
COURT_CLASSES = ("1301", "1306", "1307")
COURT_SITUATIONS = ("L-03", "L-04", "L-05", "L-06")
#: Where the political-legal body of a place is found.
POLITICAL_LEGAL = "1301"
UNDECIDED = (State.PENDING, State.RECEIVED)


@dataclass(frozen=True)
class Told:
    """What is known of a petition when it is sorted."""

    intake: str
    kind: str
    category: Category
    territory: Organization
    situation: Situation | None = None


@dataclass(frozen=True)
class Guidance:
    """`ground` is the one of the closed list that fits, `None` where the petition is to be sent on;
    `way` is what the petitioner is told."""

    title: str
    reason: str
    article: str
    letter: Letter
    way: str
    ground: DeclineGround | None

    @property
    def paper(self) -> str:
        return LETTERS[self.letter].title


def guidance_of(claim: Claim, office: Organization) -> Guidance | None:
    """For a claim that nobody has decided on yet."""
    if claim.category is None or claim.territory is None:
        return None
    told = Told(claim.petition.intake, claim.kind, claim.category, claim.territory, claim.situation)
    return guide(told, office, competent(claim.category, claim.territory))


def guide(told: Told, office: Organization, found: Sequence[Competent]) -> Guidance | None:
    """`found` are the competent bodies, nearest first. Reports go their own way, and suggestions
    are heard everywhere."""
    if told.kind != Kind.GRIEVANCE or office.kind != OrganizationKind.PETITION_OFFICE:
        return None
    if _is_for_the_courts(told):
        return _to_the_courts(told)
    if told.intake == Intake.VISIT and found:
        return _beyond_level(office, found)
    return None


def _is_for_the_courts(told: Told) -> bool:
    if told.situation is not None:
        return told.situation.code in COURT_SITUATIONS
    return told.category.code in COURT_CLASSES


def _to_the_courts(told: Told) -> Guidance | None:
    bodies = _names(_political_legal(told.territory))
    if told.intake == Intake.VISIT:
        way = "请按照法律规定的程序，向有管辖权的人民法院、人民检察院或者公安机关提出。"
        return Guidance(
            "可能是涉法涉诉走访",
            "涉及诉讼权利救济的走访，释法明理，引导到有关政法部门，不作为信访事项受理。",
            "第二十条第二款、第二十二条第二款",
            Letter.DIRECTION,
            f"{way}同级政法部门：{bodies}。" if bodies else way,
            DeclineGround.COURT,
        )
    if told.intake == Intake.LETTER:
        return Guidance(
            "可能是涉法涉诉来信",
            f"涉法涉诉的来信不拒收，转送同级政法部门{f'（{bodies}）' if bodies else ''}依法处理。",
            "第二十二条第二款",
            Letter.FORWARDING,
            "",
            None,
        )
    return None


def _beyond_level(office: Organization, found: Sequence[Competent]) -> Guidance | None:
    """The nearest competent body decides which two levels may be visited."""
    nearest = found[0].organization
    if office.level >= nearest.level - 1:
        return None
    receiving = _receiving(nearest)
    return Guidance(
        "可能是越级走访",
        f"有权处理的是{nearest.name}；走访应当到它本级或者上一级，{office.name}高出"
        f"{nearest.level - office.level}级。来信、网上、电话不受此限。",
        "第二十条第一款",
        Letter.DECLINE,
        f"请到有权处理的本级或者上一级机关提出：{_names([nearest, *receiving])}。"
        "也可以写信、上网或者打电话反映，不必到场。",
        DeclineGround.BEYOND_LEVEL,
    )


def _receiving(body: Organization) -> list[Organization]:
    """The petition offices of the body's own level and of the next above."""
    governments = [one.pk for one in body.governments()][:2]
    offices = Organization.objects.filter(
        kind=OrganizationKind.PETITION_OFFICE,
        is_active=True,
        government__in=governments,
        level__in=(body.level, body.level - 1),
    )
    return list(offices.order_by("-level", "code"))


def _political_legal(territory: Organization) -> list[Organization]:
    category = Category.objects.filter(code=POLITICAL_LEGAL).first()
    if category is None:
        return []
    return [one.organization for one in competent(category, territory)[:1]]


def _names(bodies: Sequence[Organization]) -> str:
    return "；".join(f"{body.name} {body.address} {body.phone}".rstrip() for body in bodies)
