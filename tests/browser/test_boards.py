"""红黄牌, 态势, 大屏 and the leaders' pages in a browser: charts over tables, a phone, a wall."""

from __future__ import annotations

import pytest

from oversight.clock import believe
from oversight.sweep import sweep
from tests.browser.test_pages import WIDER_THAN_SCREEN
from tests.journeys import road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = "2026-05-12"
PHONE = {"width": 360, "height": 640}
SMALL_TARGETS = """() => Array.from(document.querySelectorAll("main a, main button, nav a"))
  .filter(one => one.offsetParent && !one.closest("p, .line, .error-summary"))
  .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])
  .filter(pair => pair[1] < 44)"""


@pytest.fixture
def county(walk):
    """Late, near, answered and repeated, with a ticket that climbed to the leaders."""
    late = walk.received(title="欠薪三个月未发")
    walk.reviewed(title="养老金差额")
    walk.drafted(title="社保断缴")
    for day in ("05-02", "05-06", "05-07", "05-08", "05-11"):
        walk.register(on=f"2026-{day}", title=f"拖欠工资{day}")
    walk.register(on="2026-05-06", joins=late.claim.matter, title="欠薪三个月未发")
    for day in ("2026-04-01", "2026-04-08", "2026-04-15", "2026-04-22", TODAY):
        sweep(walk.at(day, "09:00"))
    believe(walk.at(TODAY, "09:59"))
    return late


