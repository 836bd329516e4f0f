"""单件: what stands there for whom, the road, the next acts, the contact that leaves a trace."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import events, lifecycle
from petitions.errors import NotAllowedError
from petitions.models import Event
from petitions.roadmap import road
from petitions.states import Kind
from routing.models import Category, Situation
from tests.petitions.pages import links, main_of, on_day

pytestmark = pytest.mark.django_db


def page(hop) -> str:
    return f"/petitions/{hop.claim.petition.number}/"


def stations(hop, *, on: str) -> list[tuple[str, str]]:
    drawn = road(hop.claim, on=dt.date.fromisoformat(on))
    return [(station.state, station.label) for station in drawn[:5]]


@pytest.mark.parametrize("username", ["env_desk", "reviewer", "sysadmin", "secadmin", "auditor"])
def test_does_not_exist_for_those_who_never_had_it(delivered, sign_in, username):
    assert sign_in(username).get(page(delivered)).status_code == 404


def test_a_sealed_report_exists_for_the_cleared_alone(walk, sign_in):
    petition = walk.register(kind=Kind.ACCUSATION, title="反映某某的问题", accused_name="某某")
    url = f"/petitions/{petition.number}/"

    seen = sign_in("clerk").get(url)
    assert seen.status_code == 200
    assert "密件" in main_of(seen)
    assert sign_in("leader").get(url).status_code == 404


def test_a_number_that_nobody_has_is_a_404(registered, sign_in):
    assert sign_in("clerk").get("/petitions/990121-260302-LX-00000-0/").status_code == 404


def test_the_road_of_a_petition_that_waits_to_be_accepted(received):
    assert stations(received, on="2026-03-06") == [
        ("now", "受理"),
        ("todo", "调解"),
        ("todo", "办理"),
        ("todo", "复查"),
        ("todo", "复核"),
    ]


def test_the_road_counts_the_days_of_handling(accepted):
    drawn = {s.label: s for s in road(accepted.claim, on=dt.date(2026, 5, 5))}

    assert (drawn["受理"].state, drawn["受理"].sub) == ("done", "3月10日 告知")
    assert (drawn["办理"].state, drawn["办理"].sub) == ("now", "第 56 天 / 60 天")


def test_the_road_says_until_when_review_may_be_asked_for(served):
    drawn = {s.label: s for s in road(served.claim, on=dt.date(2026, 4, 21))}

    assert (drawn["办理"].state, drawn["办理"].sub) == ("done", "4月20日 不予支持")
    assert (drawn["复查"].state, drawn["复查"].sub) == ("todo", "可在 5月20日前申请")


def test_the_road_skips_a_review_that_nobody_asked_for(served):
    drawn = {s.label: s for s in road(served.claim, on=dt.date(2026, 5, 21))}

    assert (drawn["复查"].state, drawn["复查"].sub) == ("skip", "5月20日届满，未申请")


def test_the_road_in_review(in_review):
    drawn = {s.label: s for s in road(in_review.claim, on=dt.date(2026, 5, 16))}

    assert drawn["办理"].state == "done"
    assert drawn["复查"].state == "now"
    assert "第 10 天 / 30 天" in drawn["复查"].sub


def test_the_road_after_a_review_that_upholds(walk):
    hop = walk.reviewed()
    drawn = {s.label: s for s in road(hop.claim, on=dt.date(2026, 5, 26))}

    assert (drawn["复查"].state, drawn["复查"].sub) == ("done", "5月25日 维持")
    assert "前申请" in drawn["复核"].sub


def test_the_road_goes_back_to_handling_when_an_opinion_is_quashed(walk):
    hop = walk.reviewed(outcome="quash")
    drawn = {s.label: s for s in road(hop.claim, on=dt.date(2026, 5, 26))}

    assert drawn["办理"].state == "now"
    assert "责令重办" in drawn["办理"].sub
    assert drawn["复查"].sub == "5月25日 撤销"


def test_the_road_of_a_report_ends_with_the_hand_over(walk):
    petition = walk.register(kind=Kind.ACCUSATION, accused_name="某某")
    drawn = road(petition.claims.get(), on=dt.date(2026, 3, 3))

    assert [station.label for station in drawn] == ["登记", "移交", "有权机关办理"]


def test_a_report_is_handed_over_and_not_sent_on(walk, sign_in):
    hop = walk.registered(kind=Kind.ACCUSATION, accused_name="某某")
    act = f"/referrals/{hop.pk}/referral/"
    with on_day("2026-03-03"):
        seen = sign_in("clerk").get(page(hop))
        assert ("移交", act) in links(seen)
        assert "作为密件移交有管理权限的机关" in main_of(seen)
        assert "转送交办" not in main_of(seen)
        form = sign_in("clerk").get(act)
        assert "<title>移交" in form.content.decode()
        assert "待移交 移交" in main_of(form)
        assert "转送交办" not in main_of(form)
        today = sign_in("clerk").get("/")
        assert any(text.startswith("移交：") and url == act for text, url in links(today))
        assert "待移交" in main_of(today)


def test_offers_the_next_act_first_with_its_consequence_and_article(accepted, sign_in):
    with on_day("2026-04-01"):
        response = sign_in("hr_handler").get(page(accepted))

    said = main_of(response)
    assert said.index("起草处理意见书") < said.index("申请延期")
    assert "送审核；签发前仍可退回修改。" in said
    assert "第三十四条" in said
    assert ("起草处理意见书", f"/referrals/{accepted.pk}/draft/") in links(response)


def test_an_act_that_is_not_lawful_now_says_why_and_has_no_link(accepted, sign_in):
    with on_day("2026-05-12"):
        response = sign_in("hr_handler").get(page(accepted))

    assert "办理期限已于 5月9日" in main_of(response)
    assert not any("extension-request" in href for _, href in links(response))


def test_somebody_who_only_looks_on_reads_whose_turn_it_is(accepted, sign_in):
    with on_day("2026-04-01"):
        said = main_of(sign_in("clerk").get(page(accepted)))

    assert "现在由青禾县人社局承办人顾清和起草处理意见书。" in said


def test_explains_how_each_date_was_found(registered, sign_in):
    with on_day("2026-03-03"):
        said = main_of(sign_in("clerk").get(page(registered)))

    assert "这个期限怎么算的" in said
    for line in registered.deadlines.get().explanation:
        assert line in said


def test_a_closed_clock_says_its_verdict(delivered, sign_in):
    with on_day("2026-03-05"):
        said = main_of(sign_in("clerk").get(page(delivered)))

    assert "按期" in said
    assert "3月4日" in said


def test_a_draft_letter_is_seen_only_where_it_is_written(drafted, sign_in):
    writers = main_of(sign_in("hr_desk").get(page(drafted)))
    others = main_of(sign_in("clerk").get(page(drafted)))

    assert "信访处理意见书（草稿）" in writers
    assert "（草稿）" not in others


def test_the_contact_is_masked_until_somebody_asks_for_it(registered, sign_in):
    response = sign_in("clerk").get(page(registered))

    assert "138****4821" in main_of(response)
    assert "13800004821" not in response.content.decode()
    assert "赵示例" not in main_of(response)


def test_asking_for_the_contact_shows_it_and_writes_it_down(registered, sign_in):
    matter = registered.claim.matter

    shown = main_of(sign_in("clerk").post(f"{page(registered)}contact/"))

    assert "13800004821" in shown
    assert "赵示例" in shown
    event = Event.objects.get(action="view_contact", by__username="clerk")
    assert event.matter == matter
    matter.refresh_from_db()
    assert events.first_broken(matter) is None


def test_the_contact_as_a_fragment(registered, sign_in):
    response = sign_in("clerk").post(f"{page(registered)}contact/", HTTP_X_FRAGMENT="1")

    assert "13800004821" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_the_contact_is_not_shown_by_a_link(registered, sign_in):
    assert sign_in("clerk").get(f"{page(registered)}contact/").status_code == 405
    assert not Event.objects.filter(action="view_contact").exists()


def test_the_contact_of_a_hidden_petition_does_not_exist(registered, sign_in):
    assert sign_in("env_desk").post(f"{page(registered)}contact/").status_code == 404
    assert not Event.objects.filter(action="view_contact").exists()


def test_the_key_events_alone(received, sign_in):
    client = sign_in("clerk")

    assert "青禾县人社局签收" in main_of(client.get(page(received)))
    assert "青禾县人社局签收" not in main_of(client.get(f"{page(received)}?timeline=key"))


def test_older_events_are_a_link_away(registered, sign_in, monkeypatch):
    monkeypatch.setattr("petitions.casefile.EVENTS", 2)
    client = sign_in("clerk")
    for _ in range(2):
        client.post(f"{page(registered)}contact/")

    first = client.get(page(registered))
    assert "来信登记" not in main_of(first)
    older = next(href for text, href in links(first) if text == "更早的记录")
    assert "来信登记" in main_of(client.get(f"{page(registered)}{older}"))


def test_a_repeat_of_the_same_matter_is_named(registered, walk, sign_in):
    again = walk.register(title="再次反映工龄", joins=registered.claim.matter)

    response = sign_in("clerk").get(page(registered))

    assert ("再次反映工龄", f"/petitions/{again.number}/") in links(response)


def test_more_events_cost_no_more_queries(in_review, walk, sign_in):
    client = sign_in("clerk")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page(in_review)).status_code == 200
        return len(captured)

    client.get(page(in_review))
    few = queries()
    for _ in range(10):
        client.post(f"{page(in_review)}contact/")
    walk.cast["hr_handler"].refresh_from_db()
    reviewer = walk.handler(in_review)
    lifecycle.receive(in_review, by=reviewer, at=walk.at("2026-05-07"))

    assert few == queries() <= 40


def test_a_report_is_never_declined(walk, sign_in):
    """Its road at the office is the handover alone (Article 30)."""
    petition = walk.register(kind=Kind.ACCUSATION, title="反映某某的问题", accused_name="某某")
    hop = petition.claims.get().referrals.get()

    with pytest.raises(NotAllowedError, match="密件"):
        lifecycle.decline(
            hop, ground=lifecycle.DeclineGround.COURT, guidance="向政法机关提出。",
            by=walk.cast["supervisor"], at=walk.at("2026-03-03"),
        )  # fmt: skip
    answer = sign_in("supervisor").get(f"/petitions/{petition.number}/")
    assert f"/referrals/{hop.pk}/refusal/" not in answer.content.decode()


def test_a_dispute_between_people_names_its_situation_and_who_may_mediate(walk, sign_in):
    hop = walk.registered(
        title="邻居漏水", text="楼上漏水泡坏吊顶，愿意调解。",
        category=Category.objects.get(code="1302"), territory=walk.tree["yunling-street"],
        situation=Situation.objects.get(code="L-01"),
    )  # fmt: skip

    for url in (page(hop), f"/referrals/{hop.pk}/referral/"):
        text = main_of(sign_in("clerk").get(url))
        assert "L-01" in text
        assert "云岭街道人民调解委员会" in text
