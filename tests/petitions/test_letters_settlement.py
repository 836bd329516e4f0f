"""和解: the parties agree without a mediator, and their 和解协议书 says so and no more."""

from __future__ import annotations

import pytest

from petitions.letters import LETTERS, Letter
from petitions.models import Document
from petitions.states import State
from tests.petitions.pages import main_of, on_day
from tests.walk import AGREEMENT

pytestmark = pytest.mark.django_db
TOGETHER = {
    "kind": "parties",
    "other_party": "示例机械厂",
    "consented_on": "2026-03-19",
    "both_consent": "on",
    "is_suitable": "on",
}


def test_parties_settle_themselves_and_keep_what_they_promised(walk, sign_in):
    hop = walk.accepted()
    with on_day("2026-03-20"):
        client = sign_in("hr_handler")
        begun = client.post(f"/referrals/{hop.pk}/mediation/", TOGETHER | {"version": hop.version})
        assert begun.status_code == 302, begun.context["form"].errors
    hop = walk.again(hop)
    agreed = AGREEMENT | {
        "effective_on": "2026-04-01", "installments": "2026-05-20 付清", "version": hop.version,
    }  # fmt: skip
    with on_day("2026-04-01"):
        client = sign_in("hr_handler")
        form = client.get(f"/referrals/{hop.pk}/settlement/")
        drawn = client.post(f"/referrals/{hop.pk}/settlement/letters/", agreed)
        done = client.post(f"/referrals/{hop.pk}/settlement/", agreed)
        page = client.get(f"/petitions/{hop.claim.petition.number}/")

    assert "双方签名之日" in main_of(form)
    assert [sheet.title for sheet in drawn.context["preview"].sheets] == ["和解协议书"]
    assert done.status_code == 302
    hop = walk.again(hop)
    assert hop.state == State.CONCLUDED
    letter = Document.objects.get(referral=hop, letter=Letter.SETTLEMENT)
    assert letter.number == "青人社信和〔2026〕1号"
    assert "2026年5月20日前：付清。" in letter.values["installments"]
    assert "confirmation_notice" not in letter.values
    assert [row.code for row in hop.deadlines.open()] == ["perform"]
    assert "双方和解达成协议（青人社信和〔2026〕1号）" in main_of(page)
    assert "调解人" not in main_of(page)


def test_a_mediated_agreement_still_needs_its_mediator(walk, sign_in):
    hop = walk.accepted()
    with on_day("2026-03-20"):
        refused = sign_in("hr_handler").post(
            f"/referrals/{hop.pk}/mediation/", TOGETHER | {"kind": "people", "version": hop.version}
        )

    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"body", "mediator"}


def test_nobody_signs_it_as_mediator_and_no_court_is_named_to_confirm_it():
    names = {field.name for field in LETTERS[Letter.SETTLEMENT].fields}

    assert not names & {"mediator", "kind", "confirmation_notice"}
    assert names & {"parties", "terms", "performance", "installments", "effect"}
