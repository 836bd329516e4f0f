"""The page of one act: who may open it, what it says before, what it refuses, and what it keeps."""

from __future__ import annotations

import pytest
from django.urls import reverse

from petitions import lifecycle
from petitions.acts import FORMS
from petitions.letters import Letter
from petitions.models import Document, FormDraft, Referral
from petitions.states import Action, Branch, State
from tests.petitions.pages import links, main_of, on_day
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


def url(hop: Referral, action: Action) -> str:
    return reverse("petitions:act", args=[hop.pk, FORMS[action].noun])


def seen(hop: Referral) -> dict[str, str]:
    return {"version": str(hop.version)}


def state_of(hop: Referral) -> str:
    return Referral.objects.values_list("state", flat=True).get(pk=hop.pk)


ACCEPTANCE = {"branch": "6", "branch_reason": "不属于前五项。", "handler": "hr_handler"}


# --- who, and when ------------------------------------------------------------------------------


def test_a_noun_that_is_no_act_is_a_404(delivered, sign_in):
    assert sign_in("hr_desk").get(f"/referrals/{delivered.pk}/no-such-act/").status_code == 404


def test_a_hop_that_is_not_seen_is_a_404(delivered, sign_in):
    client = sign_in("env_desk")

    assert client.get(url(delivered, Action.RECEIVE)).status_code == 404
    assert client.post(url(delivered, Action.RECEIVE), seen(delivered)).status_code == 404
    assert state_of(delivered) == State.DELIVERED


def test_seeing_is_not_acting(delivered, sign_in):
    response = sign_in("clerk").post(url(delivered, Action.RECEIVE), seen(delivered))

    assert response.status_code == 409
    assert "没有执行：这一步由别的岗位办理" in main_of(response)
    assert "这一步由青禾县人社局的收发、承办人办理" in main_of(response)
    assert "刚刚有了变化" not in main_of(response)
    assert state_of(delivered) == State.DELIVERED


def test_an_act_out_of_order_is_a_409_that_says_what_happened_last(delivered, sign_in):
    response = sign_in("hr_desk").get(url(delivered, Action.ACCEPT))

    assert response.status_code == 409
    assert "“待签收”的信访件不能“受理”。" in main_of(response)
    assert "最近一步：转送青禾县人社局" in main_of(response)


def test_an_act_that_a_guard_refuses_is_a_409_with_the_reason(received, sign_in):
    with on_day("2026-03-13"):
        response = sign_in("hr_desk").get(url(received, Action.OBJECT))

    assert response.status_code == 409
    assert "5 个工作日已过，不能再提异议" in main_of(response)


# --- before -------------------------------------------------------------------------------------


def test_says_what_the_act_does_on_what_ground_and_by_when(received, sign_in):
    with on_day("2026-03-10"):
        said = main_of(sign_in("hr_desk").get(url(received, Action.ACCEPT)))

    assert "出具受理告知书；信访程序自今日起 60 日内办结，其他途径按各自程序。" in said
    assert "第二十三条、第三十一条" in said
    assert "信访事项受理告知书" in said
    assert "5月9日前办结" in said
    assert "我 1998 年进厂" in said


def test_the_signer_reads_the_whole_letter_first(walk, sign_in):
    hop = walk.verified()
    response = sign_in("hr_leader").get(url(hop, Action.SIGN))

    said = main_of(response)
    for text in OPINION.values():
        assert text in said or text == "refuse"
    assert "不予支持" in said
    assert "向青禾县人民政府" in said
    assert hop.claim.matter.query_code not in said
    draft = Document.objects.get(issued_on=None, referral=hop)
    assert any(href == f"/documents/{draft.pk}/" for _, href in links(response))


def test_what_cannot_be_undone_is_asked_for_once_more(walk, sign_in):
    hop = walk.verified()
    body = sign_in("hr_leader").get(url(hop, Action.SIGN)).content.decode()

    assert "data-confirm=" in body
    assert "签发以后不能撤销。" in body
    assert hop.claim.petition.number in body


def test_whoever_decides_an_objection_reads_it(walk, sign_in):
    hop = walk.received()
    lifecycle.object_to(
        hop,
        ground="《社会保险法》第八条",
        reason="本局无此职权。",
        proposed=walk.tree["qinghe-env"],
        by=walk.desk(hop),
        at=walk.at("2026-03-06"),
    )

    said = main_of(sign_in("supervisor").get(url(hop, Action.UPHOLD_OBJECTION)))

    assert "《社会保险法》第八条" in said
    assert "本局无此职权。" in said
    assert "市生态环境局青禾分局" in said


def test_whoever_decides_an_extension_reads_the_new_day(accepted, walk, sign_in):
    lifecycle.request_extension(
        accepted,
        days=10,
        reason="案情复杂。",
        by=walk.handler(accepted),
        at=walk.at("2026-04-01"),
    )

    with on_day("2026-04-02"):
        said = main_of(sign_in("hr_leader").get(url(accepted, Action.GRANT_EXTENSION)))

    assert "10 日，5月9日 延至 5月19日" in said
    assert "案情复杂。" in said


