"""登记: the page a clerk works with all day."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from petitions.models import Event, FormDraft, Petition
from tests.petitions.counter import PAGE, person, submit, text, upload, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


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
