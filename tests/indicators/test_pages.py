"""报表 over HTTP: the page, its lists and files, freezing, supposing, the year, and the API."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from docx import Document
from openpyxl import load_workbook
from rest_framework.test import APIClient

from oversight import tasks
from oversight.models import Snapshot, SnapshotFigure
from oversight.reports import freezing
from petitions import lifecycle
from petitions.models import Petition
from petitions.models.rating import Score
from tests.indicators.said import named
from tests.journeys import road

pytestmark = pytest.mark.django_db
WIDE = ("clerk", "supervisor", "chief", "leader")
BODIES = ("hr_desk", "hr_handler", "hr_leader", "reviewer", "discipline")
NOBODY = ("sysadmin", "secadmin", "auditor")
PAGES = ("/reports/", "/reports/export/", "/reports/what-if/")
TERRITORY = ("/reports/yearly/", "/reports/yearly/word/", "/reports/yearly/intake/all/")


@pytest.mark.parametrize("username", WIDE + BODIES + NOBODY)
def test_who_opens_which_report(law, sign_in, username):
    client = sign_in(username)
    with road.on("2026-05-12"):
        own = {client.get(path).status_code for path in PAGES}
        wide = {client.get(path).status_code for path in TERRITORY}

    assert own == ({403} if username in NOBODY else {200})
    assert wide == ({200} if username in WIDE else {403})


def test_the_page_shows_the_last_month_that_has_ended(walk, sign_in):
    walk.registered()
    with road.on("2026-04-08"):
        page = sign_in("supervisor").get("/reports/")

    text = page.content.decode()
    assert "2026年3月1日至2026年3月31日" in text
    assert "信访部门及时受理率" in text
    assert "0 / 0" not in text.split("信访部门及时受理率")[1][:200]


@pytest.mark.parametrize("query", ["month=2019-01", "month=x", "organization=nowhere"])
def test_a_period_that_is_not_offered_is_said_at_its_field(law, sign_in, query):
    with road.on("2026-05-12"):
        client = sign_in("supervisor")
        assert client.get(f"/reports/?{query}").status_code == 400
        assert client.get(f"/reports/export/?{query}").status_code == 404
        assert client.get(f"/reports/rows/repeat/numerator/?{query}").status_code == 404


@pytest.mark.parametrize("path", ["repeat/nothing/", "nothing/numerator/", "on_time_answer/again/"])
def test_a_list_that_there_is_not_is_a_404(law, sign_in, path):
    with road.on("2026-05-12"):
        assert sign_in("supervisor").get(f"/reports/rows/{path}").status_code == 404


def test_a_body_reads_no_list_of_the_office_nor_who_rated_it(walk, sign_in, tree):
    hop = walk.served()
    lifecycle.rate(hop.claim, {tree["qinghe-hr"]: Score.DISSATISFIED}, at=walk.at("2026-04-21"))
    with road.on("2026-05-12"):
        client = sign_in("hr_leader")
        page = client.get("/reports/?month=2026-04").content.decode()
        assert "少于 5 份评价，不显示" in page
        assert "不满意" not in page
        for code in ("office_acceptance", "satisfied_body", "rated_body"):
            path = f"/reports/rows/{code}/numerator/?month=2026-04"
            assert client.get(path).status_code == 404, code
        api = APIClient()
        api.force_authenticate(hop.organization.posts.get(role="approver").user)
        said = api.get("/api/v1/indicators/?month=2026-04").json()["figures"]
        assert [row["value"] for row in said if row["code"] == "satisfied_body"] == [None]
        assert "rated_office" not in {row["code"] for row in said}


def test_the_workbook_holds_values_and_no_formula(walk, sign_in):
    walk.registered(title="=HYPERLINK(1)")
    with road.on("2026-04-08"):
        client = sign_in("supervisor")
        report = book(client.get("/reports/export/?month=2026-03"))
        rows = book(client.get("/reports/rows/repeat/denominator/export/?month=2026-03"))

    cells = [cell for sheet in (report["汇总"], rows["清单"]) for row in sheet for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def book(answer):
    return load_workbook(io.BytesIO(answer.content))


# --- 冻结 ---------------------------------------------------------------------------------------


def test_a_frozen_month_stays_as_it_was_with_its_lists(walk, sign_in):
    first = walk.registered()
    with road.on("2026-04-08"):
        assert sign_in("supervisor").post("/reports/freezing/?month=2026-03").status_code == 302
    Petition.objects.filter(pk=first.claim.petition.pk).update(is_repeat=True)
    walk.registered()
    with road.on("2026-04-09"):
        client = sign_in("supervisor")
        frozen = client.get("/reports/?month=2026-03")
        live = client.get("/reports/?month=2026-03&live=on")
        rows = client.get("/reports/rows/repeat/denominator/?month=2026-03")

    assert line(frozen, "repeat")["denominator"].count == 1
    assert line(frozen, "repeat")["numerator"].count == 0
    assert line(live, "repeat")["denominator"].count == 2
    assert [entry.number for entry in rows.context["entries"]] == [first.claim.petition.number]
    assert "冻结" in rows.content.decode()


def line(page, code):
    return next(row for row in page.context["lines"] if row["indicator"].code == code)


def test_a_month_is_frozen_once_and_not_before_its_last_day_has_passed(law, sign_in):
    with road.on("2026-03-31"):
        assert sign_in("chief").post("/reports/freezing/?month=2026-03").status_code == 409
    with road.on("2026-04-01"):
        client = sign_in("chief")
        assert client.post("/reports/freezing/?month=2026-03").status_code == 302
        assert client.post("/reports/freezing/?month=2026-03").status_code == 409
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("username", ["clerk", "leader", "hr_leader", "sysadmin"])
def test_only_the_supervisor_and_the_chief_freeze(law, sign_in, username):
    with road.on("2026-04-01"):
        assert sign_in(username).post("/reports/freezing/?month=2026-03").status_code == 403
    assert not Snapshot.objects.exists()


def test_a_snapshot_cannot_be_changed_and_another_leader_reads_it(walk, sign_in, cast, tree):
    walk.registered()
    office = tree["qinghe-petition"]
    freezing.freeze(office, named("2026-03"), by=cast["chief"], at=walk.at("2026-04-02"))
    for row in (Snapshot.objects.get(), SnapshotFigure.objects.first()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(id=row.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with road.on("2026-05-12"):
        page = sign_in("leader").get("/reports/?month=2026-03")

    assert page.context["report"].snapshot is not None


def test_last_year_is_compared_with_its_snapshot_where_there_is_one(walk, sign_in, tree):
    walk.registered()
    with road.on("2027-04-08"):
        live = sign_in("supervisor").get("/reports/?month=2027-03")
    freezing.freeze(tree["qinghe-petition"], named("2026-03"), by=None,
                    at=walk.at("2026-04-02"))  # fmt: skip
    with road.on("2027-04-08"):
        frozen = sign_in("supervisor").get("/reports/?month=2027-03")

    assert "去年同期为按今天的公式实时计算的数" in live.content.decode()
    assert "去年同期为2026年4月2日冻结的数" in frozen.content.decode()
    assert line(frozen, "repeat")["earlier"] == line(live, "repeat")["earlier"] == "0.00 %"


def test_the_task_freezes_last_month_of_every_office_once(walk):
    walk.registered()
    with road.on("2026-04-01"):
        assert len(freezing.freeze_due(at=walk.at("2026-04-01"))) == 1
        assert freezing.freeze_due(at=walk.at("2026-04-02")) == []

    snapshot = Snapshot.objects.get()
    assert (snapshot.name, snapshot.taken_by) == ("2026-03", None)


def test_the_command_and_the_task_call_the_same(walk):
    walk.registered()
    said = io.StringIO()
    tasks.freeze_reports()
    call_command("freeze_indicators", stdout=said)

    assert Snapshot.objects.count() == 1
    assert "冻结 0 份" in said.getvalue()


# --- 假设办结 ------------------------------------------------------------------------------------


def test_what_if_says_the_rate_that_would_follow(walk, sign_in):
    hop = walk.accepted()
    client = sign_in("supervisor")
    path = "/reports/what-if/?month=2026-05"
    with road.on("2026-05-05"):
        page = client.get(path)
        good = client.post(path, {"claim": [str(hop.claim_id)], "by": "2026-05-09"})
        late = client.post(path, {"claim": [str(hop.claim_id)], "by": "2026-05-10"})
        none = client.post(path, {"claim": ["nonsense"], "by": "2026-05-09"})

    assert [entry["claim"].pk for entry in page.context["entries"]] == [hop.claim_id]
    assert "如果这 1 件在 5月9日前办结，按期答复率为 <b>100.00 %</b>" in good.content.decode()
    assert "其中 1 件到那一天已经超期" in late.content.decode()
    assert "如果这 0 件" in none.content.decode()
    assert walk.again(hop).state == "accepted"


@pytest.mark.parametrize("by", ["", "2026-05-04", "tomorrow", "2026-02-31"])
def test_what_if_wants_a_day_that_is_to_come_and_keeps_the_choice(walk, sign_in, by):
    hop = walk.accepted()
    with road.on("2026-05-05"):
        page = sign_in("supervisor").post(
            "/reports/what-if/?month=2026-05", {"claim": [str(hop.claim_id)], "by": by}
        )

    assert page.status_code == 400
    assert page.context["entries"][0]["chosen"]


def test_what_if_is_about_what_one_sees(walk, sign_in):
    hop = walk.accepted()
    path = "/reports/what-if/?month=2026-05"
    with road.on("2026-05-05"):
        page = sign_in("env_leader").post(path, {"claim": [str(hop.claim_id)], "by": "2026-05-09"})

    assert page.context["entries"] == []


# --- 年度报告 ------------------------------------------------------------------------------------


def test_the_page_the_draft_and_the_lists_of_the_year_say_the_same(walk, sign_in):
    walk.in_review()
    walk.registered()
    with road.on("2026-12-01"):
        client = sign_in("supervisor")
        page = client.get("/reports/yearly/")
        draft = client.get("/reports/yearly/word/")
        shown = re.findall(r'href="(/reports/yearly/\w+/[\w-]+/\?year=2026)"[^>]*>(\d+)<',
                           page.content.decode())  # fmt: skip
        counts = [client.get(url).context["page_obj"].paginator.count for url, _ in shown]

    assert len(shown) > 12
    assert counts == [int(count) for _, count in shown]
    linked = links(draft.content)
    for url, count in shown:
        assert (f"http://testserver{url}", count) in linked, url


def links(content: bytes) -> list[tuple[str, str]]:
    """Every link of a Word file: where it leads, and what it says."""
    paper = Document(io.BytesIO(content))
    found = []
    for link in paper.element.body.iter("{%s}hyperlink" % W):  # noqa: UP031 - the braces are meant
        key = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        text = "".join(run.text or "" for run in link.iter("{%s}t" % W))  # noqa: UP031 - as above
        found.append((paper.part.rels[key].target_ref, text))
    return found


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_draft_has_the_four_parts_of_the_article(walk, sign_in):
    walk.registered()
    with road.on("2026-12-01"):
        draft = Document(io.BytesIO(sign_in("chief").get("/reports/yearly/word/").content))

    headings = [row.text for row in draft.paragraphs if row.style.name == "Heading 1"]
    assert [heading[:2] for heading in headings] == ["一、", "二、", "三、", "四、"]
    assert "被投诉较多的机关、单位" in headings[0]
    assert any("青禾县信访局2026年信访情况年度报告" in row.text for row in draft.paragraphs)


@pytest.mark.parametrize("path", ["nothing/all/", "intake/nothing/", "body/-1/"])
def test_a_line_that_the_year_has_not_is_a_404(law, sign_in, path):
    with road.on("2026-12-01"):
        assert sign_in("supervisor").get(f"/reports/yearly/{path}").status_code == 404


# --- API -----------------------------------------------------------------------------------------


def test_the_api_says_what_the_page_says(walk, cast, sign_in):
    walk.signed()
    api = APIClient()
    api.force_authenticate(cast["supervisor"].user)
    with road.on("2026-06-02"):
        said = api.get("/api/v1/indicators/?month=2026-05").json()
        page = sign_in("supervisor").get("/reports/?month=2026-05")

    assert (said["period"], said["starts_on"], said["frozen_at"]) == ("2026-05", "2026-05-01", None)
    rows = {row["code"]: row for row in said["figures"]}
    assert rows["on_time_answer"]["value"] == "1.0000"
    assert rows["on_time_answer"]["numerator"] == line(page, "on_time_answer")["numerator"].count
    assert rows["rated_body"]["value"] is None
    assert rows["on_time_answer"]["formula_version"] == 1


@pytest.mark.parametrize("query", ["month=x", "strange=1", "organization=nowhere"])
def test_the_api_refuses_what_it_does_not_understand(cast, query):
    api = APIClient()
    api.force_authenticate(cast["supervisor"].user)

    assert api.get(f"/api/v1/indicators/?{query}").status_code == 400


def test_the_api_has_no_figures_for_those_who_keep_the_system(cast):
    api = APIClient()
    assert api.get("/api/v1/indicators/").status_code == 401
    api.force_authenticate(cast["auditor"].user)
    assert api.get("/api/v1/indicators/").status_code == 403
