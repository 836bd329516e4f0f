"""听证、补正、中止、终止: letters D15, D22c, D23 and D26, between the acceptance and the answer."""

from __future__ import annotations

from petitions.letters.fields import LetterField, day, known, line, text
from petitions.letters.words import Addressee, Letter

Row = tuple[Letter, str, str, str, str, Addressee, tuple[LetterField, ...]]

_HEARING = "《信访工作条例》第三十一条第六项、第三十六条第二款"
_REVIEW = "《信访工作条例》第三十五条、第三十六条"


#: 办理、复查 or 复核.
_STAGE = known("stage", "环节", required=False)


def rows(
    common: tuple[LetterField, ...], to_organization: tuple[LetterField, ...]
) -> tuple[Row, ...]:
    """The rows, over the entries that every letter to a petitioner, and to a body, carries."""
    first = (*_disputes(to_organization), *_of_hearings(common))
    return (*first, *_of_changes(common), *_of_ends(common))


def _disputes(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.DISPUTE, "dispute", "信访事项受理争议协调函", "争",
            "《信访工作条例》第二十四条", Addressee.ORGANIZATION,
            (
                *common,
                known("decider", "有权决定的机关"),
                known("objection", "原异议和答复"),
                text("position", "本机关的意见和依据"),
                known("proposed_organization", "建议的受理机关", required=False),
            ),
        ),
        (
            Letter.DISPUTE_DECISION, "dispute_decision", "信访事项受理争议决定", "争决",
            "《信访工作条例》第二十四条", Addressee.ORGANIZATION,
            (
                *common,
                known("decider", "作出决定的机关"),
                known("ruling", "决定"),
                text("reason", "理由"),
            ),
        ),
    )  # fmt: skip


def _of_hearings(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.HEARING_NOTICE, "hearing_notice", "信访事项听证通知书", "听通", _HEARING,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                known("scheduled_at", "听证时间"),
                known("place", "听证地点"),
                known("chair", "主持人"),
                known("parties", "参加人"),
                known("is_public", "是否公开"),
                known("rights", "权利和义务"),
            ),
        ),
        (
            Letter.HEARING_RECORD, "hearing_record", "信访事项听证笔录", "听录", _HEARING,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                known("scheduled_at", "听证时间"),
                known("place", "听证地点"),
                known("chair", "主持人"),
                known("parties", "参加人"),
                line("recorder", "记录人"),
                text("record", "笔录", "按发言先后记录双方的陈述、举证、质证和辩论。"),
            ),
        ),
        (
            Letter.HEARING_CONCLUSION, "hearing_conclusion", "信访事项听证结论", "听结", _HEARING,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                known("held_on", "听证日期"),
                known("chair", "主持人"),
                text("conclusion", "听证结论", "写明争议焦点、认定的事实和多数意见。"),
                known("is_public", "是否公开"),
            ),
        ),
    )  # fmt: skip


def _of_changes(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.EXTENSION_WITHDRAWN, "extension_withdrawn", "信访事项撤回延期告知书", "撤延",
            "《信访工作条例》第三十四条", Addressee.PETITIONER,
            (
                *common,
                text("reason", "撤回延期的理由"),
                known("approved_by", "决定的负责人"),
                day("old_due_on", "延长后的期限"),
                day("new_due_on", "撤回后的期限"),
            ),
        ),
        (
            Letter.CORRECTION, "correction", "复查（复核）申请补正告知书", "补", _REVIEW,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                day("requested_on", "收到申请日期"),
                text("missing", "需要补正的材料", "一次写全，一项一段。"),
                day("complete_by", "补正期限"),
            ),
        ),
    )  # fmt: skip


def _of_ends(common: tuple[LetterField, ...]) -> tuple[Row, ...]:
    return (
        (
            Letter.SUSPENSION, "suspension", "复查（复核）中止、恢复告知书", "中", _REVIEW,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                known("act", "中止或者恢复"),
                known("ground", "事由", required=False),
                text("reason", "理由"),
                day("from_on", "中止日期"),
                LetterField(
                    "until_on", "恢复日期", required=False, computed=True, is_date=True,
                ),
                LetterField(
                    "expected_on", "恢复后的答复期限", required=False, computed=True, is_date=True,
                ),
            ),
        ),
        (
            Letter.TERMINATION, "termination", "信访事项终止（撤回）告知书", "终", _REVIEW,
            Addressee.PETITIONER,
            (
                *common, _STAGE,
                known("act", "终止或者撤回"),
                known("ground", "事由"),
                text("reason", "理由"),
                known("effect", "效力"),
            ),
        ),
    )  # fmt: skip
