"""Papers beside the road: 紧急报告 D20, 申请书 D21, 接访 D36, 包案 D37, 稳控帮扶 D38, 年度报告 D40.

None of them moves a hop; each is numbered, stored and told in the history like any other letter."""

from __future__ import annotations

from petitions.letters.fields import LetterField, day, known, line, one_of, text
from petitions.letters.words import Addressee, Letter, Risk

Row = tuple[Letter, str, str, str, str, Addressee, tuple[LetterField, ...]]

#: 五包 in the words of most places; local wording is typed over it.
FIVE_DUTIES = "包掌握情况。\n包思想教育。\n包解决化解。\n包稳控管理。\n包息诉罢访。"

_CONTACT = known("contact", "联系人和电话")
_WHO = (
    known("id_number", "证件号码", required=False),
    known("phone", "联系电话", required=False),
    known("address", "住址", required=False),
)


def rows(
    common: tuple[LetterField, ...], to_organization: tuple[LetterField, ...]
) -> tuple[Row, ...]:
    """The rows, over the entries that every letter of a case, and to a body, carries."""
    return (*_upwards(common, to_organization), *_of_leaders(common), *_of_care(common), _OF_A_YEAR)


def _upwards(
    common: tuple[LetterField, ...], to_organization: tuple[LetterField, ...]
) -> tuple[Row, ...]:
    return (
        (
            Letter.URGENT_REPORT, "urgent_report", "重大紧急信访事项报告", "急",
            "《信访工作条例》第二十五条", Addressee.ORGANIZATION,
            (
                *to_organization,
                known("copied_to", "抄送"),
                line("happened_at", "发生时间", "例如：2026年3月5日9时许。"),
                line("place", "地点"),
                line("people", "涉及人员", "人数、来自哪里、为首的是谁。"),
                text("demand", "主要诉求"),
                text("measures", "已经采取的措施"),
                text("next_steps", "下一步安排"),
                _CONTACT,
            ),
        ),
        (
            Letter.REVIEW_APPLICATION, "review_application", "复查（复核）申请书", "申",
            "《信访工作条例》第三十五条、第三十六条", Addressee.ORGANIZATION,
            (
                *to_organization, *_WHO,
                known("stage", "复查或者复核"),
                known("challenged_title", "不服的意见书"),
                known("challenged_number", "意见书文号"),
                day("challenged_on", "意见书日期"),
                day("served_on", "收到意见书日期"),
                day("requested_on", "申请日期"),
                known("request", "请求和理由"),
                known("proxy", "代理人和证件号码", required=False),
            ),
        ),
    )  # fmt: skip


def _of_leaders(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.RECEPTION, "reception", "领导接访登记表", "访",
            "《信访工作条例》第十八条第二款", Addressee.INTERNAL,
            (
                *common, *_WHO,
                known("people_count", "来访人数"),
                day("held_on", "接访日期", computed=False),
                line("place", "接访地点"),
                line("leader", "接访领导", "姓名和职务。"),
                text("demand", "反映的问题和请求"),
                text("result", "当场处理情况", "当场答复、解释、交办了什么。"),
                text("instruction", "领导批示", required=False),
                known("recorded_by", "记录人"),
            ),
        ),
        (
            Letter.CASE_CHARGE, "case_charge", "领导包案责任书", "包",
            "《信访工作条例》第十八条第二款", Addressee.INTERNAL,
            (
                *common,
                known("leader", "包案领导"),
                line("deputies", "协助领导", required=False),
                line("members", "责任单位和工作人员"),
                day("target_on", "化解目标日期", computed=False),
                text("duties", "包案责任", "五包，一项一段；各地表述不同，可以修改。"),
                _CONTACT,
            ),
        ),
    )  # fmt: skip


def _of_care(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.RISK_NOTICE, "risk_notice", "信访事项稳定风险告知单", "险",
            "《信访工作条例》第二十五条、第三十七条", Addressee.ORGANIZATION,
            (
                *common,
                line("addressee", "主送机关", "负责稳控化解的单位。"),
                one_of("level", "风险等级", Risk),
                text("risk", "风险表现", "写明依据：说过什么、做过什么、涉及多少人。"),
                text("expected", "请采取的措施"),
                _CONTACT,
            ),
        ),
        (
            Letter.AID_APPLICATION, "aid_application", "信访人帮扶救助申请表", "助",
            "《信访工作条例》第二十七条、第三十七条", Addressee.INTERNAL,
            (
                *common, *_WHO,
                text("hardship", "生活困难情况"),
                text("aid", "申请帮扶救助的事项", "救助金、医疗、就业、教育、心理疏导等。"),
                line("amount", "申请金额", required=False),
                text("opinion", "经办意见"),
                known("recorded_by", "经办人"),
            ),
        ),
    )  # fmt: skip


_OF_A_YEAR: Row = (
    Letter.ANNUAL_REPORT, "annual_report", "信访情况年度报告", "年",
    "《信访工作条例》第四十一条", Addressee.ORGANIZATION,
    (
        known("number", "文号"),
        known("organization", "发文机关"),
        day("issued_on", "落款日期"),
        known("addressee", "主送机关"),
        known("year", "年度"),
        known("span", "统计期间"),
        known("totals", "数据统计"),
        known("areas", "涉及领域"),
        known("bodies", "被投诉较多的机关、单位"),
        known("supervision", "转送、交办、督办情况"),
        known("suggestions", "提出建议和采纳情况"),
        known("others", "其他应当报告的事项"),
        text("remarks", "综合说明", "趋势、原因和明年的工作；没有的可以不写。", required=False),
    ),
)  # fmt: skip
