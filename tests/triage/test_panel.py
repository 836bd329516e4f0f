"""分流建议 beside the registration form, as the server makes it."""

from __future__ import annotations

import time

import pytest
import time_machine

from petitions.models import Claim, Event, FormDraft, Petition
from tests.petitions.counter import NOON, PAGE, written

pytestmark = pytest.mark.django_db
HINTS = f"{PAGE}hints/"
WAGES = {"title": "工地拖欠工资", "text": "老板拖欠十二人工资，请求劳动监察部门督促发放。"}
REPORT = {
    "title": "反映某镇党委书记的问题",
    "text": "举报石桥镇党委书记收受礼金、公车私用，请纪委严肃处理，为我保密。",
}


@pytest.fixture(autouse=True)
def monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def clerk(cast, sign_in):
    return sign_in("clerk")


def panel(client, **changes: object) -> str:
    answer = client.post(HINTS, written(**changes))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_panel_says_kind_class_branch_situation_and_bodies_with_reasons(clerk):
    told = panel(clerk, category="", **WAGES)

    assert "劳动和社会保障 / 工资福利" in told
    assert "文中写到“" in told
    assert "A-10 拖欠工资，请求劳动保障监察" in told
    assert "第三十一条第（五）项" in told
    assert "负责劳动保障监察" in told
    assert 'value="grievance:1501:A-10"' in told
    assert "采用建议" in told


def test_too_little_text_gives_no_proposal(clerk):
    told = panel(clerk, title="", text="工资")

    assert "data-adopt" not in told
    assert "这里给出性质、分类" in told


def test_a_report_is_announced_as_sealed_before_anything_is_saved(clerk, caplog):
    with caplog.at_level("DEBUG"):
        told = panel(clerk, category="", **REPORT)

    assert "将按密件登记" in told
    assert "江桥市纪委监委" in told
    assert "石桥镇人民政府" not in told
    assert not Petition.objects.exists()
    assert not FormDraft.objects.exists()
    assert "石桥镇党委书记" not in caplog.text


def test_a_doubt_asks_the_clerk_to_look(clerk):
    told = panel(clerk, title="", text="镇干部来收费不给收据，账目不清，请求公开收支。")

    assert "如果是检举控告" in told


def test_the_body_the_clerk_names_as_complained_of_is_not_among_the_receivers(clerk):
    told = panel(clerk, category="", accused_organization="qinghe-discipline", **REPORT)
    bodies = told[told.index("<dt>机关</dt>") : told.index("</dl>")]

    assert "青禾县纪委监委" not in bodies
    assert "江桥市纪委监委" in bodies


def test_the_territory_chosen_stands_and_the_one_the_page_began_with_gives_way(clerk):
    text = "江桥市公交末班车太早，请求交通运输部门增加班次，方便夜班的人回家。"

    assert "江桥市交通运输局" in panel(clerk, title="", text=text, territory="qinghe-gov")
    assert "望湖区教育局" in panel(
        clerk, title="", text="幼儿园乱收费，请教育局查处。", territory="wanghu-gov"
    )


def test_adopting_without_scripts_fills_the_form(clerk):
    page = clerk.post(
        PAGE, written(**WAGES, kind="suggestion", category="", purpose="other", step="adopt")
    ).content.decode()

    assert '<option value="1501" selected>' in page
    assert '<option value="A-10" selected>' in page
    assert "已采用" in page
    assert not Petition.objects.exists()


def test_what_was_adopted_is_registered_with_its_situation(clerk):
    clerk.post(
        PAGE,
        written(**WAGES, category="1501", situation="A-10", proposed="grievance:1501:A-10"),
    )
    event = Event.objects.get()

    assert Claim.objects.get().situation.code == "A-10"
    assert event.data["proposed"] == {
        "kind": "grievance", "category": "1501", "situation": "A-10", "otherwise": "",
    }  # fmt: skip
    assert event.text == "来信登记"


def test_another_choice_asks_for_a_reason_and_keeps_what_was_typed(clerk):
    answer = clerk.post(PAGE, written(**WAGES, category="0109", proposed="grievance:1501:A-10"))
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "您的选择与分类建议不同" in page
    assert WAGES["text"] in page
    assert not Petition.objects.exists()


def test_the_reason_for_another_choice_stands_in_the_history(clerk):
    clerk.post(
        PAGE,
        written(**WAGES, category="0109", proposed="grievance:1501:A-10", otherwise="other_demand"),
    )
    event = Event.objects.get()

    assert event.text == "来信登记；未采用分类建议：建议针对的不是主要诉求"
    assert event.data["proposed"]["otherwise"] == "建议针对的不是主要诉求"


def test_another_second_level_of_the_same_class_needs_no_reason(clerk):
    clerk.post(PAGE, written(**WAGES, category="1502", proposed="grievance:1501:A-10"))

    assert Petition.objects.count() == 1


@pytest.mark.parametrize("value", ["x", "grievance:1501", "grievance:1501:A-10:9", "a" * 90])
def test_a_proposal_nobody_made_is_refused(clerk, value):
    answer = clerk.post(PAGE, written(**WAGES, proposed=value))

    assert answer.status_code == 400
    assert not Petition.objects.exists()


def test_a_situation_of_another_kind_is_refused_at_its_field(clerk):
    page = clerk.post(PAGE, written(**WAGES, situation="X-02")).content.decode()

    assert "与所选的事项性质不符" in page
    assert not Petition.objects.exists()


def test_the_guide_is_asked_and_leads_back_with_what_was_written(clerk):
    sent = written(**WAGES, category="", step="guide")
    away = clerk.post(PAGE, sent)
    back = clerk.get(PAGE, {"draft": sent["key"], "situation": "A-10"}).content.decode()

    assert away.url == f"/guide/?draft={sent['key']}"
    assert WAGES["text"] in back
    assert '<option value="A-10" selected>' in back


@pytest.mark.parametrize("code", ["Z-99", "x", "A-10\0", "' or 1=1"])
def test_an_answer_the_guide_does_not_give_changes_nothing(clerk, code):
    page = clerk.get(PAGE, {"situation": code})

    assert page.status_code == 200
    assert '<option value="" selected>（待定）</option>' in page.content.decode()


def test_a_report_from_the_guide_opens_the_form_for_one(clerk):
    page = clerk.get(PAGE, {"situation": "X-02"}).content.decode()

    assert 'value="accusation" checked' in " ".join(page.split()) or (
        "checked" in page[page.index('value="accusation"') :][:200]
    )


def test_the_panel_takes_less_than_300_ms_of_the_server(clerk, walk):
    for _ in range(6):
        walk.delivered()
    panel(clerk, **WAGES)
    text = "小区物业公司收取停车费，垃圾没有清运，夜里噪音扰民，请求查处。" * 60
    with time_machine.travel(NOON, tick=True):
        began = time.process_time()
        panel(clerk, title="物业", text=text)
        took = time.process_time() - began

    assert took < 0.3


def test_the_questions_asked_are_bounded(clerk, django_assert_max_num_queries):
    panel(clerk, **WAGES)
    with django_assert_max_num_queries(36) as asked:
        panel(clerk, **WAGES)

    assert len(asked) > 0