@pytest.mark.parametrize("who", ["supervisor", "leader", "hr_leader"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_boards_are_accessible_and_fit_the_office_screen(desk, county, axe, who, scheme):
    with road.on(TODAY):
        page = desk(who, color_scheme=scheme)
        found, cut = [], []
        for path in ("/cards/", "/cards/?by=owner", "/situation/", "/situation/trends/"):
            assert page.goto(path).status == 200
            found += axe(page)
            cut += [path] if page.evaluate(WIDER_THAN_SCREEN) else []

    assert found == []
    assert cut == []


def test_a_chart_gives_way_to_its_table_and_back(desk, county):
    with road.on(TODAY):
        page = desk("supervisor")
        page.goto("/situation/")
        card = page.locator("#steps")
        drawn, table = card.locator("canvas"), card.locator("[data-chart-table]")
        drawn.wait_for()
        assert not table.is_visible()

        card.get_by_role("button", name="看表格").click()

        assert table.is_visible()
        assert not drawn.is_visible()
        assert table.locator("tbody tr").count() >= 3
        card.get_by_role("button", name="看图").click()
        assert drawn.is_visible()


@pytest.mark.parametrize("chart", ["steps", "trends", "topics"])
def test_a_chart_is_saved_as_a_picture_that_names_its_day(desk, county, chart):
    with road.on(TODAY):
        page = desk("supervisor")
        page.goto("/situation/" if chart == "steps" else "/situation/trends/")
        page.locator(f"#{chart} canvas").wait_for()
        with page.expect_download() as saving:
            page.locator(f"#{chart}").get_by_role("button", name="导出图片").click()
        saved = saving.value

    assert saved.suggested_filename.endswith(f"-{TODAY}.png")
    assert saved.path().read_bytes().startswith(b"\x89PNG")


def test_without_scripts_the_tables_are_there(desk, county):
    with road.on(TODAY):
        page = desk("supervisor", java_script_enabled=False)
        page.goto("/situation/trends/")
        shown = [page.locator(f"#{chart} table").is_visible() for chart in ("trends", "topics")]
        page.goto("/situation/")

        assert shown == [True, True]
        assert page.locator("#steps table").is_visible()
        assert page.locator("#steps [data-chart-toggle]").is_hidden()


def test_the_calendar_is_walked_by_keys_to_the_list_of_a_day(desk, county):
    with road.on(TODAY):
        page = desk("supervisor")
        page.goto("/situation/")
        cell = page.locator(".cal a").first
        count = cell.get_attribute("data-count")
        page.locator("#load button").focus()
        page.keyboard.press("Tab")
        assert cell.evaluate("one => one === document.activeElement")
        page.keyboard.press("Enter")
        page.wait_for_url("**/situation/due/**")

        assert f"共 {count} 项" in page.locator(".found").inner_text()


def test_a_red_card_is_lifted_with_its_reason(desk, county, axe):
    with road.on(TODAY):
        page = desk("supervisor")
        page.goto("/cards/?level=climbed")
        page.locator(".rows .go a").first.click()
        assert axe(page) == []
        page.get_by_role("button", name="解除").click()
        assert "请写明解除的理由" in page.locator("main").inner_text()
        assert axe(page) == []
        page.get_by_label("解除的理由").fill("已当面告知，书面告知正在送达。")
        page.get_by_role("button", name="解除").click()
        page.wait_for_url("**/cards/")
        page.goto("/cards/?level=lifted")

        assert "已当面告知，书面告知正在送达。" in page.locator(".tale").first.inner_text()


def test_the_morning_call_is_ticked_with_what_was_said(desk, county, axe):
    with road.on(TODAY):
        page = desk("supervisor")
        page.goto("/cards/calls/")
        assert axe(page) == []
        card = page.locator(".call", has_text="青禾县人社局").first
        card.get_by_label("对方怎么说").fill("今日送达。")
        card.get_by_role("button", name="已致电").click()
        page.locator(".noted").wait_for()

        assert "程知秋：今日送达。" in page.locator(".noted").inner_text()


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 1080)])
def test_the_wall_is_read_from_five_metres_and_renews_itself(desk, county, axe, size):
    with road.on(TODAY):
        page = desk("chief", viewport={"width": size[0], "height": size[1]})
        page.goto("/situation/wall/")
        sizes = page.evaluate(
            "() => Array.from(document.querySelectorAll('main td, main strong, main span'))"
            ".map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        found = axe(page)
        with page.expect_response(lambda answer: "x-fragment" in answer.request.headers) as renewed:
            page.get_by_role("button", name="暂停刷新").click()
            page.keyboard.press("p")

        assert min(sizes) >= 28
        assert found == []
        assert renewed.value.status == 200
        assert not page.evaluate(WIDER_THAN_SCREEN)
        assert page.evaluate("document.documentElement.scrollHeight") <= 1080
        assert page.locator("[data-wall-stale]").is_hidden()


def test_the_wall_keeps_its_figures_while_the_server_is_away(desk, county):
    with road.on(TODAY):
        page = desk("chief", viewport={"width": 1920, "height": 1080})
        page.goto("/situation/wall/")
        before = page.locator(".numbers").inner_text()
        page.route("**/situation/wall/", lambda route: route.fulfill(status=404, body=""))
        page.get_by_role("button", name="暂停刷新").click()
        page.get_by_role("button", name="继续刷新").click()
        page.get_by_text("没有取到新的数据").wait_for()

        assert page.locator(".numbers").inner_text() == before


def test_the_leaders_pages_on_a_small_telephone(desk, county, axe):
    number = county.claim.petition.number
    with road.on(TODAY):
        page = desk("leader", viewport=PHONE)
        for path in ("/leader/", "/leader/waiting/", f"/leader/petitions/{number}/"):
            assert page.goto(path).status == 200
            assert axe(page) == []
            assert not page.evaluate(WIDER_THAN_SCREEN), path
            assert page.evaluate(SMALL_TARGETS) == []


def test_a_leader_gives_a_word_on_the_telephone(desk, county):
    with road.on(TODAY):
        page = desk("leader", viewport=PHONE)
        page.goto("/leader/")
        page.get_by_role("link", name="件等您批示").click()
        page.locator("a.item").first.click()
        page.get_by_label("批示").last.fill("请三日内当面答复信访人。")
        page.get_by_role("button", name="批示").click()
        page.get_by_text("批示已记入办理过程").wait_for()

        assert "请三日内当面答复信访人。" in page.locator("main").inner_text()
        page.goto("/leader/waiting/")
        assert "现在没有等您批示的件" in page.locator("main").inner_text()