# --- done ---------------------------------------------------------------------------------------


def test_an_act_without_fields_is_one_confirmation(delivered, sign_in):
    with on_day("2026-03-05"):
        client = sign_in("hr_desk")
        response = client.post(url(delivered, Action.RECEIVE), seen(delivered), follow=True)

    assert state_of(delivered) == State.RECEIVED
    assert response.redirect_chain[-1][0] == f"/petitions/{delivered.claim.petition.number}/"
    said = main_of(response)
    assert "青禾县人社局签收。" in said
    assert "下一个期限：转送、交办的书面告知，3月19日。" in said


def test_the_next_piece_of_work_is_one_click_away(walk, sign_in):
    first, second = walk.delivered(), walk.delivered(title="下一件要办的")
    with on_day("2026-03-05"):
        client = sign_in("hr_desk")
        response = client.post(url(first, Action.RECEIVE), seen(first), follow=True)

    number = second.claim.petition.number
    assert ("下一件：下一件要办的", f"/petitions/{number}/") in links(response)


def test_accepting_through_the_page_issues_the_notice(received, sign_in):
    with on_day("2026-03-10"):
        response = sign_in("hr_desk").post(
            url(received, Action.ACCEPT), ACCEPTANCE | seen(received)
        )

    assert response.status_code == 302
    received.refresh_from_db()
    assert received.state == State.ACCEPTED
    assert received.claim.branch == Branch.PETITION
    assert received.documents.filter(letter=Letter.ACCEPTANCE.value).exists()


def test_drafting_ends_the_kept_draft(accepted, sign_in):
    name = f"draft:{accepted.pk}"
    with on_day("2026-04-13"):
        client = sign_in("hr_handler")
        client.post(reverse("petitions:draft", args=[name]), {"findings": "写到一半的事实"})
        resumed = client.get(url(accepted, Action.DRAFT))
        assert "写到一半的事实" in resumed.content.decode()
        response = client.post(url(accepted, Action.DRAFT), OPINION | seen(accepted))

    assert response.status_code == 302
    assert state_of(accepted) == State.DRAFTED
    assert not FormDraft.objects.filter(form=name).exists()


# --- refused at the field -----------------------------------------------------------------------


def test_an_empty_form_names_each_field_and_writes_nothing(received, sign_in):
    with on_day("2026-03-10"):
        response = sign_in("hr_desk").post(url(received, Action.ACCEPT), seen(received))

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"branch", "branch_reason", "handler"}
    assert "还不能提交：有 3 处需要修改" in main_of(response)
    assert state_of(received) == State.RECEIVED


def test_a_service_date_in_the_future_is_refused_at_its_field(signed, sign_in):
    typed = {"way": "in_person", "served_on": "2026-04-21", "signer": "赵示例"}
    with on_day("2026-04-20"):
        response = sign_in("hr_desk").post(url(signed, Action.SERVE), typed | seen(signed))

    assert response.status_code == 400
    assert response.context["form"].errors["served_on"] == ["送达日期不能晚于今天。"]
    assert 'value="赵示例"' in response.content.decode()
    assert state_of(signed) == State.SIGNED


def test_a_refused_service_wants_its_note(signed, sign_in):
    typed = {"way": "in_person", "served_on": "2026-04-20", "refused": "on"}
    with on_day("2026-04-20"):
        response = sign_in("hr_desk").post(url(signed, Action.SERVE), typed | seen(signed))

    assert response.context["form"].errors["note"] == ["拒收的，写明拒收理由、时间和见证人。"]


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "0"])
def test_a_day_that_does_not_exist_is_refused_in_chinese(signed, sign_in, day):
    typed = {"way": "in_person", "served_on": day, "signer": "赵示例"}
    with on_day("2026-04-20"):
        response = sign_in("hr_desk").post(url(signed, Action.SERVE), typed | seen(signed))

    assert response.status_code == 400
    assert "日期" in response.context["form"].errors["served_on"][0]


def test_a_body_that_is_not_competent_is_refused_with_the_reason(registered, sign_in):
    typed = {"mode": "forward", "organization": "qinghe-env"}
    with on_day("2026-03-04"):
        response = sign_in("clerk").post(url(registered, Action.REFER), typed | seen(registered))

    assert response.status_code == 400
    assert response.context["form"].errors["organization"]
    assert state_of(registered) == State.PENDING


def test_an_assignment_wants_its_day_and_its_question(registered, sign_in):
    typed = {"mode": "assign", "organization": "qinghe-hr"}
    with on_day("2026-03-04"):
        response = sign_in("clerk").post(url(registered, Action.REFER), typed | seen(registered))

    assert set(response.context["form"].errors) == {"feedback_on", "report_on"}


def test_a_text_that_is_too_long_is_refused_and_kept(accepted, sign_in):
    long = "长" * 5001
    with on_day("2026-04-13"):
        response = sign_in("hr_handler").post(
            url(accepted, Action.DRAFT), OPINION | {"findings": long} | seen(accepted)
        )

    assert response.status_code == 400
    assert "5000" in response.context["form"].errors["findings"][0]
    assert long in response.content.decode()


