"""指标: definitions as data, counted in the database, each number with the list behind it.

`figures(user, period, on=…)` and `rows(user, period, code, part, organization, on=…)` ask the same
query, so a count equals its list and its export. Nothing here reads the clock."""

from oversight.indicators.cohorts import Question, Supposition
from oversight.indicators.figures import (
    ENOUGH,
    Figure,
    UnknownPartError,
    figures,
    figures_of,
    part_labels,
    parts_of,
    ratio,
    rows,
    rows_of,
)
from oversight.indicators.periods import Period
from oversight.indicators.scope import Scope
from oversight.indicators.table import (
    BASE_TEXT,
    DENOMINATOR,
    INDICATORS,
    LEFT_BASE,
    NUMERATOR,
    Indicator,
    Measure,
    Party,
    State,
    Unit,
)

__all__ = [
    "BASE_TEXT",
    "DENOMINATOR",
    "ENOUGH",
    "INDICATORS",
    "LEFT_BASE",
    "NUMERATOR",
    "Figure",
    "Indicator",
    "Measure",
    "Party",
    "Period",
    "Question",
    "Scope",
    "State",
    "Supposition",
    "Unit",
    "UnknownPartError",
    "figures",
    "figures_of",
    "part_labels",
    "parts_of",
    "ratio",
    "rows",
    "rows_of",
]
