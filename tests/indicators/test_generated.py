"""On generated petitions: an independent reader finds the same figures to the last digit, and one
query makes the count, the list and the workbook, for every account and every number."""

from __future__ import annotations

import contextlib
import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Organization, User
from oversight.indicators import INDICATORS, Period, figures, part_labels, rows
from oversight.reports import listing, workbook
from petitions.models import Claim, Petition
from tests.cast import CAST
from tests.indicators.conftest import month_back
from tests.indicators.independent import History, Tally
from tests.indicators.said import named

pytestmark = pytest.mark.usefixtures("volume")
ACCOUNTS = [row[0] for row in CAST]
#: One of each kind of scope; the others of the same office see the same.
READERS = ["supervisor", "leader", "hr_leader"]


@pytest.fixture(scope="module")
def history(grown, django_db_blocker):
    said = io.StringIO()
    with django_db_blocker.unblock(), contextlib.redirect_stdout(said):
        call_command("export_events")
    return History(said.getvalue().splitlines())


def compared(period: Period, history: History, on) -> dict[tuple[str, str], tuple]:
    """Where the two disagree, by indicator and organization: what each says."""
    codes = dict(Organization.objects.values_list("pk", "code"))
    user = User.objects.get(username="supervisor")
    ours = [
        *figures(user, period, on=on),
        *figures(user, period, on=on, by_organization=True),
    ]
    theirs = history.tallies(period.starts_on, period.ends_on, on=on)
    said = {
        (row.indicator.code, codes.get(row.organization_id or 0, "")): (
            row.numerator, row.denominator, row.left_base, row.value, row.median
        )
        for row in ours
    }  # fmt: skip
    found = {key: of(theirs.get(key, Tally())) for key in said | theirs}
    return {key: (said.get(key), found[key]) for key in found if said.get(key) != found[key]}


def of(tally: Tally) -> tuple:
    return (tally.hits, tally.cases, tally.left, tally.value, tally.middle)


@pytest.mark.parametrize("starts_on", [1, 21])
@pytest.mark.parametrize("months", [0, 1, 2, 7, 14, 26])
def test_every_figure_of_a_month_is_the_same(history, today, months, starts_on):
    assert compared(month_back(months, starts_on=starts_on), history, today) == {}


@pytest.mark.parametrize("years", [0, 1, 2])
def test_every_figure_of_a_year_is_the_same(history, today, years):
    name = str(int(Period.year_of(today).name) - years)

    assert compared(named(name), history, today) == {}


def test_the_generated_year_has_something_to_count_in_every_column(today):
    user = User.objects.get(username="supervisor")
    last_year = named(str(today.year - 1))

    found = {row.indicator.code: row for row in figures(user, last_year, on=today)}

    assert set(found) == set(INDICATORS)
    for code, row in found.items():
        if code != "suggestions":
            assert row.denominator > 20, code
            assert row.left_base > 0, code
    assert 0 < found["repeat"].numerator < found["repeat"].denominator
    assert 0 < found["resolved_once"].numerator < found["resolved_once"].denominator
    assert found["on_time_answer"].states["late"] > 0


def test_the_export_names_nobody(history, grown):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        call_command("export_events")

    assert "1380000" not in said.getvalue()
    assert "title" not in said.getvalue()


def numbers(figure) -> dict[str, int]:
    """Every number of a figure that has a list."""
    counts = {
        "denominator": figure.denominator, "left_base": figure.left_base, **figure.states,
    }  # fmt: skip
    if figure.indicator.measure.value == "share":
        counts["numerator"] = figure.numerator
    return counts


@pytest.mark.parametrize("username", ACCOUNTS)
def test_each_count_is_the_length_of_its_list(username, today):
    user, period = User.objects.get(username=username), month_back(1)
    apart = figures(user, period, on=today, by_organization=True)
    for figure in figures(user, period, on=today):
        code = figure.indicator.code
        bodies = {row.organization_id: row for row in apart if row.indicator.code == code}
        for part, count in numbers(figure).items():
            listed = Counter(
                rows(user, period, code, part, on=today).values_list("answering", flat=True)
            )
            assert sum(listed.values()) == count, (code, part)
            assert listed == Counter(
                {body: n for body, row in bodies.items() if (n := numbers(row)[part])}
            ), (code, part)


