"""The printed letters: complete, the same every time, and deaf to what a person types."""

from __future__ import annotations

import io
import re
import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from petitions.letters import LETTERS, Addressee, Letter
from petitions.pdf import IncompleteLetterError, MissingGlyphError, render, render_receipt
from tests.petitions.letter_samples import sample

if TYPE_CHECKING:
    from pathlib import Path

MILLIMETRES = 72 / 25.4

# The words by which each letter would be recognised on a desk.
TELLING = {
    Letter.REGISTRATION: ["来信", "430621197805123326", "拖欠工资", "劳动合同复印件3页", "周敏"],
    Letter.FORWARDING: ["第二十二条第一款第一项", "15日内", "5个工作日内提出异议"],
    Letter.ASSIGNMENT: ["2026年4月10日前反馈办理结果", "附发放凭证", "督查科王强"],
    Letter.DIRECTION: ["2026年2月26日收到", "已于2026年3月2日转送", "0731-85550200"],
    Letter.DECLINE: ["决定不予受理", "第十九条第三款", "2026年2月26日"],
    Letter.NO_MORE: ["核\u30142025\u30153号", "2025年9月12日", "本机关不再受理"],
    Letter.OBJECTION: ["第二十三条第三款", "青禾县自然资源局", "没有登记职权"],
    Letter.OBJECTION_ANSWER: ["同意退回", "异议成立"],
    Letter.ACCEPTANCE: ["2026年3月5日受理", "最迟于2026年5月4日", "劳动监察大队赵国平"],
    Letter.PROCEDURE: ["劳动争议仲裁", "仲裁委员会", "时效期间为一年", "身份证复印件"],
    Letter.HANDOVER: ["内部专办", "1件，共5页", "青禾县纪委监委", "透露或者转给"],
    Letter.EXTENSION: ["2026年5月4日", "延长办理期限20日", "2026年5月24日", "陈立批准"],
    Letter.DISPUTE: ["提请青禾县人民政府", "市级统筹", "缴费记录为准"],
    Letter.DISPUTE_DECISION: ["青禾县人民政府决定", "由青禾县", "档案由县局保管"],
    Letter.EXTENSION_WITHDRAWN: ["2026年5月24日", "撤回延期", "恢复为2026年5月4日", "陈立"],
    Letter.HEARING_NOTICE: ["2026年5月28日09:30", "二楼听证室", "秦望山", "申请回避"],
    Letter.HEARING_RECORD: ["记录人", "主持人核对身份", "信访人（签名）"],
    Letter.HEARING_CONCLUSION: ["2026年5月28日", "公开举行", "赔偿金应否支付"],
    Letter.CORRECTION: ["2026年6月3日", "身份证复印件", "材料补齐之日为收到申请之日"],
    Letter.SUSPENSION: ["中止告知书", "2026年5月25日", "尚未裁决"],
    Letter.TERMINATION: ["撤回告知书", "准予撤回", "原意见继续有效"],
    Letter.OPINION: ["补发2025年10月", "入职以来", "经调取该厂", "结论：予以支持", "30日内"],
    Letter.MEDIATION: ["负责人刘恒", "两期付清", "司法确认", "甲方（签名）"],
    Letter.SETTLEMENT: ["自行协商", "甲方（签名）", "向人民法院提起诉讼", "存入信访档案"],
    Letter.DUTY_REPLY: ["臭气浓度", "立案查处", "第九十九条", "60日内", "6个月内"],
    Letter.CARRY_OUT: ["转入信访人银行账户", "2026年5月9日", "银行转账回单"],
    Letter.SUGGESTION_REPLY: ["部分采纳", "公共自行车"],
    Letter.REPORT: ["收到交办单", "约谈负责人两次", "补发到位", "同意。"],
    Letter.REVIEW_ACCEPTANCE: ["信访事项复查受理告知书", "2026年5月20日", "2026年6月19日"],
    Letter.REVIEW_OPINION: ["被申请人", "青人社信意", "2026年5月4日", "结论：维持", "请求复核"],
    Letter.FINAL_OPINION: ["青府信查", "结论：维持", "同一事实和理由", "不再受理"],
    Letter.ORDER: ["自3月20日起超期", "第四十条第一款", "2026年3月12日前书面答复"],
    Letter.REMINDER: ["比上月增加8件", "专项检查", "拖欠工资"],
    Letter.LIAISON: ["工资保证金的缴存", "商请你单位配合"],
    Letter.TASK: ["查清欠薪企业", "副局长赵国平", "支付凭证", "990121-260301-LF-00044-2"],
    Letter.IMPROVEMENT: ["第四十条第一款", "收件当日登记到人", "反馈采纳情况", "拖欠工资"],
    Letter.POLICY: ["第四十条第二款", "三十人以上", "青禾县人民政府：", "反馈采纳情况"],
    Letter.ACCOUNTABILITY: ["第四十条第三款", "三个月未调查", "青禾县纪委监委：", "各1份"],
    Letter.ADOPTION: ["第四十条第四款", "部分采纳。", "青信信改建", "第12日"],
    Letter.PRESSURE: ["第三十九条第三款", "予以挂牌督办", "连续两个月", "2026年4月4日前"],
    Letter.URGENT_REPORT: ["县政府东门", "约60人", "联席会议", "抄送：江桥市信访局、国家信访局"],
    Letter.REVIEW_APPLICATION: ["2026年5月6日", "青人社信意", "请求复查", "申请人（签名）"],
    Letter.RECEPTION: ["副县长周正", "2026年3月4日", "三日内受理", "四月底前报结果", "周敏"],
    Letter.CASE_CHARGE: ["周正", "2026年6月30日", "包息诉罢访", "包案领导（签名）"],
    Letter.RISK_NOTICE: ["中风险", "集体上访", "青禾县城关镇人民政府："],
    Letter.AID_APPLICATION: ["患病住院", "3000元", "临时救助", "申请人（签名）"],
    Letter.ANNUAL_REPORT: ["第四十一条", "1280件", "督办单34件", "连续两年下降"],
    Letter.SERVICE_RECEIPT: ["青人社信意", "当面送达", "2026年5月6日", "赵国平"],
}
#: Letters whose title follows from what they say.
SHOWN = {
    Letter.REVIEW_ACCEPTANCE: "信访事项复查受理告知书",
    Letter.PRESSURE: "挂牌督办通知书",
    Letter.REVIEW_APPLICATION: "复查申请书",
    Letter.ANNUAL_REPORT: "2025年信访情况年度报告",
    Letter.CORRECTION: "信访事项复查申请补正告知书",
    Letter.SUSPENSION: "信访事项复查中止告知书",
    Letter.TERMINATION: "信访事项撤回告知书",
}
#: A petitioner's own paper names no issuing body; a year's report names no case.
SAYS_NOT = {
    "organization": {Letter.REVIEW_APPLICATION},
    "petition_number": {Letter.ANNUAL_REPORT},
    "matter_code": {Letter.ANNUAL_REPORT},
}
HOSTILE = [
    '#read("/etc/passwd")',
    "$x^2$ and *bold* and _italic_",
    "] } ) #panic() [ { (",
    "she said \"no\" and 'yes' \\ #let x = 1",
    "= heading <label> @reference // comment /* block */",
    "`raw` ~ -- --- https://example.org",
    '"},"number":"forged"',
]


