"""The road told in the words of the cast: each step calls the verb that a page would call."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from accounts.models import Organization, Post
from petitions import lifecycle
from petitions.letters import ServiceWay
from petitions.models import Petition, Referral
from petitions.models.petition import Intake, Part, Purpose
from petitions.states import Branch, Kind
from petitions.vocabulary import MediationKind
from routing.models import Category

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPINION = {
    "request": "请求核定 1998 年至 2003 年的连续工龄。",
    "facts_and_reasons": "信访人称档案中缺少 1998 年至 2003 年的工资表。",
    "findings": "经查，原厂名册和养老保险缴费记录可以互相印证。",
    "opinion": "请求缺乏事实根据，现有材料不足以认定。",
    "basis": "《国务院关于工人退休、退职的暂行办法》第一条。",
    "outcome": "refuse",
}
REVIEW = {
    "request": "请求撤销原处理意见。",
    "findings": "原意见认定事实清楚。",
    "opinion": "维持原处理意见。",
    "basis": "《信访工作条例》第三十五条。",
    "outcome": "uphold",
}
REPORT = {
    "summary_of_handling": "已调查核实。",
    "course": "查阅档案，约谈信访人。",
    "result": "不予支持并作出解释。",
    "attitude": "disagrees",
}


CONSENT = lifecycle.Consent(
    kind=MediationKind.PEOPLE,
    body="青禾县人民调解委员会",
    mediator="文调解",
    other_party="示例机械厂",
    consented_on=dt.date(2026, 3, 19),
    both_consent=True,
    is_suitable=True,
)
AGREEMENT = {
    "parties": "赵示例；示例机械厂",
    "dispute": "工龄认定",
    "terms": "厂方补缴五年。",
    "performance": "转账到社保专户。",
}
ASSIGNMENT = lifecycle.Assignment(dt.date(2026, 6, 30), "办理结果", "青禾县信访局")


class Walk:
    """`registered()`, `delivered()` …: each walks from the counter to there, on fixed days."""

    def __init__(self, cast: dict[str, Post], tree: dict[str, Organization]) -> None:
        self.cast, self.tree = cast, tree

    @staticmethod
    def at(day: str, clock: str = "10:00") -> dt.datetime:
        return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)

    def facts(self, **changes) -> lifecycle.Facts:
        told: dict[str, object] = {
            "intake": Intake.LETTER,
            "purpose": Purpose.DEMAND,
            "kind": Kind.GRIEVANCE,
            "title": "退休工龄少算五年",
            "text": "我 1998 年进厂，退休时工龄从 2003 年算起，请求重新核定。",
            "received_on": dt.date(2026, 3, 2),
            "category": Category.objects.get(code="1507"),
            "territory": self.tree["qinghe-gov"],
            "people": (lifecycle.Person("赵示例", phone="13800004821", address="云岭街道"),),
        }
        return lifecycle.Facts(**(told | changes))  # type: ignore[arg-type]

    def register(self, *, on: str = "2026-03-02", by: str = "clerk", **changes) -> Petition:
        facts = self.facts(**{"received_on": dt.date.fromisoformat(on), **changes})
        return lifecycle.register(facts, by=self.cast[by], at=self.at(on), key=uuid.uuid4())

    def registered(self, **changes) -> Referral:
        """Received on Monday 2 March 2026; to be sent on by 17 March."""
        return Referral.objects.get(claim__petition=self.register(**changes))

    def delivered(
        self, *, assigned: bool = False, to: str = "qinghe-hr", **changes: object
    ) -> Referral:
        """Sent on on 4 March: objection by 11 March, notice by 19 March."""
        assignment = ASSIGNMENT if assigned else None
        return lifecycle.refer(
            self.registered(**changes),
            organization=self.tree[to],
            assignment=assignment,
            by=self.cast["clerk"],
            at=self.at("2026-03-04"),
        )

    def received(self, **options) -> Referral:
        hop = self.delivered(**options)
        return lifecycle.receive(hop, by=self.desk(hop), at=self.at("2026-03-05"))

    def accepted(self, *, branch: Branch = Branch.PETITION, **options) -> Referral:
        """Accepted on 10 March; branch (6) to be answered by 9 May."""
        hop = self.received(**options)
        person = self.handler(hop).user
        acceptance = lifecycle.Acceptance(person, branch=branch, branch_reason="不属于前五项。")
        return lifecycle.accept(hop, acceptance, by=self.desk(hop), at=self.at("2026-03-10"))

    def mediating(self, *, kind: MediationKind = MediationKind.PEOPLE, **options) -> Referral:
        """Both sides agreed on 19 March; mediated since 20 March."""
        hop = self.accepted(**options)
        consent = dataclasses.replace(CONSENT, kind=kind)
        return lifecycle.mediate(hop, consent, by=self.handler(hop), at=self.at("2026-03-20"))

    def settled(self, *due: str, **options) -> Referral:
        """Agreed on 1 April, to be performed by the days given; 司法确认 until 6 May."""
        hop = self.mediating(**options)
        days = [dt.date.fromisoformat(day) for day in due]
        promised = tuple((day, f"补缴第 {n} 期") for n, day in enumerate(days, 1))
        agreed = lifecycle.Agreed(dt.date(2026, 4, 1), promised)
        by, at = self.handler(hop), self.at("2026-04-01")
        return lifecycle.settle(hop, AGREEMENT, agreed, by=by, at=at)

    def drafted(self, *, outcome: str = "refuse", **options) -> Referral:
        hop = self.accepted(**options)
        values = OPINION | {"outcome": outcome}
        lifecycle.draft(hop, values, by=self.handler(hop), at=self.at("2026-04-13"))
        return self.again(hop)

    def verified(self, **options) -> Referral:
        hop = self.drafted(**options)
        return lifecycle.verify(hop, by=self.desk(hop), at=self.at("2026-04-14"))

    def signed(self, **options) -> Referral:
        hop = self.verified(**options)
        lifecycle.sign(hop, by=self.approver(hop), at=self.at("2026-04-15"))
        return self.again(hop)

    def served(self, **options) -> Referral:
        """Served on 20 April; review may be asked for until 20 May."""
        hop = self.signed(**options)
        return self.serve(hop, on="2026-04-20")

    def in_review(self, **options) -> Referral:
        """Asked for on 6 May at the county government; to be answered by 5 June."""
        return lifecycle.request_review(
            self.served(**options),
            body=self.tree["qinghe-gov"],
            requested_on=dt.date(2026, 5, 6),
            request_text="不服处理意见，请求复查。",
            by=self.cast["clerk"],
            at=self.at("2026-05-06"),
        )

    def reviewed(self, *, outcome: str = "uphold", **options) -> Referral:
        """The county's review opinion, served on 25 May."""
        hop = self.in_review(**options)
        days = ("2026-05-07", "2026-05-15", "2026-05-20", "2026-05-25")
        return self.decide(hop, outcome=outcome, days=days)

    def decide(self, hop: Referral, *, outcome: str, days: tuple[str, str, str, str]) -> Referral:
        """Take a review from the inbox to the served opinion: accepted, drafted, signed, served."""
        accepted_on, drafted_on, signed_on, served_on = days
        handler, approver = self.handler(hop), self.approver(hop)
        lifecycle.receive(hop, by=handler, at=self.at(accepted_on, "09:00"))
        acceptance = lifecycle.Acceptance(handler.user)
        lifecycle.accept(hop, acceptance, by=handler, at=self.at(accepted_on))
        lifecycle.draft(hop, REVIEW | {"outcome": outcome}, by=handler, at=self.at(drafted_on))
        lifecycle.verify(hop, by=approver, at=self.at(signed_on, "09:00"))
        lifecycle.sign(hop, by=approver, at=self.at(signed_on))
        return self.serve(hop, on=served_on)

    def serve(self, hop: Referral, *, on: str) -> Referral:
        day = dt.date.fromisoformat(on)
        delivery = lifecycle.Delivery(ServiceWay.IN_PERSON, day, signer="赵示例")
        return lifecycle.serve(hop, delivery, by=self.handler(hop), at=self.at(on))

    def desk(self, hop: Referral) -> Post:
        return self._post(hop, "desk")

    def handler(self, hop: Referral) -> Post:
        return self._post(hop, "handler")

    def approver(self, hop: Referral) -> Post:
        return self._post(hop, "approver")

    def _post(self, hop: Referral, role: str) -> Post:
        return next(
            post
            for post in self.cast.values()
            if post.organization == hop.organization and post.role == role
        )

    @staticmethod
    def again(hop: Referral) -> Referral:
        return Referral.objects.get(pk=hop.pk)

    @staticmethod
    def due(hop: Referral, code: str) -> dt.date:
        """The last day of this hop's newest clock of that code."""
        return hop.deadlines.filter(code=code).latest("pk").due_on

    @staticmethod
    def joint(count: int) -> tuple[lifecycle.Person, ...]:
        """So many representatives."""
        return tuple(lifecycle.Person(f"赵代表{n}", part=Part.REPRESENTATIVE) for n in range(count))
