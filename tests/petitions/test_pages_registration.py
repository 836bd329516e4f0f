"""登记: the page a clerk works with all day, and the receipt that leaves it."""

from __future__ import annotations

import io
import threading
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from petitions.models import Event, FormDraft, Petition
from petitions.people import PROVINCES
from petitions.states import Kind
from tests.petitions.counter import NOON, PAGE, person, upload, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def clerk(cast, sign_in):
    return sign_in("clerk")


def text(response):
    return response.content.decode()


def submit(client, **changes: object):
    return client.post(PAGE, written(**changes))


@pytest.mark.parametrize("username", ["clerk", "supervisor", "hr_desk", "env_desk"])
def test_whoever_takes_petitions_sees_the_page(cast, sign_in, username):
    response = sign_in(username).get(PAGE)

    assert response.status_code == 200
    assert "登记信访件" in text(response)


@pytest.mark.parametrize(
    "username", ["hr_handler", "hr_leader", "reviewer", "discipline", "leader", "sysadmin"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_else_is_refused(cast, sign_in, username, method):
    response = getattr(sign_in(username), method)(PAGE, written() if method == "post" else {})

    assert response.status_code == 403
    assert not Petition.objects.exists()


def test_the_page_proposes_today_and_the_clerk_s_own_county(clerk):
    page = text(clerk.get(PAGE))

    assert 'value="2026-03-02"' in page
    assert '<option value="qinghe-gov" selected>' in page
    assert "3月17日" in page


def test_a_letter_becomes_a_petition_and_its_receipt_is_shown(clerk):
    response = clerk.post(PAGE, written(**person(1)), follow=True)

    petition = Petition.objects.get()
    assert response.redirect_chain == [(reverse("petitions:receipt", args=[petition.number]), 302)]
    assert petition.number in text(response)
    assert petition.parties.count() == 2
    assert petition.claims.get().referrals.get().deadlines.get().due_on.isoformat() == "2026-03-17"


def test_a_row_nobody_wrote_in_and_gaps_in_the_numbers_are_nothing(clerk):
    submit(clerk, **{"people-3-name": "", "people-3-part": "listed"}, **person(7, name="钱示例"))

    names = Petition.objects.get().petitioners.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["赵示例0", "钱示例"]


def test_an_id_number_fills_birth_sex_and_region(clerk):
    submit(clerk, **person(0, id_number=" 11010519491231002x "))

    holder = Petition.objects.get().petitioners.get()
    assert (str(holder.birth_on), holder.sex, holder.region) == ("1949-12-31", "女", "北京")


def test_an_anonymous_letter_needs_no_petitioner(clerk):
    submit(clerk, is_anonymous="on", **person(0, name="", phone="", address=""))

    petition = Petition.objects.get()
    assert petition.is_anonymous
    assert not petition.parties.exists()


def test_a_repeat_joins_the_matter_of_the_number_typed(clerk, walk):
    earlier = walk.register()

    response = clerk.post(PAGE, written(joins=f" {earlier.number} "), follow=True)

    petition = Petition.objects.latest("pk")
    assert petition.matter == earlier.matter
    assert petition.is_repeat
    assert "已经并入" in text(response)


def test_a_page_sent_again_shows_the_same_number(clerk):
    page = written()

    first, again = clerk.post(PAGE, page), clerk.post(PAGE, page | {"title": "改过的标题"})

    petition = Petition.objects.get()
    assert first.url == again.url == reverse("petitions:receipt", args=[petition.number])
    assert petition.title == "退休工龄少算五年"


def test_going_back_to_a_page_already_sent_leads_to_its_receipt(clerk):
    page = written()
    clerk.post(PAGE, page)

    response = clerk.get(PAGE, {"draft": page["key"]})

    assert response.url == reverse("petitions:receipt", args=[Petition.objects.get().number])


def test_the_key_of_somebody_else_s_petition_is_a_new_petition(clerk, walk, sign_in):
    page = written()
    clerk.post(PAGE, page)

    sign_in("supervisor").post(PAGE, page | {"not_repeat": "另一次来信。"})

    assert Petition.objects.filter(idempotency_key=page["key"]).count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_posts_at_the_same_moment_are_one_petition_with_its_files_once(cast, sign_in):
    cookies = sign_in("clerk").cookies
    page, urls = written(), []
    start = threading.Barrier(10)

    def post() -> None:
        client = Client()
        client.cookies = cookies
        start.wait()
        try:
            urls.append(client.post(PAGE, page | {"files": [upload()]}).headers.get("Location"))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    petition = Petition.objects.get()
    assert urls == [reverse("petitions:receipt", args=[petition.number])] * 10
    assert petition.attachments.count() == 1
    assert Event.objects.filter(matter=petition.matter).count() == 1
    assert not FormDraft.objects.exists()


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


def test_a_button_adds_a_person_and_keeps_what_was_typed(clerk):
    response = submit(clerk, step="add-person", title="")

    assert response.status_code == 200
    assert len(response.context["people"].forms) == 2
    assert "赵示例0" in text(response)
    assert "请填写标题" not in text(response)


def test_a_button_takes_a_person_away(clerk):
    response = submit(clerk, step="drop-person:0", **person(1, name="钱示例"))

    assert "赵示例0" not in text(response)
    assert "钱示例" in text(response)


def test_a_button_shows_the_hints(clerk, walk):
    walk.register(title="早先的一件")

    response = submit(clerk, step="look", **person(0, phone="13800004821"))

    assert "早先的一件" in text(response)


def test_joining_fills_the_number(clerk, walk):
    earlier = walk.register()

    response = submit(clerk, step=f"join:{earlier.number}")

    assert f"将并入 {earlier.number} 的事项" in text(response)
    assert Petition.objects.count() == 1


HINTS = "/petitions/register/hints/"


def test_hints_name_a_repeat_by_telephone_and_text(clerk, walk):
    earlier = walk.register()

    page = text(clerk.post(HINTS, written(**person(0, phone="138 0000 4821"))))

    assert earlier.number in page
    assert "同一电话，原文相似" in page


def test_hints_find_a_namesake_with_a_similar_text(clerk, walk):
    walk.register()
    said = "我 1998 年进厂，去年退休时工龄从 2003 年算起，要求重新核算工龄。"

    page = text(clerk.post(HINTS, written(text=said, **person(0, name="赵示例"))))

    assert "姓名相同，原文相似" in page


def test_hints_say_nothing_of_what_the_person_may_not_see(walk, sign_in):
    hidden = walk.register()

    page = text(sign_in("env_desk").post(HINTS, written(**person(0, phone="13800004821"))))

    assert hidden.number not in page
    assert "没有发现相同的" in page


def test_hints_say_nothing_of_a_sealed_report_to_a_clerk_who_is_not_cleared(walk, cast, sign_in):
    sealed = walk.register(kind=Kind.ACCUSATION)
    cast["clerk"].is_cleared = False
    cast["clerk"].save(update_fields=["is_cleared"])

    page = text(sign_in("clerk").post(HINTS, written(**person(0, phone="13800004821"))))

    assert sealed.number not in page


def test_hints_name_the_competent_body_and_the_last_day(clerk):
    page = text(clerk.post(HINTS, written()))

    assert "青禾县人社局" in page
    assert "3月17日" in page
    assert "第二十二条" in page


def test_hints_of_a_body_promise_its_own_notice(cast, sign_in):
    page = text(sign_in("hr_desk").post(HINTS, written()))

    assert "书面告知信访人接收情况和途径、程序" in page
    assert "第二十三条" in page


def test_hints_read_the_id_number(clerk):
    page = text(clerk.post(HINTS, written(**person(0, id_number="11010519491231002X"))))

    assert "1949年12月31日出生" in page
    assert PROVINCES["11"] in page


def test_hints_never_fail_on_what_is_half_typed(clerk):
    response = clerk.post(
        HINTS, {"received_on": "2026-13", "people-0-id_number": "1", "category": "x"}
    )

    assert response.status_code == 200


def test_hints_of_others_are_refused(cast, sign_in):
    client = sign_in("hr_handler")

    assert client.post(HINTS, written()).status_code == 403
    assert client.get(HINTS).status_code == 405


def test_hints_cost_few_queries_however_many_petitions_there_are(clerk, walk):
    for _ in range(3):
        walk.register()
    clerk.post(HINTS, written())

    with CaptureQueriesContext(connection) as few:
        clerk.post(HINTS, written())
    for _ in range(12):
        walk.register()
    with CaptureQueriesContext(connection) as many:
        clerk.post(HINTS, written())

    assert len(many) == len(few)


def test_the_receipt_shows_number_code_picture_and_promise(clerk, walk):
    petition = walk.register()
    code = petition.matter.query_code

    page = text(clerk.get(reverse("petitions:receipt", args=[petition.number])))

    assert petition.number in page
    assert f"{code[:5]}-{code[5:]}" in page
    assert "<svg" in page
    assert "2026年3月17日" in page
    assert "style=" not in page


def test_the_receipt_as_pdf(clerk, walk):
    petition = walk.register()

    response = clerk.get(reverse("petitions:receipt-pdf", args=[petition.number]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_the_receipt_of_a_repeat_as_pdf_promises_no_day(clerk, walk):
    earlier = walk.register()
    clerk.post(PAGE, written(joins=earlier.number))
    repeat = Petition.objects.latest("pk")

    response = clerk.get(reverse("petitions:receipt-pdf", args=[repeat.number]))

    assert "最迟前" not in pdf_text(response.content)


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("username", ["hr_desk", "hr_handler", "leader", "sysadmin"])
@pytest.mark.parametrize("name", ["receipt", "receipt-pdf"])
def test_the_query_code_is_shown_at_the_counter_that_gave_it_and_nowhere_else(
    walk, sign_in, username, name
):
    petition = walk.delivered().claim.petition

    response = sign_in(username).get(reverse(f"petitions:{name}", args=[petition.number]))

    assert response.status_code == 404


def test_an_uncleared_clerk_prints_the_receipt_of_the_report_just_taken_down(cast, sign_in):
    cast["clerk"].is_cleared = False
    cast["clerk"].save(update_fields=["is_cleared"])
    client = sign_in("clerk")

    response = client.post(PAGE, written(kind="accusation", category="0505"), follow=True)

    petition = Petition.objects.get()
    assert petition.is_sealed
    assert petition.number in text(response)
    later = sign_in("clerk")
    client.logout()
    later.force_login(cast["clerk"].user, backend="django.contrib.auth.backends.ModelBackend")
    assert later.get(reverse("petitions:receipt", args=[petition.number])).status_code == 404


def test_a_number_that_is_not_there_is_not_found(clerk):
    assert clerk.get(reverse("petitions:receipt", args=["x" * 24])).status_code == 404
    assert clerk.get(PAGE, {"draft": str(uuid.uuid4())}).status_code == 200
