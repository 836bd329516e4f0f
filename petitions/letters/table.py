"""The table of letters: one row each, with the entries the Regulation wants on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from petitions.letters.beside import rows as beside
from petitions.letters.fields import LONG_TEXT, LetterField, day, known, line, one_of, text
from petitions.letters.mediation import rows as mediation
from petitions.letters.proceedings import rows as proceedings
from petitions.letters.supervision import SUPERVISION
from petitions.letters.versions import VERSIONS
from petitions.letters.words import (
    Addressee,
    Attitude,
    Letter,
    Outcome,
    ReviewOutcome,
    ServiceWay,
    SuggestionDecision,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class LetterSpec:
    """`number_mark` is the class word (类字) inside the 文号, `article` the legal ground."""

    letter: Letter
    title: str
    number_mark: str
    article: str
    addressed_to: Addressee
    fields: tuple[LetterField, ...]
    template: str

    @property
    def version(self) -> str:
        """Which wording and which page an issued letter was made with, as it is stored with it."""
        stem = self.template.removesuffix(".typ")
        return f"{stem} {VERSIONS[stem]} / layout {VERSIONS['layout']}"


def _is_branch_six(values: Mapping[str, object]) -> bool:
    return str(values.get("branch", "")) == "6"


def _is_refused(values: Mapping[str, object]) -> bool:
    return bool(values.get("refused"))


def _is_signed(values: Mapping[str, object]) -> bool:
    return not _is_refused(values)


# A sealed letter (检举控告) says neither who reported nor what: 第三十条.
_SEALED = (
    known("number", "文号"),
    known("organization", "发文机关"),
    day("issued_on", "落款日期"),
    known("petition_number", "信访件编号"),
    known("matter_code", "信访事项编码"),
)
_COMMON = (
    *_SEALED,
    known("petitioner_name", "信访人"),
    known("title", "信访件标题"),
    known("summary", "诉求摘要"),
)
_TO_PETITIONER = (*_COMMON, known("query_code", "查询码", required=False))
_TO_ORGANIZATION = (*_COMMON, known("addressee", "主送机关"))

_RECEIVED_ON = day("received_on", "收到日期")
_ACCEPTED_ON = day("accepted_on", "受理日期")
_CONTACT = line("contact", "联系人和电话", "例如：信访接待科，0731-85550123。")
_REMEDY = known("remedy", "救济途径")
_REQUEST = text("request", "投诉请求", "写信访人要求什么，一项一段。")
_FINDINGS = text("findings", "查明的事实", "写查到了什么、凭什么认定。")
_BASIS = text("basis", "法律法规依据", "写明名称和条款，例如：《劳动合同法》第三十条。")
_NEEDED_UNLESS_SIGNED = "拒收的，写明拒收理由、时间和见证人。"
_REVIEWED = (
    known("respondent", "被申请人"),
    known("challenged_number", "申请审查的意见书文号"),
    day("challenged_on", "该意见书日期"),
    day("requested_on", "收到申请日期"),
    _REQUEST,
    _FINDINGS,
    text("opinion", "审查意见"),
    _BASIS,
    one_of("outcome", "结论", ReviewOutcome),
    _REMEDY,
)

# Rows: letter, template stem, title, class word, article, addressee, fields.
_ROWS: tuple[tuple[Letter, str, str, str, str, Addressee, tuple[LetterField, ...]], ...] = (
    (
        Letter.REGISTRATION, "registration", "信访事项登记单", "登",
        "《信访工作条例》第十九条、第二十二条", Addressee.INTERNAL,
        (
            *_COMMON,
            known("channel", "信访形式"),
            day("received_on", "信访日期"),
            day("registered_on", "登记日期"),
            known("id_number", "证件号码", required=False),
            known("phone", "联系电话", required=False),
            known("address", "住址", required=False),
            known("people_count", "人数"),
            known("representatives", "代表", required=False),
            known("territory", "问题属地"),
            known("category", "内容分类"),
            known("purpose", "信访目的"),
            known("demands", "具体请求", required=False),
            known("evidence", "证据材料", required=False),
            known("repeat", "初次或重复"),
            known("flags", "特别标记", required=False),
            known("recorded_by", "登记人", required=False),
        ),
    ),
    (
        Letter.FORWARDING, "forwarding", "信访事项转送单", "转",
        "《信访工作条例》第二十二条", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            known("basis", "转送依据"),
            known("items", "所附信访件", required=False),
        ),
    ),
    (
        Letter.ASSIGNMENT, "assignment", "信访事项交办单", "交",
        "《信访工作条例》第二十二条第一款第三项", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            known("basis", "交办依据"),
            known("items", "所附信访件", required=False),
            day("feedback_on", "反馈期限", computed=False),
            text("report_on", "反馈要求", "写明办结报告要答什么。"),
            _CONTACT,
        ),
    ),
    (
        Letter.DIRECTION, "direction", "信访事项告知书", "告",
        "《信访工作条例》第二十三条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            _RECEIVED_ON,
            line("destination", "去向", "已经转去哪里，或者应当向谁提出。"),
            text("guidance", "说明", "地址、电话、要带的材料。", required=False),
        ),
    ),
    (
        Letter.DECLINE, "decline", "信访事项不予受理告知书", "不受",
        "《信访工作条例》第十九条第三款、第二十条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            _RECEIVED_ON,
            known("ground", "不予受理的理由"),
            text("guidance", "指引", "事项现由谁办理，或者应当向谁提出。"),
        ),
    ),
    (
        Letter.NO_MORE, "no_more", "信访事项不再受理告知书", "不再受",
        "《信访工作条例》第三十六条第三款", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            known("final_opinion_number", "复核意见书文号"),
            day("final_opinion_on", "复核意见书日期"),
        ),
    ),
    (
        Letter.OBJECTION, "objection", "信访事项异议书", "异",
        "《信访工作条例》第二十三条第三款", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            text("ground", "法定依据", "写明本单位无权处理的条款或者职责规定。"),
            line("proposed_organization", "建议的有权处理机关"),
            text("reason", "详细理由"),
        ),
    ),
    (
        Letter.OBJECTION_ANSWER, "objection_answer", "信访事项异议处理决定", "异复",
        "《信访工作条例》第二十三条第三款", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            known("decision", "处理决定"),
            text("reason", "理由"),
            known("objection_number", "异议书文号", required=False),
        ),
    ),
    (
        Letter.ACCEPTANCE, "acceptance", "信访事项受理告知书", "受",
        "《信访工作条例》第二十三条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            _RECEIVED_ON,
            _ACCEPTED_ON,
            known("branch", "办理途径代码", required=False),
            known("branch_label", "办理途径"),
            known("procedure", "办理程序"),
            LetterField(
                "expected_on", "预计答复日期", required=False, computed=True, is_date=True,
                needed_if=_is_branch_six,
            ),
            known("accepted_matter", "受理事项", required=False),
            _CONTACT,
        ),
    ),
    (
        Letter.PROCEDURE, "procedure", "信访事项程序告知书", "程",
        "《信访工作条例》第三十一条第一项至第四项", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            known("procedure", "应当适用的程序"),
            line("competent_body", "受理该程序的机关", "写明名称、地址和电话。"),
            line("time_limit", "该程序的期限"),
            text("papers", "需要的材料"),
            known("remedy", "该程序的救济途径", required=False),
        ),
    ),
    (
        Letter.HANDOVER, "handover", "检举控告移交单", "移",
        "《信访工作条例》第二十二条第二款、第三十条", Addressee.ORGANIZATION,
        (
            *_SEALED,
            known("addressee", "接收机关"),
            line("secrecy_grade", "知悉范围和密级"),
            line("list_count", "移交件数"),
            text("materials", "移交清单", "只写件数、页数，不写内容。", required=False),
        ),
    ),
    (
        Letter.EXTENSION, "extension", "信访事项延期办理告知书", "延",
        "《信访工作条例》第三十四条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            _ACCEPTED_ON,
            line("days", "延长天数", "最多30日。"),
            text("reason", "延期理由"),
            known("approved_by", "批准的负责人"),
            day("old_due_on", "原办结期限"),
            day("new_due_on", "延长后的期限"),
        ),
    ),
    (
        Letter.OPINION, "opinion", "信访处理意见书", "意",
        "《信访工作条例》第三十一条第六项、第三十二条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            _ACCEPTED_ON,
            _REQUEST,
            text("facts_and_reasons", "事实和理由", "写信访人陈述的事实和理由。"),
            _FINDINGS,
            text("opinion", "处理意见", "对每一项请求分别答复。"),
            _BASIS,
            one_of("outcome", "结论", Outcome),
            _REMEDY,
        ),
    ),
    (
        Letter.DUTY_REPLY, "duty_reply", "投诉（举报）处理情况告知书", "告复",
        "《信访工作条例》第三十一条第五项", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            text("facts", "核查的事实"),
            text("actions", "已经采取的措施"),
            _BASIS,
            text("follow_up", "后续安排"),
            _REMEDY,
        ),
    ),
    (
        Letter.CARRY_OUT, "carry_out", "信访事项落实情况反馈", "落",
        "《信访工作条例》第三十二条第二款", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            text("measures", "落实措施"),
            day("carried_out_on", "落实日期", computed=False),
            text("proof", "证明材料"),
        ),
    ),
    (
        Letter.SUGGESTION_REPLY, "suggestion_reply", "建议答复函", "建复",
        "《信访工作条例》第二十九条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            one_of("decision", "研究结论", SuggestionDecision),
            text("reasons", "理由"),
        ),
    ),
    (
        Letter.REPORT, "report", "信访事项办结报告", "结",
        "《信访工作条例》第二十二条第一款第三项", Addressee.ORGANIZATION,
        (
            *_TO_ORGANIZATION,
            text("summary_of_handling", "办理概况"),
            text("course", "办理经过"),
            text("result", "办理结果"),
            one_of("attitude", "信访人意见", Attitude),
            known("attachments", "附件", required=False),
        ),
    ),
    (
        Letter.REVIEW_ACCEPTANCE, "review_acceptance", "复查（复核）受理告知书", "复受",
        "《信访工作条例》第三十五条、第三十六条", Addressee.PETITIONER,
        (
            *_TO_PETITIONER,
            known("stage", "复查或者复核", required=False),
            known("challenged_number", "申请审查的意见书文号", required=False),
            day("requested_on", "收到申请日期"),
            day("expected_on", "预计答复日期"),
        ),
    ),
    (
        Letter.REVIEW_OPINION, "review_opinion", "信访事项复查意见书", "查",
        "《信访工作条例》第三十五条", Addressee.PETITIONER, (*_TO_PETITIONER, *_REVIEWED),
    ),
    (
        Letter.FINAL_OPINION, "final_opinion", "信访事项复核意见书", "核",
        "《信访工作条例》第三十六条", Addressee.PETITIONER, (*_TO_PETITIONER, *_REVIEWED),
    ),
    (
        Letter.SERVICE_RECEIPT, "service_receipt", "送达回证", "送",
        "《信访工作条例》第三十五条、第三十六条", Addressee.INTERNAL,
        (
            *_COMMON,
            known("document_number", "送达文书文号"),
            known("document_title", "送达文书名称"),
            known("document_code", "条码"),
            known("recipient", "受送达人"),
            LetterField(
                "last_day", "救济期限的最后一日", required=False, computed=True, is_date=True,
            ),
            one_of("way", "送达方式", ServiceWay),
            day("served_on", "送达日期", computed=False),
            LetterField("signer", "签收人", required=False, needed_if=_is_signed),
            LetterField("refused", "是否拒收", required=False),
            LetterField(
                "note", "备注", required=False, help=_NEEDED_UNLESS_SIGNED, multiline=True,
                max_length=LONG_TEXT, needed_if=_is_refused,
            ),
            known("recorded_by", "记录人"),
        ),
    ),
)  # fmt: skip

_SPECS = {
    letter: LetterSpec(letter, title, mark, article, addressed_to, fields, f"{stem}.typ")
    for letter, stem, title, mark, article, addressed_to, fields in (
        *_ROWS,
        *mediation(_TO_PETITIONER),
        *proceedings(_TO_PETITIONER, _TO_ORGANIZATION),
        *beside(_COMMON, _TO_ORGANIZATION),
        *SUPERVISION,
    )
}
#: In the order of the catalogue.
LETTERS: dict[Letter, LetterSpec] = {letter: _SPECS[letter] for letter in Letter}
