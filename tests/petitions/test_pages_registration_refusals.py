"""登记: what the page refuses, in words, with everything typed still there."""

from __future__ import annotations

import pytest

from petitions.models import Petition
from tests.petitions.counter import PAGE, person, submit, text, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


REFUSED = [
    ({"title": ""}, "请填写标题。"),
    ({"title": "长" * 81}, "80"),
    ({"text": ""}, "请填写反映内容。"),
    ({"text": "长" * 20_001}, "20000"),
    ({"category": "8888"}, "没有这个分类，请从列表中选择。"),
    ({"territory": "nowhere"}, "没有这个机关，请从列表中选择。"),
    ({"intake": "pigeon"}, "pigeon"),
    ({"received_on": "2026-03-03"}, "收到日期不能晚于今天。"),
    ({"received_on": "2026-02-30"}, "请填写实际存在的日期，例如 2026-03-02。"),
    ({"received_on": "2019-01-01"}, "早于《信访工作条例》施行之日"),
    ({"postmarked_on": "2026-03-03"}, "邮戳日期不能晚于收到日期。"),
    ({"people_count": "0"}, "1"),
    ({"joins": "990121-260302-LX-00000-0"}, "没有找到这个编号的信访件，请核对。"),
    (person(0, name=""), "请填写姓名（名称）。"),
    (person(0, name="长" * 41), "40"),
    (person(0, id_number="11010519491231002Y"), "身份证号末位校验不符，应为 X。请核对证件。"),
    (person(0, id_number="1101051949123100²X"), "身份证号应为 18 位"),
    (person(0, id_number="110105194912310020"), "身份证号末位校验不符，应为 X。请核对证件。"),
    (person(0, id_number="1101051949"), "填了 10 位"),
    (person(0, id_number="110105202602300013"), "请核对证件。"),
    (person(0, phone="12345"), "电话应为 11 位手机号"),
    (person(0, name="", phone="", address=""), "至少填写一名信访人"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_what_cannot_be_is_refused_in_words_and_writes_nothing(clerk, changes, message):
    response = submit(clerk, **changes)

    assert response.status_code == 400
    assert message in text(response)
    assert "错误：" in text(response)
    assert not Petition.objects.exists()


def test_everything_typed_is_still_there_after_a_refusal(clerk):
    page = written(
        title="",
        text="第一行\n第二行 <b>&",
        accused_name="某某",
        people_count="18",
        **person(1, name="钱示例", phone="错"),
    )

    response = clerk.post(PAGE, page)

    shown = text(response)
    for value in ("第一行\n第二行 &lt;b&gt;&amp;", "某某", "钱示例", 'value="错"', 'value="18"'):
        assert value in shown
    assert page["key"] in shown


def test_a_sixth_representative_of_a_visit_is_refused_beside_the_people(clerk):
    six = {k: v for n in range(6) for k, v in person(n, part="representative").items()}

    response = submit(clerk, intake="visit", **six)

    assert response.status_code == 400
    assert "代表不得超过 5 人（第二十条第三款）" in text(response)
    assert 'id="people-error"' in text(response)


def test_five_representatives_and_others_are_registered(clerk):
    people = {k: v for n in range(5) for k, v in person(n, part="representative").items()}

    submit(clerk, intake="visit", people_count="18", **people, **person(5, part="listed"))

    petition = Petition.objects.get()
    assert (petition.parties.count(), petition.people_count) == (6, 18)


def test_the_same_id_number_twice_is_refused(clerk):
    number = {"id_number": "11010519491231002X"}

    response = submit(clerk, **person(0, **number), **person(1, **number))

    assert "同一身份证号填写了两次" in text(response)


def test_too_many_rows_of_people_are_refused(clerk):
    many = {k: v for n in range(61) for k, v in person(n).items()}

    response = submit(clerk, **many)

    assert response.status_code == 400
    assert "最多逐人填写 60 名" in text(response)


@pytest.mark.parametrize("key", [None, "", "not-a-key"])
def test_a_page_without_a_usable_key_gets_a_new_one_and_registers_nothing(clerk, key):
    response = submit(clerk, key=key)

    assert response.status_code == 400
    assert "页面标识有误" in text(response)
    assert not Petition.objects.exists()
    fresh = response.context["page"].key
    assert f'value="{fresh}"' in text(response)


def test_a_number_one_may_not_see_cannot_be_joined(walk, sign_in):
    hidden = walk.register()

    response = submit(sign_in("env_desk"), joins=hidden.number)

    assert "没有找到这个编号的信访件" in text(response)


def test_a_nul_byte_is_not_an_error_of_ours(clerk):
    response = submit(clerk, title="工资\0拖欠")

    assert response.status_code == 302
    assert Petition.objects.get().title == "工资拖欠"
