"""督办文书 D27 to D35: what a supervisor asks of a body in writing, and what it answers.

They are about how a body works. A case is cited by its number and class, never by who petitioned:
whoever reads one need not be a party to the case."""

from __future__ import annotations

from petitions.letters.fields import LetterField, day, known, line, text
from petitions.letters.words import Addressee, Letter, Pressure, SuggestionDecision

_COMMON = (
    known("number", "文号"),
    known("organization", "发文机关"),
    day("issued_on", "落款日期"),
    known("addressee", "主送机关"),
    known("subject", "事由"),
    known("petition_number", "信访件编号", required=False),
    known("matter_code", "信访事项编码", required=False),
)
_CASES = known("cases", "所涉信访件", required=False)
_REPLY_ON = day("reply_on", "答复期限")
_FEEDBACK_ON = day("reply_on", "反馈期限")
_CONTACT = known("contact", "联系人和电话")
_CONFERENCE = "《信访工作条例》第十三条、第三十八条第二款"

# Rows: letter, template stem, title, class word, article, addressee, fields.
SUPERVISION: tuple[
    tuple[Letter, str, str, str, str, Addressee, tuple[LetterField, ...]], ...
] = (
    (
        Letter.ORDER, "order", "信访事项督办单", "督",
        "《信访工作条例》第四十条第一款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("ground", "督办理由", "写明哪一步没有按规定办理、依据哪一条。"),
            text("requirement", "督办要求", "写明要做什么、答复里要说明什么。"),
            _REPLY_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.REMINDER, "reminder", "信访工作提醒单", "提", _CONFERENCE, Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("trend", "发现的情况", "写明趋势或者风险：多少件、从什么时候起、集中在哪里。"),
            text("expected", "请采取的措施"),
            _CASES,
            _REPLY_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.LIAISON, "liaison", "信访工作联系单", "联", _CONFERENCE, Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("question", "需要配合的问题", "写明请对方做什么、提供什么。"),
            _CASES,
            _REPLY_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.TASK, "task", "信访工作联席会议交办单", "联交", _CONFERENCE, Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("task", "交办任务"),
            line("leader", "责任领导", "对方由谁负责。"),
            text("report_on", "报告要求", "写明完成后报告什么、附什么材料。"),
            _CASES,
            _REPLY_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.IMPROVEMENT, "improvement", "改进工作建议书", "改建",
        "《信访工作条例》第四十条第一款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("problem", "存在的问题"),
            known("cases", "所涉信访件"),
            text("suggestion", "改进建议", "一条一段，写明改什么、怎么改。"),
            _FEEDBACK_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.POLICY, "policy", "完善政策建议书", "策建",
        "《信访工作条例》第四十条第二款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            text("gap", "政策性问题", "写明哪项政策、哪一条，造成什么结果。"),
            known("cases", "所涉信访件"),
            text("proposal", "完善建议"),
            _FEEDBACK_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.ACCOUNTABILITY, "accountability", "追究责任建议书", "责建",
        "《信访工作条例》第四十条第三款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            line("person", "建议追究的单位或者人员"),
            text("conduct", "失职渎职的行为"),
            text("consequence", "造成的后果"),
            text("evidence", "证据"),
            _CASES,
            _FEEDBACK_ON,
            _CONTACT,
        ),
    ),
    (
        Letter.ADOPTION, "adoption", "建议采纳情况反馈", "采",
        "《信访工作条例》第四十条第四款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            known("suggestion_number", "建议书文号"),
            day("suggestion_on", "建议书日期"),
            LetterField(
                "decision", "采纳情况", computed=True, choices=SuggestionDecision.choices()
            ),
            known("reasons", "理由和措施"),
        ),
    ),
    (
        Letter.PRESSURE, "pressure", "约谈、通报、挂牌督办通知书", "约",
        "《信访工作条例》第三十九条第三款", Addressee.ORGANIZATION,
        (
            *_COMMON,
            LetterField("form", "方式", computed=True, choices=Pressure.choices()),
            text("ground", "事实和理由"),
            text("requirement", "整改要求"),
            line("release", "解除条件", "整改到什么程度可以解除。"),
            _CASES,
            day("reply_on", "整改和报告期限"),
            _CONTACT,
        ),
    ),
)  # fmt: skip
