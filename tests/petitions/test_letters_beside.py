"""Papers beside the road: D20, D21, D36 to D38. None moves a hop; each is numbered and kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from petitions import permissions
from petitions.letters import LETTERS, Letter
from petitions.models import Claim, Document, Notice, Referral
from petitions.states import PAPER_ACTS, Action, Kind, State
from petitions.turns import act_url
from tests.petitions.pages import main_of, on_day

pytestmark = pytest.mark.django_db

TYPED = {
    Action.REPORT_URGENT: {
        "happened_at": "2026年3月3日9时",
        "place": "县政府东门",
        "people": "约60人",
        "demand": "补发工资",
        "measures": "已到现场接待",
        "next_steps": "下午开联席会议",
    },
    Action.RECORD_RECEPTION: {
        "held_on": "2026-03-03",
        "place": "接待室",
        "leader": "副县长周正",
        "demand": "核定工龄",
        "result": "三日内受理",
        "instruction": "依法办理",
    },
    Action.TAKE_CHARGE: {
        "leader": "leader",
        "members": "县人社局",
        "target_on": "2026-06-30",
        "duties": "包解决化解。",
    },
    Action.WARN_OF_RISK: {
        "addressee": "云岭街道办事处",
        "level": "medium",
        "risk": "扬言集体上访",
        "expected": "上门疏导",
    },
    Action.APPLY_FOR_AID: {"hardship": "没有收入", "aid": "临时救助", "opinion": "情况属实"},
}
LETTER = {
    Action.REPORT_URGENT: Letter.URGENT_REPORT,
    Action.RECORD_RECEPTION: Letter.RECEPTION,
    Action.TAKE_CHARGE: Letter.CASE_CHARGE,
    Action.WARN_OF_RISK: Letter.RISK_NOTICE,
    Action.APPLY_FOR_AID: Letter.AID_APPLICATION,
}


def write(client, hop, action, **changes):
    with on_day("2026-03-03"):
        return client.post(act_url(hop, action), TYPED[action] | changes)


@pytest.mark.parametrize("action", PAPER_ACTS, ids=lambda action: action.value)
def test_a_paper_is_numbered_kept_and_told_and_moves_nothing(registered, sign_in, action):
    client = sign_in("supervisor")
    detail = reverse("petitions:detail", args=[registered.claim.petition.number])
    assert act_url(registered, action) in client.get(detail).content.decode()

    response = write(client, registered, action)

    assert response.status_code == 302
    paper = Document.objects.get(referral=registered, letter=LETTER[action])
    assert paper.number.endswith("〔2026〕1号")
    assert paper.template == LETTERS[LETTER[action]].version
    assert paper.title in main_of(client.get(detail))
    event = registered.claim.events.get(action=action.value)
    assert paper.number in event.text
    hop = Referral.objects.get(pk=registered.pk)
    assert (hop.state, hop.version) == (State.PENDING, registered.version)


@pytest.mark.parametrize("action", PAPER_ACTS, ids=lambda action: action.value)
def test_an_empty_paper_is_refused_at_its_fields(registered, sign_in, action):
    response = write(sign_in("supervisor"), registered, action, **dict.fromkeys(TYPED[action], ""))

    assert response.status_code == 400
    errors = response.context["form"].errors
    needed = {name for name in TYPED[action] if name != "instruction"}
    assert set(errors) == needed
    assert not Document.objects.filter(letter=LETTER[action]).exists()


def test_a_sealed_case_is_written_into_no_other_paper(walk, sign_in):
    hop = walk.registered(kind=Kind.ACCUSATION)

    response = write(sign_in("supervisor"), hop, Action.REPORT_URGENT)

    assert response.status_code == 409
    assert "第三十条" in main_of(response)
    assert not Document.objects.filter(letter=Letter.URGENT_REPORT).exists()


def test_an_urgent_report_goes_up_as_article_25_says_and_the_chief_hears_at_once(
    registered, sign_in, cast
):
    write(sign_in("clerk"), registered, Action.REPORT_URGENT)

    paper = Document.objects.get(letter=Letter.URGENT_REPORT)
    assert paper.values["addressee"] == "青禾县人民政府"
    assert paper.values["copied_to"][-1] == "国家信访局"
    told = Notice.objects.filter(is_urgent=True, kind=Action.REPORT_URGENT.value)
    assert cast["chief"].user_id in told.values_list("recipient", flat=True)


def test_a_leader_in_charge_sees_the_case_and_only_leaders_can_be_named(registered, sign_in, cast):
    client = sign_in("supervisor")
    refused = write(client, registered, Action.TAKE_CHARGE, leader="hr_handler")
    assert "leader" in refused.context["form"].errors

    write(client, registered, Action.TAKE_CHARGE)

    leader = cast["leader"].user
    assert registered.claim_id in permissions.granted_sight(leader)
    assert Claim.objects.visible_to(leader).filter(pk=registered.claim_id).exists()
    assert Notice.objects.filter(recipient=leader, kind=Action.TAKE_CHARGE.value).exists()


@pytest.mark.parametrize(
    ("action", "name", "day"),
    [
        (Action.RECORD_RECEPTION, "held_on", "2026-03-04"),
        (Action.TAKE_CHARGE, "target_on", "2026-03-02"),
    ],
)
def test_a_reception_was_and_a_target_will_be(registered, sign_in, action, name, day):
    response = write(sign_in("supervisor"), registered, action, **{name: day})

    assert response.status_code == 400
    assert name in response.context["form"].errors


def test_a_review_is_asked_for_in_writing(in_review):
    paper = in_review.documents.get(letter=Letter.REVIEW_APPLICATION)
    opinion = in_review.subject

    assert paper.values["addressee"] == "青禾县人民政府"
    assert paper.values["stage"] == "复查"
    assert paper.values["challenged_number"] == opinion.number
    assert paper.values["served_on"] == "2026-04-20"
    assert paper.values["request"] == in_review.request_text
    assert paper.issued_on == dt.date(2026, 5, 6)
