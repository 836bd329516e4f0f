"""The word lists and the command that loads them."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from routing.models import (
    Category,
    ChannelClass,
    Duty,
    Kind,
    PublishedYear,
    Situation,
    SpecialDay,
    TimeLimit,
)
from routing.reference.loading import load

pytestmark = pytest.mark.django_db


def test_the_command_loads_everything_and_twice_is_once():
    for model in (Duty, SpecialDay, PublishedYear, TimeLimit, Situation):
        model.objects.all().delete()
    Category.objects.exclude(parent=None).delete()
    Category.objects.all().delete()
    said = StringIO()
    call_command("load_reference", stdout=said)
    first = _counts()

    call_command("load_reference", stdout=said)

    assert first == _counts() == {"days": 771, "limits": 35, "categories": 132, "situations": 45}
    assert (
        said.getvalue()
        .splitlines()[1]
        .endswith("special_days 0，time_limits 0，categories 0，situations 0，stages 0，pauses 0")
    )


def _counts():
    return {
        "days": SpecialDay.objects.count(),
        "limits": TimeLimit.objects.count(),
        "categories": Category.objects.count(),
        "situations": Situation.objects.count(),
    }


def test_a_word_put_wrong_is_put_right_again(reference):
    Category.objects.filter(code="1501").update(name="工资")
    Situation.objects.filter(code="X-01").update(body="不知道")

    loaded = load()

    assert (loaded.categories, loaded.situations) == (1, 1)
    assert Category.objects.get(code="1501").name == "工资福利"


def test_categories_have_two_levels_and_no_doubled_names(reference):
    first = Category.objects.filter(parent=None)

    assert list(first.values_list("code", flat=True)) == [f"{n:02}" for n in range(1, 16)] + ["99"]
    assert str(Category.objects.get(code="1501").parent) == "劳动和社会保障"
    assert not Category.objects.filter(parent__code="06", name="交通运输").exists()
    assert not Category.objects.filter(parent__code="07", name="安全生产").exists()
    assert Category.objects.filter(parent__code="01", name="安全生产").exists()
    without_children = first.filter(children=None)
    assert [category.code for category in without_children] == ["99"]


@pytest.mark.parametrize("code", ["1", "150", "15011", "AB"])
def test_the_database_refuses_a_code_of_another_form(reference, code):
    with pytest.raises(DatabaseError), transaction.atomic():
        Category.objects.create(code=code, name="某类")

    assert not Category.objects.filter(code=code).exists()


def test_the_guide_has_43_situations_of_seven_classes_and_two_not_accepted_again(reference):
    codes = set(Situation.objects.values_list("code", flat=True))
    expected = {
        f"{letter}-{number:02}"
        for letter, last in {
            "X": 7,
            "A": 15,
            "Z": 4,
            "L": 6,
            "P": 2,
            "J": 4,
            "Q": 5,
            "N": 2,
        }.items()
        for number in range(1, last + 1)
    }

    assert codes == expected
    classes = set(Situation.objects.values_list("channel_class", flat=True))
    assert classes == set(ChannelClass.values)


@pytest.mark.parametrize(
    ("code", "kind", "branch", "other"),
    [
        ("X-01", Kind.SUGGESTION, None, None),
        ("X-02", Kind.ACCUSATION, None, None),
        ("X-04", Kind.GRIEVANCE, 6, None),
        ("X-06", Kind.GRIEVANCE, None, None),
        ("X-07", Kind.GRIEVANCE, 4, 5),
        ("A-05", Kind.GRIEVANCE, 5, None),
        ("A-10", Kind.GRIEVANCE, 5, None),
        ("Z-01", Kind.GRIEVANCE, 2, None),
        ("L-01", Kind.GRIEVANCE, 1, None),
        ("Q-01", Kind.GRIEVANCE, 3, None),
        ("Q-04", Kind.GRIEVANCE, 3, 4),
    ],
)
def test_the_branch_of_a_situation(reference, code, kind, branch, other):
    situation = Situation.objects.get(code=code)

    assert (situation.kind, situation.branch, situation.other_branch) == (kind, branch, other)


def test_review_is_the_remedy_of_branch_six_alone(reference):
    for situation in Situation.objects.all():
        offers_review = "请求复查" in situation.remedy
        assert offers_review == (situation.branch == 6), situation


def test_every_situation_says_who_and_on_what_ground(reference):
    assert not Situation.objects.filter(body="").exists()
    assert not Situation.objects.filter(ground="").exists()
    assert not Situation.objects.filter(remedy="").exists()


@pytest.mark.parametrize(
    "changed", [{"branch": 7}, {"kind": Kind.SUGGESTION}, {"channel_class": "other"}], ids=str
)
def test_the_database_refuses_a_situation_outside_article_31(reference, changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Situation.objects.filter(code="X-04").update(**changed)

    assert Situation.objects.get(code="X-04").branch == 6