def squeezed(pdf: bytes) -> str:
    """The text without the line breaks of the page."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def receipt_values() -> dict[str, object]:
    drawn = io.BytesIO()
    segno.make("https://example.org/q", error="m").save(drawn, kind="svg", border=2)
    return {
        "petition_number": "990121-260226-LX-00012-7",
        "query_code": "7KQ4M2XRTP",
        "received_on": date(2026, 2, 26),
        "petitioner_name": "李秀兰",
        "office": "青禾县信访局",
        "promise_on": date(2026, 3, 13),
        "contact": "0731-85550123",
        "qr_svg": drawn.getvalue(),
    }


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_says_what_it_must(letter: Letter) -> None:
    values = sample(letter)
    text = squeezed(render(letter, values))
    heading = SHOWN.get(letter, LETTERS[letter].title)

    assert heading in text
    for name in ("number", "organization", "petition_number", "matter_code"):
        if letter not in SAYS_NOT.get(name, ()):
            assert str(values[name]) in text
    for words in TELLING[letter]:
        assert words in text


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_greets_and_dates(letter: Letter) -> None:
    values = sample(letter)
    text = squeezed(render(letter, values))

    if LETTERS[letter].addressed_to is Addressee.ORGANIZATION:
        named = values["addressee"]
        assert f"{'、'.join(named) if isinstance(named, list) else named}：" in text
    if LETTERS[letter].addressed_to is Addressee.PETITIONER:
        assert "7KQ4M-2XRTP" in text
        assert "李秀兰" in text
    if letter not in (Letter.REGISTRATION, Letter.REVIEW_APPLICATION):
        assert "2026年3月5日" in text


def test_a_sealed_handover_names_nobody() -> None:
    values = {**sample(Letter.HANDOVER), "petitioner_name": "李秀兰", "summary": "举报刘恒"}
    text = squeezed(render(Letter.HANDOVER, values))

    assert "李秀兰" not in text
    assert "刘恒" not in text


@pytest.mark.parametrize("letter", Letter)
def test_the_same_values_are_the_same_file(letter: Letter) -> None:
    assert render(letter, sample(letter)) == render(letter, sample(letter))


def test_the_file_bears_the_date_of_the_letter() -> None:
    reader = PdfReader(io.BytesIO(render(Letter.OPINION, sample(Letter.OPINION))))

    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 3, 5)


def test_stored_text_prints_as_the_values_it_came_from() -> None:
    stored = sample(
        Letter.OPINION, issued_on="2026-03-05", accepted_on="2026-03-05", outcome="support"
    )

    assert render(Letter.OPINION, stored) == render(Letter.OPINION, sample(Letter.OPINION))


def test_threads_do_not_mix_letters() -> None:
    alone = {letter: render(letter, sample(letter)) for letter in Letter}
    together: dict[Letter, bytes] = {}

    def print_one(letter: Letter) -> None:
        together[letter] = render(letter, sample(letter))

    threads = [threading.Thread(target=print_one, args=(letter,)) for letter in Letter]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert together == alone


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_text_stays_text(typed: str) -> None:
    values = sample(Letter.OPINION, findings=typed, title=typed, petitioner_name=typed)
    text = squeezed(render(Letter.OPINION, values))

    assert text.count(re.sub(r"\s+", "", typed)) >= 3
    assert "root:" not in text


def test_lines_typed_are_lines_printed() -> None:
    values = sample(Letter.OPINION, opinion="（一）补发工资。\r\n\r\n  （二）加付赔偿金。\t")
    pages = PdfReader(io.BytesIO(render(Letter.OPINION, values))).pages
    lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]

    assert "（一）补发工资。" in lines
    assert "（二）加付赔偿金。" in lines


def test_text_cannot_be_turned_around_by_invisible_characters() -> None:
    values = sample(Letter.OPINION, findings="应付\u202e00681\u202c元\x00\x07\ufeff，未付")

    assert "应付00681元，未付" in squeezed(render(Letter.OPINION, values))


def test_a_letter_without_a_required_entry_is_not_printed() -> None:
    with pytest.raises(IncompleteLetterError, match="法律法规依据") as caught:
        render(Letter.OPINION, sample(Letter.OPINION, basis=" "))

    assert [field.name for field in caught.value.fields] == ["basis"]


def test_a_draft_shows_what_is_missing_and_that_it_is_one() -> None:
    text = squeezed(render(Letter.OPINION, sample(Letter.OPINION, basis=""), is_draft=True))

    assert "【待填：法律法规依据】" in text
    assert "草稿" in text
    assert "草稿" not in squeezed(render(Letter.OPINION, sample(Letter.OPINION)))


@pytest.mark.parametrize("letter", Letter)
def test_an_empty_draft_can_be_looked_at(letter: Letter) -> None:
    assert "待填" in squeezed(render(letter, {}, is_draft=True))


def test_characters_no_font_has_are_named() -> None:
    values = sample(Letter.ACCEPTANCE, petitioner_name="王\U00020bb7\ue863", contact="\U0001f600")

    with pytest.raises(MissingGlyphError, match="字库缺字") as caught:
        render(Letter.ACCEPTANCE, values)

    assert set(caught.value.characters) == {"\U00020bb7", "\ue863", "\U0001f600"}


def test_rare_characters_in_the_fonts_are_printed() -> None:
    values = sample(Letter.ACCEPTANCE, petitioner_name="王𬱖㛃")

    assert "王𬱖㛃" in squeezed(render(Letter.ACCEPTANCE, values))


def test_a_missing_character_on_the_receipt_is_named_too() -> None:
    with pytest.raises(MissingGlyphError, match="\U00020bb7"):
        render_receipt({**receipt_values(), "petitioner_name": "王\U00020bb7"})


def test_a_folder_without_fonts_changes_nothing(tmp_path: Path) -> None:
    values = sample(Letter.DIRECTION)

    assert render(Letter.DIRECTION, values, font_dirs=[tmp_path]) == render(
        Letter.DIRECTION, values
    )


def test_a_page_holds_22_lines_of_28_characters() -> None:
    values = sample(Letter.OPINION, findings="信" * 28 * 60)
    page = PdfReader(io.BytesIO(render(Letter.OPINION, values))).pages[1]
    lines = [line for line in page.extract_text().splitlines() if set(line) == {"信"}]

    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (210 * MILLIMETRES, 297 * MILLIMETRES), abs=0.1
    )
    assert [len(line) for line in lines] == [28] * 22


def test_text_starts_37_mm_from_the_top_and_28_mm_from_the_left() -> None:
    values = sample(Letter.OPINION, findings="信" * 28 * 60)
    page = PdfReader(io.BytesIO(render(Letter.OPINION, values))).pages[1]
    spots: list[tuple[float, float, float]] = []

    def note(text: str, page_at: list[float], text_at: list[float], _: object, size: float) -> None:
        if text.startswith("信"):
            across = text_at[4] * page_at[0] + page_at[4]
            up = text_at[5] * page_at[3] + page_at[5]
            spots.append((across, float(page.mediabox.height) - up, size))

    page.extract_text(visitor_text=note)
    left, baseline, size = spots[0]

    assert left / MILLIMETRES == pytest.approx(28, abs=0.5)
    assert (baseline - 0.88 * 15.75) / MILLIMETRES == pytest.approx(37, abs=0.5)
    assert abs(size) == pytest.approx(15.75, abs=0.1)


def test_a_seal_never_stands_alone_on_a_sheet() -> None:
    for length in range(200, 500, 10):
        values = sample(Letter.DECLINE, guidance="先联系承办人。\n" + "信" * length)
        last = PdfReader(io.BytesIO(render(Letter.DECLINE, values))).pages[-1].extract_text()

        assert "信信" in last
        assert "（印章）" in last


def test_long_words_and_long_names_stay_on_the_page() -> None:
    name = "青禾县" + "城乡建设综合服务" * 5
    values = sample(Letter.OPINION, organization=name, findings="a1" * 100)
    pages = PdfReader(io.BytesIO(render(Letter.OPINION, values))).pages
    lines = [line for page in pages for line in page.extract_text().splitlines()]

    assert name in re.sub(r"\s+", "", "".join(lines))
    assert max(len(line) for line in lines if "a1a1" in line) <= 70


def test_fonts_are_in_the_file() -> None:
    reader = PdfReader(io.BytesIO(render(Letter.OPINION, sample(Letter.OPINION))))
    descriptors = [
        font
        for number in range(1, len(reader.xref[0]) + 1)
        if isinstance(font := reader.get_object(number), DictionaryObject)
        and font.get("/Type") == "/FontDescriptor"
    ]

    assert len(descriptors) == 2
    assert all("/FontFile3" in font for font in descriptors)


def test_a_receipt_says_who_will_know_by_when() -> None:
    pdf = render_receipt(receipt_values())
    text = squeezed(pdf)
    page = PdfReader(io.BytesIO(pdf)).pages

    for words in ("990121-260226-LX-00012-7", "7KQ4M-2XRTP", "李秀兰", "2026年2月26日"):
        assert words in text
    assert "青禾县信访局" in text
    assert "最迟2026年3月13日前告知您由谁负责" in text
    assert len(page) == 1
    assert float(page[0].mediabox.width) / MILLIMETRES == pytest.approx(148, abs=0.5)


def test_a_receipt_is_the_same_every_time() -> None:
    assert render_receipt(receipt_values()) == render_receipt(receipt_values())


def test_a_receipt_is_read_without_glasses() -> None:
    sizes: set[float] = set()
    page = PdfReader(io.BytesIO(render_receipt(receipt_values()))).pages[0]

    def note(text: str, _: object, __: object, ___: object, size: float) -> None:
        if text.strip():
            sizes.add(abs(size))

    page.extract_text(visitor_text=note)

    assert min(sizes) >= 16


def test_a_receipt_with_long_names_is_still_one_slip() -> None:
    pdf = render_receipt(
        {
            **receipt_values(),
            "office": "江桥市青禾县信访局联合接访中心来访接待一科",
            "petitioner_name": "青禾县恒达制衣厂缝纫车间全体职工代表李秀兰等5人",
            "query_address": "https://xinfang.qinghe.example/cha/7KQ4M2XRTP",
        }
    )

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
