"""Which procedures stop which periods.

The Regulation stops the clock only for the hearing of a 复核 (第三十六条第二款). For the rest the
rules of Shandong are the model; in ordinary handling a place switches it on by its own rule."""

from __future__ import annotations

from typing import NamedTuple

from routing.models.pause_rule import Procedure

_RULES = "《山东省信访事项复查复核工作规则（试行）》"
_LOCAL = "地方规定；《生态环境信访工作办法》（参照）"


class PauseRow(NamedTuple):
    code: str
    procedure: Procedure
    source: str
    is_statutory: bool = False
    is_on: bool = True


PAUSES = (
    PauseRow(
        "final_review", Procedure.HEARING, "《信访工作条例》第三十六条第二款", is_statutory=True
    ),
    PauseRow("final_review", Procedure.PANEL, f"{_RULES}第二十九条（参照执行）"),
    PauseRow("final_review", Procedure.SUSPENSION, f"{_RULES}第三十七条（参照执行）"),
    PauseRow("review", Procedure.HEARING, f"{_RULES}第二十七条（参照执行）"),
    PauseRow("review", Procedure.PANEL, f"{_RULES}第二十九条（参照执行）"),
    PauseRow("review", Procedure.SUSPENSION, f"{_RULES}第三十七条（参照执行）"),
    PauseRow("conclude", Procedure.HEARING, _LOCAL, is_on=False),
)
