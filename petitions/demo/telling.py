"""Tells a story act by act, through the lifecycle and in the posts that the law wants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Organization, Post, Role
from petitions import lifecycle
from petitions.demo import elsewhere, judgements, mediating, papers, proceedings
from petitions.demo.planning import Story, key_of
from petitions.demo.steps import Step
from petitions.demo.wording import name_for
from petitions.letters import Letter, Outcome, ServiceWay
from petitions.lifecycle import DeclineGround
from petitions.models import Referral
from petitions.models.petition import Intake, Part, Purpose
from petitions.reviewers import reviewers
from petitions.states import REVIEWS, Action, Branch, Hop, Kind, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from petitions.demo.cast import Cast

PURPOSES = {
    Kind.GRIEVANCE: Purpose.DEMAND,
    Kind.SUGGESTION: Purpose.SUGGESTION,
    Kind.ACCUSATION: Purpose.ACCUSATION,
}
#: Acts after which the story may stand at another hop, or on its branch.
MOVING = {
    *(Step.REFER, Step.ASSIGN, Step.UPHOLD, Step.ACCEPT),
    *(Step.SERVE, Step.ASK_REVIEW, Step.CLOSE),
}
FEEDBACK_DAYS, CARRY_OUT_DAYS = 75, 30
REFUSED_NOTE = "信访人表示不同意结论，拒绝签字，社区工作人员在场见证。"
CITY = "jiangqiao-gov"


@dataclass(frozen=True)
class Scene:
    """One act about to happen: whose story, on which hop, when, and who there is to act."""

    story: Story
    hop: Referral
    at: dt.datetime
    cast: Cast

    @property
    def on(self) -> dt.date:
        return self.at.date()

    def by(self, action: Action, role: Role) -> Post:
        return self.cast.at_body(action, role, self.hop)

    def by_office(self, action: Action, role: Role) -> Post:
        return self.cast.at_office(action, role, self.hop)

    def named_on(self, days: int) -> dt.date:
        """The day that the table wants on the paper, or `days` from the act."""
        named = self.story.named_on
        return named if named and named > self.on else self.on + dt.timedelta(days)


def tell(story: Story, step: Step, at: dt.datetime, cast: Cast) -> None:
    """One act. Raises what the lifecycle raises: an unlawful demo is a mistake in its table."""
    if step is Step.REGISTER:
        _register(story, at, cast)
        return
    ACTS[step](Scene(story, cast.hop(story.idempotency_key), at, cast))
    if step in MOVING:
        cast.moved_on(story.idempotency_key)


def _register(story: Story, at: dt.datetime, cast: Cast) -> None:
    road, wording = story.road, story.wording
    title = f"再次反映：{wording.title}" if road.follows else wording.title
    facts = lifecycle.Facts(
        intake=story.intake,
        purpose=Purpose.ENQUIRY if wording.is_enquiry else PURPOSES[wording.kind],
        kind=wording.kind,
        title=title[:80],
        text=wording.text,
        received_on=at.date(),
        postmarked_on=at.date() - dt.timedelta(2) if story.intake == Intake.LETTER else None,
        category=cast.categories[wording.category],
        territory=cast.organizations[wording.territory],
        people=() if road.is_anonymous else _people(story),
        people_count=road.crowd,
        is_anonymous=road.is_anonymous,
        accused_name=name_for(story.key) if wording.accused_at else "",
        accused_organization=cast.organizations.get(wording.accused_at),
        joins=cast.petition(key_of(story.parent)).matter if road.joins else None,
    )
    lifecycle.register(facts, by=cast.registrar(road.registrar), at=at, key=story.idempotency_key)


def _people(story: Story) -> tuple[lifecycle.Person, ...]:
    part = Part.REPRESENTATIVE if story.road.crowd > 1 else Part.PETITIONER
    return tuple(
        lifecycle.Person(person.name, part=part, phone=person.phone, address=person.address)
        for person in story.people
    )


def _refer(scene: Scene) -> None:
    lifecycle.refer(
        scene.hop,
        organization=_destination(scene),
        by=scene.by_office(Action.REFER, Role.CLERK),
        at=scene.at,
    )


def _assign(scene: Scene) -> None:
    assignment = lifecycle.Assignment(
        feedback_on=scene.named_on(FEEDBACK_DAYS),
        report_on="查清事实，逐项答复信访人的请求，附处理意见书和送达回证。",
        contact=papers.CONTACT,
    )
    lifecycle.refer(
        scene.hop,
        organization=_destination(scene),
        assignment=assignment,
        by=scene.by_office(Action.REFER, Role.CLERK),
        at=scene.at,
    )


def _destination(scene: Scene) -> Organization:
    """Where it goes; the first time it may go astray, after the objection it goes right."""
    wording = scene.story.wording
    is_first = not scene.hop.children.exists()
    code = wording.first_sent if scene.story.road.goes_astray and is_first else wording.body
    return scene.cast.organizations[code]


def _receive(scene: Scene) -> None:
    lifecycle.receive(scene.hop, by=scene.by(Action.RECEIVE, Role.DESK), at=scene.at)


def _object(scene: Scene) -> None:
    story = scene.story
    proposed = scene.cast.organizations[story.wording.body] if story.road.goes_astray else None
    lifecycle.object_to(
        scene.hop,
        ground=papers.OBJECTION_GROUND,
        reason=papers.OBJECTION_REASON,
        proposed=proposed,
        by=scene.by(Action.OBJECT, Role.DESK),
        at=scene.at,
    )


def _uphold(scene: Scene) -> None:
    by = scene.by_office(Action.UPHOLD_OBJECTION, Role.SUPERVISOR)
    lifecycle.uphold_objection(scene.hop, reason=papers.OBJECTION_UPHELD, by=by, at=scene.at)


def _refuse(scene: Scene) -> None:
    by = scene.by_office(Action.REFUSE_OBJECTION, Role.SUPERVISOR)
    lifecycle.refuse_objection(scene.hop, reason=papers.OBJECTION_REFUSED, by=by, at=scene.at)


def _accept(scene: Scene) -> None:
    handler = scene.cast.post(scene.hop.organization, Role.HANDLER).user
    branch = scene.story.wording.branch if scene.hop.claim.branch is None else None
    acceptance = lifecycle.Acceptance(
        handler, branch=branch, branch_reason=papers.BRANCH_REASONS[branch] if branch else ""
    )
    lifecycle.accept(scene.hop, acceptance, by=scene.by(Action.ACCEPT, Role.DESK), at=scene.at)


def _decline(scene: Scene) -> None:
    ground = scene.story.road.ground or DeclineGround.COURT
    at_office = scene.hop.hop == Hop.INTAKE
    by = (
        scene.by_office(Action.DECLINE, Role.SUPERVISOR)
        if at_office
        else scene.by(Action.DECLINE, Role.APPROVER)
    )
    if ground == DeclineGround.EXHAUSTED:
        elsewhere.compare(scene, by)
    lifecycle.decline(
        scene.hop,
        ground=ground,
        guidance=papers.GUIDANCE[ground],
        proof=_proof(scene, ground),
        by=by,
        at=scene.at,
    )


def _proof(scene: Scene, ground: DeclineGround) -> str:
    """The number of the petition that is pending."""
    if ground != DeclineGround.ALREADY_PENDING:
        return ""
    return scene.cast.petition(key_of(scene.story.parent)).number


def _recuse(scene: Scene) -> None:
    lifecycle.recuse(
        scene.hop,
        person=scene.cast.post(scene.hop.organization, Role.HANDLER).user,
        ground="承办人与信访人系同村亲属，本人申请回避。",
        by=scene.by(Action.RECUSE, Role.DESK),
        at=scene.at,
    )


def _reassign(scene: Scene) -> None:
    handler = scene.cast.post(scene.hop.organization, Role.HANDLER, second=True).user
    by = scene.by(Action.ASSIGN_HANDLER, Role.DESK)
    lifecycle.assign_handler(scene.hop, handler=handler, by=by, at=scene.at)


def _ask_extension(scene: Scene) -> None:
    lifecycle.request_extension(
        scene.hop,
        days=30,
        reason=papers.EXTENSION_REASON,
        by=scene.by(Action.REQUEST_EXTENSION, Role.HANDLER),
        at=scene.at,
    )


def _grant(scene: Scene) -> None:
    by = scene.by(Action.GRANT_EXTENSION, Role.APPROVER)
    lifecycle.grant_extension(scene.hop, answer="情况属实，同意延期。", by=by, at=scene.at)


def _deny(scene: Scene) -> None:
    by = scene.by(Action.REFUSE_EXTENSION, Role.APPROVER)
    answer = "材料在本县档案馆可以调取，请按期办结。"
    lifecycle.refuse_extension(scene.hop, answer=answer, by=by, at=scene.at)


def _draft(scene: Scene) -> None:
    values = _answer(scene, lifecycle.letter_of(scene.hop))
    lifecycle.draft(scene.hop, values, by=scene.by(Action.DRAFT, Role.HANDLER), at=scene.at)


def _answer(scene: Scene, letter: Letter) -> dict[str, object]:
    wording, road, hop = scene.story.wording, scene.story.road, Hop(scene.hop.hop)
    if hop in REVIEWS:
        return papers.review(wording, road.reviews[hop == Hop.FINAL_REVIEW])
    if letter is Letter.OPINION:
        again = hop == Hop.REDO
        outcome = Outcome.SUPPORT.value if again else wording.outcome
        return papers.opinion(wording, outcome, again=again)
    return papers.answer(letter, wording)


def _verify(scene: Scene) -> None:
    lifecycle.verify(scene.hop, by=scene.by(Action.VERIFY, Role.DESK), at=scene.at)


def _send_back(scene: Scene) -> None:
    by = scene.by(Action.SEND_BACK, Role.APPROVER)
    reason = "第二项请求没有回答，依据只写了名称，请补上条款。"
    lifecycle.send_back(scene.hop, reason=reason, by=by, at=scene.at)


def _sign(scene: Scene) -> None:
    lifecycle.sign(scene.hop, by=scene.by(Action.SIGN, Role.APPROVER), at=scene.at)


def _serve(scene: Scene) -> None:
    """Most come to the counter; one in seven gets it by post, and one in eleven will not sign."""
    person, turn = scene.story.people[0], int(scene.story.people[0].phone)
    refused = turn % 11 == 0
    delivery = lifecycle.Delivery(
        way=ServiceWay.POST if turn % 7 == 0 else ServiceWay.IN_PERSON,
        served_on=scene.on,
        signer="" if refused else person.name,
        refused=refused,
        note=REFUSED_NOTE if refused else "",
    )
    lifecycle.serve(scene.hop, delivery, by=scene.by(Action.SERVE, Role.DESK), at=scene.at)


def _report(scene: Scene) -> None:
    by = scene.by(Action.REPORT, Role.HANDLER)
    lifecycle.report(scene.hop, papers.report(scene.story.wording), by=by, at=scene.at)


def _conclude(scene: Scene) -> None:
    if scene.hop.state == State.IMPORTING:
        elsewhere.take_on(scene)
        return
    answered = scene.hop.documents.filter(outcome=Outcome.SUPPORT.value, issued_on__isnull=False)
    supported = answered.exists()
    lifecycle.conclude(
        scene.hop,
        carry_out_by=scene.named_on(CARRY_OUT_DAYS) if supported else None,
        measures=scene.story.wording.opinion if supported else "",
        by=scene.by(Action.CONCLUDE, Role.HANDLER),
        at=scene.at,
    )


def _close(scene: Scene) -> None:
    """The review that quashed is done; what was quashed is being redone."""
    review = scene.hop.parent
    if review is None:
        raise LookupError(f"{scene.story.key}: nothing was quashed.")
    before = Scene(scene.story, review, scene.at, scene.cast)
    _conclude(before)


def _carry_out(scene: Scene) -> None:
    values = papers.carry_out(scene.story.wording, scene.on)
    lifecycle.carry_out(scene.hop, values, by=scene.by(Action.CARRY_OUT, Role.HANDLER), at=scene.at)


def _ask_review(scene: Scene) -> None:
    bodies = {row.body.code: row.body for row in reviewers(scene.hop)}
    wanted = [code for code in (scene.story.road.reviewer, CITY) if code in bodies]
    is_final = scene.hop.hop == Hop.REVIEW
    action = Action.REQUEST_FINAL_REVIEW if is_final else Action.REQUEST_REVIEW
    lifecycle.request_review(
        scene.hop,
        body=bodies[wanted[0]] if wanted else next(iter(bodies.values())),
        requested_on=scene.on,
        request_text=papers.REQUEST_TEXT,
        by=scene.by_office(action, Role.CLERK),
        at=scene.at,
    )


def _end(scene: Scene) -> None:
    by = scene.by_office(Action.END, Role.SUPERVISOR)
    lifecycle.end(scene.hop, reason=_why_ended(scene), by=by, at=scene.at)


def _why_ended(scene: Scene) -> str:
    if scene.hop.hop == Hop.FINAL_REVIEW:
        return "复核意见已经送达，信访程序终结。"
    if scene.hop.claim.branch == Branch.PETITION:
        return "意见已落实或者信访人逾期未申请复查，信访程序终结。"
    return "协议已履行，双方没有异议。"


ACTS: dict[Step, Callable[[Scene], None]] = {
    Step.REFER: _refer,
    Step.ASSIGN: _assign,
    Step.RECEIVE: _receive,
    Step.OBJECT: _object,
    Step.UPHOLD: _uphold,
    Step.REFUSE: _refuse,
    Step.ACCEPT: _accept,
    Step.DECLINE: _decline,
    Step.RECUSE: _recuse,
    Step.REASSIGN: _reassign,
    Step.MEDIATE: mediating.mediate,
    Step.SETTLE: mediating.settle,
    Step.WAIVE: mediating.waive,
    Step.FAIL: mediating.fail,
    Step.ASK_EXTENSION: _ask_extension,
    Step.GRANT: _grant,
    Step.DENY: _deny,
    Step.DRAFT: _draft,
    Step.VERIFY: _verify,
    Step.SEND_BACK: _send_back,
    Step.SIGN: _sign,
    Step.SERVE: _serve,
    Step.REPORT: _report,
    Step.CONCLUDE: _conclude,
    Step.CLOSE: _close,
    Step.CARRY_OUT: _carry_out,
    Step.ASK_REVIEW: _ask_review,
    Step.END: _end,
    Step.RATE: judgements.rate,
    Step.MARK: judgements.mark,
    Step.SPLIT: proceedings.split,
    Step.MERGE: proceedings.merge,
    Step.DISPUTE: proceedings.dispute,
    Step.HEAR: proceedings.hear,
    Step.ASK_PAPERS: proceedings.ask_papers,
    Step.CONVENE_PANEL: proceedings.convene_panel,
    Step.SUSPEND: proceedings.suspend,
    Step.JOIN: proceedings.join,
    Step.ANSWER_ENQUIRY: proceedings.answer_enquiry,
}
