"""Who may do what: one closed table, and the only door to exceptional sight.

Seeing is not acting: a sender sees the hop it sent and may not conclude it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import OrganizationKind, Role
from petitions.errors import NotCompetentError
from petitions.models.matter import ClaimUserObjectPermission
from petitions.states import HELD_UP, Action, Hop, State, name_of
from routing.superiors import current

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import Organization, Post, User
    from petitions.models import Claim, Petition, Referral


class Party(Enum):
    """Which organization of a hop somebody must belong to."""

    HOLDER = "承办机关"
    SENDER = "转出机关"
    ORIGIN = "登记机构"
    RESPONDENT = "被申请人"


@dataclass(frozen=True)
class Competence:
    roles: frozenset[Role]
    party: Party


def _of(party: Party, *roles: Role) -> Competence:
    return Competence(frozenset(roles), party)


R, P = Role, Party
_OFFICE = (R.CLERK, R.SUPERVISOR, R.CHIEF)
_HANDLERS = (R.HANDLER, R.DESK, R.DISCIPLINE)

#: Every act but registration, which has no hop yet. Closed: an act that is not here is nobody's.
MAY: dict[Action, tuple[Competence, ...]] = {
    Action.CLASSIFY: (_of(P.HOLDER, R.CLERK, R.SUPERVISOR, R.CHIEF),),
    Action.SPLIT: (_of(P.HOLDER, R.CLERK, R.SUPERVISOR, R.CHIEF),),
    Action.MERGE: (_of(P.HOLDER, R.CLERK, R.SUPERVISOR, R.CHIEF),),
    Action.SEPARATE: (_of(P.ORIGIN, R.CLERK, R.SUPERVISOR, R.CHIEF, R.DESK),),
    Action.COMPARE: (_of(P.HOLDER, R.SUPERVISOR, R.CHIEF, R.APPROVER),),
    Action.REFER: (_of(P.HOLDER, R.CLERK, R.SUPERVISOR, R.CHIEF),),
    Action.RECEIVE: (_of(P.HOLDER, R.DESK, R.HANDLER, R.DISCIPLINE),),
    Action.OBJECT: (_of(P.HOLDER, R.DESK),),
    Action.UPHOLD_OBJECTION: (_of(P.SENDER, R.SUPERVISOR, R.CHIEF),),
    Action.REFUSE_OBJECTION: (_of(P.SENDER, R.SUPERVISOR, R.CHIEF),),
    Action.DISPUTE: (_of(P.HOLDER, R.DESK),),
    Action.DECIDE_DISPUTE: (_of(P.SENDER, R.SUPERVISOR, R.CHIEF),),
    Action.ACCEPT: (_of(P.HOLDER, R.DESK, R.HANDLER, R.DISCIPLINE),),
    Action.ACCEPT_SIMPLE: (_of(P.HOLDER, R.DESK, R.HANDLER),),
    Action.CONVERT: (_of(P.HOLDER, R.APPROVER),),
    Action.ANSWER_ENQUIRY: (_of(P.HOLDER, *_OFFICE, R.DESK, R.HANDLER),),
    Action.DECLINE: (_of(P.HOLDER, R.SUPERVISOR, R.CHIEF, R.APPROVER),),
    Action.ASSIGN_HANDLER: (_of(P.HOLDER, R.DESK, R.APPROVER),),
    Action.RECUSE: (_of(P.HOLDER, R.DESK, R.HANDLER, R.APPROVER),),
    Action.HANDLE_JOINTLY: (_of(P.HOLDER, R.DESK, R.APPROVER),),
    Action.LEAVE_JOINTLY: (_of(P.HOLDER, R.DESK, R.APPROVER),),
    Action.MEDIATE: (_of(P.HOLDER, R.HANDLER),),
    Action.SETTLE: (_of(P.HOLDER, R.HANDLER),),
    Action.FAIL_MEDIATION: (_of(P.HOLDER, R.HANDLER),),
    Action.PERFORM: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.FAIL_PERFORMANCE: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.APPLY_CONFIRMATION: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.WAIVE_CONFIRMATION: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.CONFIRM: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.ASK_PAPERS: (_of(P.HOLDER, R.DESK, R.HANDLER),),
    Action.COMPLETE_PAPERS: (_of(P.HOLDER, R.DESK, R.HANDLER),),
    Action.ANSWER_REVIEW: (_of(P.RESPONDENT, R.DESK, R.HANDLER),),
    Action.CONVENE_HEARING: (_of(P.HOLDER, R.HANDLER, R.APPROVER),),
    Action.CLOSE_HEARING: (_of(P.HOLDER, R.DESK, R.HANDLER, R.APPROVER),),
    Action.CANCEL_HEARING: (_of(P.HOLDER, R.HANDLER, R.APPROVER),),
    Action.CONVENE_PANEL: (_of(P.HOLDER, R.HANDLER, R.APPROVER),),
    Action.CLOSE_PANEL: (_of(P.HOLDER, R.HANDLER),),
    Action.SUSPEND: (_of(P.HOLDER, R.APPROVER),),
    Action.CONTINUE_SUSPENSION: (_of(P.HOLDER, R.HANDLER, R.APPROVER),),
    Action.RESUME: (_of(P.HOLDER, R.HANDLER, R.APPROVER),),
    Action.TERMINATE: (_of(P.HOLDER, R.APPROVER),),
    Action.WITHDRAW: (_of(P.HOLDER, R.CLERK, R.SUPERVISOR, R.DESK, R.HANDLER, R.APPROVER),),
    Action.REQUEST_EXTENSION: (_of(P.HOLDER, R.HANDLER),),
    Action.GRANT_EXTENSION: (_of(P.HOLDER, R.APPROVER),),
    Action.REFUSE_EXTENSION: (_of(P.HOLDER, R.APPROVER),),
    Action.WITHDRAW_EXTENSION: (_of(P.HOLDER, R.APPROVER),),
    Action.REQUEST_RECUSAL: (_of(P.HOLDER, R.DESK, R.HANDLER), _of(P.ORIGIN, *_OFFICE)),
    Action.DECIDE_RECUSAL: (_of(P.HOLDER, R.APPROVER), _of(P.SENDER, R.SUPERVISOR, R.CHIEF)),
    Action.DRAFT: (_of(P.HOLDER, R.HANDLER, R.DISCIPLINE),),
    Action.VERIFY: (_of(P.HOLDER, R.DESK, R.APPROVER),),
    Action.SEND_BACK: (_of(P.HOLDER, R.DESK, R.APPROVER),),
    Action.SIGN: (_of(P.HOLDER, R.APPROVER),),
    Action.SERVE: (_of(P.HOLDER, R.DESK, R.HANDLER),),
    Action.TAKE_ON: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.FAIL_IMPORT: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.REPORT: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.CONCLUDE: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.CARRY_OUT: (_of(P.HOLDER, R.HANDLER, R.DESK),),
    Action.REQUEST_REVIEW: (_of(P.ORIGIN, *_OFFICE), _of(P.HOLDER, R.DESK, R.HANDLER)),
    Action.REQUEST_FINAL_REVIEW: (_of(P.ORIGIN, *_OFFICE), _of(P.HOLDER, R.DESK, R.HANDLER)),
    Action.END: (_of(P.ORIGIN, R.SUPERVISOR, R.CHIEF), _of(P.HOLDER, R.HANDLER, R.APPROVER)),
    Action.REPORT_URGENT: (_of(P.HOLDER, *_OFFICE, R.DESK, R.APPROVER),),
    Action.RECORD_RECEPTION: (_of(P.HOLDER, *_OFFICE, R.DESK),),
    Action.TAKE_CHARGE: (_of(P.HOLDER, R.SUPERVISOR, R.CHIEF, R.APPROVER),),
    Action.WARN_OF_RISK: (_of(P.HOLDER, *_OFFICE, R.DESK, R.APPROVER),),
    Action.APPLY_FOR_AID: (_of(P.HOLDER, *_OFFICE, R.DESK),),
}
#: Who registers: petition offices' clerks, and the desks of bodies that were approached directly.
REGISTRARS = frozenset({R.CLERK, R.SUPERVISOR, R.DESK})

#: Who decides that a petition does not count (统计标记).
MARKERS = frozenset({R.SUPERVISOR, R.CHIEF})


@dataclass(frozen=True)
class Duty:
    """Whose turn it is in a state, and the act that is expected. The first half of M172."""

    party: Party
    roles: frozenset[Role]
    action: Action


def _turn(party: Party, action: Action, *roles: Role) -> Duty:
    return Duty(party, frozenset(roles), action)


_DESK_FIRST = (R.DESK, R.HANDLER)
AWAITS: dict[State, Duty] = {
    State.PENDING: _turn(P.HOLDER, Action.REFER, R.CLERK, R.SUPERVISOR),
    State.DELIVERED: _turn(P.HOLDER, Action.RECEIVE, R.DESK, R.DISCIPLINE),
    State.RECEIVED: _turn(P.HOLDER, Action.ACCEPT, R.DESK, R.DISCIPLINE),
    State.OBJECTED: _turn(P.SENDER, Action.UPHOLD_OBJECTION, R.SUPERVISOR, R.CHIEF),
    State.ACCEPTED: _turn(P.HOLDER, Action.DRAFT, R.HANDLER, R.DISCIPLINE),
    State.MEDIATING: _turn(P.HOLDER, Action.SETTLE, R.HANDLER),
    State.DISPUTED: _turn(P.SENDER, Action.DECIDE_DISPUTE, R.SUPERVISOR, R.CHIEF),
    State.CORRECTING: _turn(P.HOLDER, Action.COMPLETE_PAPERS, *_DESK_FIRST),
    State.HEARING: _turn(P.HOLDER, Action.CLOSE_HEARING, R.HANDLER),
    State.PANEL: _turn(P.HOLDER, Action.CLOSE_PANEL, R.HANDLER),
    State.SUSPENDED: _turn(P.HOLDER, Action.RESUME, R.HANDLER),
    State.DRAFTED: _turn(P.HOLDER, Action.VERIFY, R.DESK, R.APPROVER),
    State.VERIFIED: _turn(P.HOLDER, Action.SIGN, R.APPROVER),
    State.SIGNED: _turn(P.HOLDER, Action.SERVE, *_DESK_FIRST),
    State.SERVED: _turn(P.HOLDER, Action.CONCLUDE, *_DESK_FIRST),
    State.IMPORTING: _turn(P.HOLDER, Action.TAKE_ON, R.HANDLER),
}
#: What a concluded hop may still owe, by its open clock, the first of several first.
OWED_AFTER = {
    "feedback": Action.REPORT,
    "carry_out": Action.CARRY_OUT,
    "confirm": Action.APPLY_CONFIRMATION,
    "court": Action.CONFIRM,
    "perform": Action.PERFORM,
}
#: A hop under way whose handler stepped back waits for somebody to name another.
UNHANDLED = frozenset({State.ACCEPTED, State.MEDIATING}) | HELD_UP
#: What an enquiry does not wait for: it is answered where it stands, by the same people.
_ANSWERED_AT_ONCE = (Action.ACCEPT, Action.DRAFT)
_NAME_HANDLER = _turn(P.HOLDER, Action.ASSIGN_HANDLER, R.DESK, R.APPROVER)
#: Review bodies and the discipline office have no desk of their own: their handlers do its work.
#: A people's mediation committee takes in no petitions at all.
DESKLESS = frozenset(
    {OrganizationKind.REVIEW_OFFICE, OrganizationKind.DISCIPLINE, OrganizationKind.MEDIATION}
)


def _at(post: Post, referral: Referral, party: Party) -> bool:
    if party is Party.HOLDER:
        return post.organization_id == referral.organization_id
    if party is Party.SENDER:
        return post.organization_id == referral.sender_id
    if party is Party.RESPONDENT:
        subject = referral.subject
        return subject is not None and post.organization_id == current(subject.organization).pk
    return post.organization_id == referral.claim.petition.organization_id


def post_for(user: User, action: Action, referral: Referral) -> Post | None:
    """The post in which this person is competent for the act; `None` where there is none."""
    if referral.claim.is_sealed and not any(post.is_cleared for post in user.active_posts):
        return None
    for competence in MAY[action]:
        for post in user.active_posts:
            if post.role in competence.roles and _at(post, referral, competence.party):
                return post
    return None


def require(user: User, action: Action, referral: Referral) -> Post:
    """The post to act in. Raises `NotCompetentError` (a 409), which says whose act it is."""
    post = post_for(user, action, referral)
    if post is None:
        whose = _whose(action, referral)
        name = name_of(action, referral.claim.kind)
        raise NotCompetentError(f"您的岗位不能对本件“{name}”，{whose}。", referral)
    return post


def _whose(action: Action, referral: Referral) -> str:
    """这一步由青禾县人社局的收发、承办人办理: read from the table."""
    if referral.claim.is_sealed:
        return "密件的这一步由有密件权限的岗位办理"
    named = []
    for competence in MAY[action]:
        place = _place(referral, competence.party)
        roles = competence.roles & roles_at(place.kind) if place else frozenset()
        if place and roles:
            named.append(f"{place.name}的{_in_words(roles)}")
    # Nobody at these bodies has such a post: the roles alone say whose work it is elsewhere.
    everybody = frozenset[Role]().union(*(competence.roles for competence in MAY[action]))
    return f"这一步由{'，或者'.join(named) or _in_words(everybody)}办理"


def roles_at(kind: str) -> frozenset[Role]:
    """The roles that there are in an organization of this kind."""
    if kind == OrganizationKind.PETITION_OFFICE:
        return frozenset(_OFFICE)
    if kind == OrganizationKind.DISCIPLINE:
        return frozenset({R.DISCIPLINE, R.HANDLER, R.APPROVER})
    own = {R.HANDLER, R.APPROVER}
    return frozenset(own if kind in DESKLESS else own | {R.DESK})


def _in_words(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)


def _place(referral: Referral, party: Party) -> Organization | None:
    """The organization of that party of the hop, where the hop has one."""
    if party is Party.HOLDER:
        return referral.organization
    if party is Party.SENDER:
        return referral.sender
    if party is Party.RESPONDENT:
        return current(referral.subject.organization) if referral.subject else None
    return referral.claim.petition.organization


def registrar_post(user: User) -> Post | None:
    """The post in which this person may register a petition; `None` for everybody else."""
    for post in user.active_posts:
        if post.role in REGISTRARS and post.organization.kind not in DESKLESS:
            return post
    return None


def marking_post(user: User, petition: Petition) -> Post | None:
    """The post in which this person may take a petition out of the statistics: a supervisor or the
    chief of the office that registered it; `None` for everybody else, and for sealed ones, which
    are in no statistics anyway."""
    for post in [] if petition.is_sealed else user.active_posts:
        if post.role in MARKERS and post.organization_id == petition.organization_id:
            return post
    return None


def duty_of(referral: Referral) -> Duty | None:
    """Whose turn it is on this hop now; `None` for a closed one."""
    if referral.handler_id is None and referral.state in UNHANDLED:
        return _NAME_HANDLER
    duty = AWAITS.get(State(referral.state))
    if duty is not None and duty.action in _ANSWERED_AT_ONCE and referral.claim.is_enquiry:
        return replace(duty, action=Action.ANSWER_ENQUIRY)
    return duty


def is_awaited(user: User, referral: Referral) -> bool:
    """Whether the next step of this hop is this person's."""
    duty = duty_of(referral)
    if duty is None:
        return False
    if referral.handler_id and Role.HANDLER in duty.roles and Role.DESK not in duty.roles:
        return referral.handler_id == user.pk
    return any(
        post.role in roles_awaited(post.organization.kind, duty) and _at(post, referral, duty.party)
        for post in user.active_posts
    )


