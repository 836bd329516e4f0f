"""The list: what each condition finds, that counts are the list, and what stays hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions.lifecycle import Person
from petitions.models import Petition
from petitions.models.petition import Intake
from petitions.paging import CappedPaginator
from petitions.states import Kind
from tests.petitions.pages import links, main_of, on_day

pytestmark = pytest.mark.django_db

URL = "/petitions/"


def titles(response) -> list[str]:
    return [entry["petition"].title for entry in response.context["entries"]]


@pytest.fixture
def three(walk):
    """A letter about wages, a visit about noise sent to the other bureau, and a suggestion."""
    walk.register(on="2026-03-02", title="拖欠工资")
    walk.delivered(
        on="2026-03-03",
        title="夜间噪声",
        intake=Intake.VISIT,
        people=(Person("钱样本", phone="13900001234"),),
    )
    walk.register(
        on="2026-03-04", title="加装候车亭", kind=Kind.SUGGESTION, text="建议加装候车亭。"
    )


def test_newest_first_with_a_count(three, sign_in):
    response = sign_in("clerk").get(URL)

    assert titles(response) == ["加装候车亭", "夜间噪声", "拖欠工资"]
    assert "共 3 件" in main_of(response)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=噪声", ["夜间噪声"]),
        ("q=钱样本", ["夜间噪声"]),
        ("q=1234", ["夜间噪声"]),
        ("q=候车亭", ["加装候车亭"]),
        ("q=样本 噪声", ["夜间噪声"]),
        ("q=样本 候车亭", []),
        ("q=没有这样的词", []),
        ("step=delivered", ["夜间噪声"]),
        ("step=pending", ["加装候车亭", "拖欠工资"]),
        ("step=referred", []),
        ("organization=qinghe-hr", ["夜间噪声"]),
        ("intake=visit", ["夜间噪声"]),
        ("kind=suggestion", ["加装候车亭"]),
        ("category=1500", ["加装候车亭", "夜间噪声", "拖欠工资"]),
        ("since=2026-03-03&until=2026-03-03", ["夜间噪声"]),
        ("step=pending&kind=suggestion", ["加装候车亭"]),
        ("step=nonsense", ["加装候车亭", "夜间噪声", "拖欠工资"]),
        ("since=2026-02-30", ["加装候车亭", "夜间噪声", "拖欠工资"]),
    ],
)
def test_each_condition_finds(three, sign_in, query, expected):
    response = sign_in("clerk").get(f"{URL}?{query}")

    assert response.status_code == 200
    assert titles(response) == expected
    assert response.context["count"] == str(len(expected))


def test_lateness_as_the_day_goes_by(three, sign_in):
    with on_day("2026-03-18"):
        client = sign_in("clerk")
        late = titles(client.get(f"{URL}?lateness=late"))
        near = titles(client.get(f"{URL}?lateness=near"))

    assert late == ["拖欠工资"]
    assert near == ["加装候车亭", "夜间噪声"]


def test_the_first_to_fall_due_first(three, sign_in):
    assert titles(sign_in("clerk").get(f"{URL}?sort=due")) == ["拖欠工资", "加装候车亭", "夜间噪声"]


def test_what_i_handle(three, walk, sign_in):
    walk.accepted(title="我承办的")

    assert titles(sign_in("hr_handler").get(f"{URL}?mine=on")) == ["我承办的"]


def test_a_condition_in_force_is_dropped_by_one_click(three, sign_in):
    client = sign_in("clerk")
    response = client.get(f"{URL}?step=pending&kind=suggestion&sort=due")

    tags = {tag.label: tag for tag in response.context["tags"]}
    assert {label: tag.value for label, tag in tags.items()} == {
        "当前步骤": "待转送",
        "性质": "建议意见",
    }
    without = client.get(tags["性质"].remove_url)
    assert titles(without) == ["拖欠工资", "加装候车亭"]


def test_a_full_number_goes_straight_to_its_petition(registered, sign_in):
    number = registered.claim.petition.number
    client = sign_in("clerk")

    for typed in (number, number.replace("-", ""), f" {number.lower()} "):
        response = client.get(URL, {"q": typed})
        assert response.status_code == 302
        assert response["Location"] == f"/petitions/{number}/"


def test_the_number_of_a_hidden_petition_finds_nothing(registered, sign_in):
    response = sign_in("env_desk").get(URL, {"q": registered.claim.petition.number})

    assert response.status_code == 200
    assert titles(response) == []
    assert "没有符合条件的信访件" in main_of(response)


def test_others_and_sealed_petitions_are_neither_listed_nor_counted(three, walk, sign_in):
    walk.register(kind=Kind.ACCUSATION, title="反映某某的问题", accused_name="某某")

    assert titles(sign_in("hr_desk").get(URL)) == ["夜间噪声"]
    assert titles(sign_in("leader").get(f"{URL}?q=反映")) == []
    assert titles(sign_in("clerk").get(f"{URL}?q=反映")) == ["反映某某的问题"]
    assert titles(sign_in("sysadmin").get(URL)) == []


def test_names_are_masked(three, sign_in):
    body = sign_in("clerk").get(URL).content.decode()

    assert "钱*本" in body
    assert "钱样本" not in body


def test_each_row_opens_its_petition(registered, sign_in):
    number = registered.claim.petition.number

    assert ("退休工龄少算五年", f"/petitions/{number}/") in links(sign_in("clerk").get(URL))


def test_an_empty_list_says_so(law, sign_in):
    assert "还没有信访件" in main_of(sign_in("clerk").get(URL))


def test_counts_no_further_than_its_cap(three):
    pages = CappedPaginator(Petition.objects.order_by("pk"), cap=2)

    assert pages.count == 2
    assert pages.count_text == "2 以上"


def test_a_page_that_does_not_exist_is_the_last_one(three, sign_in):
    assert len(titles(sign_in("clerk").get(f"{URL}?page=99"))) == 3
    assert len(titles(sign_in("clerk").get(f"{URL}?page=x"))) == 3


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "长" * 61, "organization=no-such-body", "page=-1"]
)
def test_what_an_address_should_not_say_breaks_nothing(three, sign_in, query):
    assert sign_in("clerk").get(f"{URL}?{query}").status_code == 200


def test_a_full_page_costs_as_many_queries_as_a_short_one(walk, sign_in):
    client = sign_in("clerk")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    for _ in range(3):
        walk.delivered()
    client.get(URL)
    short = queries()
    for _ in range(12):
        walk.register()

    assert short == queries() <= 20