@pytest.mark.parametrize("username", READERS)
def test_each_count_of_a_body_is_the_length_of_its_own_list(username, today):
    user, period = User.objects.get(username=username), month_back(1)
    apart = figures(user, period, on=today, by_organization=True)
    busiest = {row.indicator.code: row for row in sorted(apart, key=lambda row: row.denominator)}
    for code, figure in busiest.items():
        body = Organization.objects.get(pk=figure.organization_id or 0)
        for part, count in numbers(figure).items():
            found = rows(user, period, code, part, body, on=today)
            assert found.count() == count, (code, part)


@pytest.mark.parametrize("username", READERS)
def test_each_count_is_the_length_of_its_workbook(username, today):
    user, period = User.objects.get(username=username), month_back(1)
    for figure in figures(user, period, on=today):
        code = figure.indicator.code
        for part, count in numbers(figure).items():
            found = rows(user, period, code, part, on=today)
            content = workbook.of_list(
                found, "清单", columns=listing.columns(INDICATORS[code]), who=user.name
            )
            sheet = load_workbook(io.BytesIO(content)).active
            assert sheet.max_row - 3 == count, (code, part)


def test_each_number_on_the_page_leads_to_a_list_of_that_length(today):
    client, period = Client(), month_back(1)
    user = User.objects.get(username="supervisor")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    page = client.get("/reports/", {"month": period.name})

    checked = 0
    for line in page.context["lines"]:
        shown = [line["numerator"], line["denominator"], line["left"], *line["states"]]
        for number in shown:
            if number is not None and number.count:
                answer = client.get(number.url)
                assert answer.context["page_obj"].paginator.count == number.count, number
                checked += 1
    assert checked > 25


@pytest.mark.parametrize("username", ACCOUNTS)
@pytest.mark.parametrize("model", [Claim, Petition])
def test_asking_row_by_row_finds_what_the_door_finds(username, model):
    user = User.objects.get(username=username)

    gathered = set(model.objects.visible_to(user).values_list("pk", flat=True))
    each = set(model.objects.visible_each_to(user).values_list("pk", flat=True))

    assert gathered == each


@pytest.mark.parametrize("username", ["supervisor", "leader"])
def test_nobody_counts_a_sealed_petition(username, today):
    """A cleared supervisor and a leader who is not get the same figures."""
    user, period = User.objects.get(username=username), named(str(today.year))
    for code, indicator in INDICATORS.items():
        for part in part_labels(indicator):
            found = rows(user, period, code, part, on=today)
            assert not found.filter(**sealed(indicator)).exists(), (code, part)


def sealed(indicator) -> dict[str, bool]:
    door = {"件": "is_sealed", "项诉求": "petition__is_sealed", "份": "claim__is_sealed"}
    return {door[indicator.unit.value]: True}


def test_cleared_and_uncleared_count_the_same(today):
    period = named(str(today.year))
    told = [
        [
            (row.indicator.code, row.numerator, row.denominator)
            for row in figures(User.objects.get(username=name), period, on=today)
        ]
        for name in ("supervisor", "leader")
    ]

    assert told[0] == told[1]


def test_each_indicator_is_one_query_whatever_there_is(today, django_assert_num_queries):
    user = User.objects.get(username="supervisor")
    assert user.active_posts
    for period in (month_back(1), named(str(today.year - 1))):
        with django_assert_num_queries(len(INDICATORS)):
            figures(user, period, on=today, by_organization=True)


def test_a_list_costs_the_same_number_of_queries(today, django_assert_max_num_queries):
    client = Client()
    user = User.objects.get(username="supervisor")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    month = month_back(1).name
    with django_assert_max_num_queries(16):
        answer = client.get(f"/reports/rows/repeat/denominator/?month={month}")

    assert answer.status_code == 200
    assert answer.context["page_obj"].paginator.count > 0