def roles_awaited(kind: str, duty: Duty) -> frozenset[Role]:
    """The roles whose turn it is in an organization of this kind."""
    if kind == OrganizationKind.DISCIPLINE:
        return duty.roles & {Role.DISCIPLINE} or duty.roles
    if kind in DESKLESS and Role.DESK in duty.roles:
        return (duty.roles | {Role.HANDLER}) - {Role.DISCIPLINE, Role.DESK}
    return duty.roles - {Role.DISCIPLINE}


def first_hop(kind: str) -> tuple[Hop, State]:
    """Where a registered petition stands: an office must send it on, a body decides on it."""
    if kind == OrganizationKind.PETITION_OFFICE:
        return Hop.INTAKE, State.PENDING
    return Hop.INTAKE, State.RECEIVED


def grant_sight(claim: Claim, *, to: User) -> None:
    """Let one person see one claim (包案、督查组). Read back only by `Claim.visible_to`."""
    assign_perm("petitions.view_claim", to, claim)


def withdraw_sight(claim: Claim, *, of: User) -> None:
    remove_perm("petitions.view_claim", of, claim)


def granted_sight(user: User) -> QuerySet[ClaimUserObjectPermission, UUID]:
    """Keys of the claims laid before this person by name (包案), for use within `visible_to`."""
    rows = ClaimUserObjectPermission.objects.filter(user=user, permission__codename="view_claim")
    return rows.values_list("content_object_id", flat=True)