# --- somebody was faster ------------------------------------------------------------------------


def test_a_stale_form_says_who_did_what_and_keeps_what_was_typed(accepted, walk, sign_in):
    old = seen(accepted)
    lifecycle.request_extension(
        accepted, days=5, reason="等鉴定。", by=walk.handler(accepted), at=walk.at("2026-04-01")
    )
    typed = {"person": "hr_handler", "ground": "与信访人是同村，写了很久的理由。"}

    with on_day("2026-04-02"):
        client = sign_in("hr_desk")
        response = client.post(url(accepted, Action.RECUSE), typed | old)
        said, body = main_of(response), response.content.decode()
        again = client.post(
            url(accepted, Action.RECUSE),
            typed | {"version": response.context["form"]["version"].value()},
        )

    assert response.status_code == 409
    assert "顾清和 在 4月1日 10:00" in said
    assert "写了很久的理由。" in body
    assert again.status_code == 302


def test_a_stale_form_whose_act_is_over_shows_what_was_typed(received, walk, sign_in):
    old = seen(received)
    acceptance = lifecycle.Acceptance(
        walk.handler(received).user, branch=Branch.DUTY, branch_reason="属于第五项。"
    )
    lifecycle.accept(received, acceptance, by=walk.handler(received), at=walk.at("2026-03-09"))

    with on_day("2026-03-10"):
        response = sign_in("hr_desk").post(
            url(received, Action.ACCEPT), ACCEPTANCE | {"branch_reason": "我写的理由"} | old
        )

    assert response.status_code == 409
    body = response.content.decode()
    assert "我写的理由" in body
    assert "顾清和" in main_of(response)
    received.claim.refresh_from_db()
    assert received.claim.branch == Branch.DUTY


def test_a_double_click_is_one_act_and_no_reproach(delivered, sign_in):
    with on_day("2026-03-05"):
        client = sign_in("hr_desk")
        client.post(url(delivered, Action.RECEIVE), seen(delivered))
        again = client.post(url(delivered, Action.RECEIVE), seen(delivered), follow=True)

    assert again.status_code == 200
    assert "这一步您已经办过" in main_of(again)
    assert delivered.events.filter(action=Action.RECEIVE).count() == 1


def test_nobody_signs_what_they_drafted(walk, sign_in):
    hop = walk.drafted()
    Document.objects.filter(referral=hop, issued_on=None).update(
        drafted_by=walk.cast["hr_leader"].user
    )

    response = sign_in("hr_leader").post(url(hop, Action.VERIFY), seen(hop))

    assert response.status_code == 409
    assert "不能审核、签发自己起草的文书" in main_of(response)
    assert state_of(hop) == State.DRAFTED


# --- letters ------------------------------------------------------------------------------------


def test_the_preview_is_a_draft_pdf_and_stores_nothing(accepted, sign_in):
    with on_day("2026-04-13"):
        response = sign_in("hr_handler").post(
            url(accepted, Action.DRAFT), {"findings": "只写了事实", "preview": "1"}
        )

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert not Document.objects.filter(referral=accepted, issued_on=None).exists()
    assert state_of(accepted) == State.ACCEPTED


def test_an_act_without_a_letter_has_no_preview(delivered, sign_in):
    response = sign_in("hr_desk").post(url(delivered, Action.RECEIVE), {"preview": "1"})

    assert response.status_code == 404
    assert state_of(delivered) == State.DELIVERED


def test_an_issued_letter_is_served_inline_and_never_kept(delivered, sign_in):
    letter = delivered.documents.get(letter=Letter.FORWARDING.value)

    response = sign_in("hr_desk").get(f"/documents/{letter.pk}/")

    assert response.content == bytes(letter.file.content)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_letter_of_a_hidden_petition_does_not_exist(delivered, sign_in):
    letter = delivered.documents.get(letter=Letter.FORWARDING.value)

    assert sign_in("env_desk").get(f"/documents/{letter.pk}/").status_code == 404


def test_a_draft_letter_is_a_404_outside_the_body_that_writes_it(drafted, sign_in):
    draft = Document.objects.get(referral=drafted, issued_on=None)

    assert sign_in("clerk").get(f"/documents/{draft.pk}/").status_code == 404
    shown = sign_in("hr_leader").get(f"/documents/{draft.pk}/")
    assert shown.content.startswith(b"%PDF-")


def test_the_form_of_an_act_is_closed_to_whoever_stepped_back(accepted, walk, sign_in):
    lifecycle.recuse(
        accepted, person=walk.cast["hr_handler"].user, ground="信访人的亲属",
        by=walk.cast["hr_leader"], at=walk.at("2026-03-11"),
    )  # fmt: skip

    answer = sign_in("hr_handler").get(f"/referrals/{accepted.pk}/draft/")

    assert answer.status_code == 409
    assert "已回避本件" in answer.content.decode()
