"""信访人 of one registration: the rows of a page, however they were added, dropped and numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from django.forms import BaseFormSet, formset_factory

from petitions.acts.registration import PersonForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

PREFIX = "people"
#: Names beyond these go on a list among the attachments; `people_count` counts them.
MAX_PEOPLE = 60
_FIELD = re.compile(rf"^{PREFIX}-(\d{{1,4}})-([a-z_]+)$")

Row = dict[str, str]


class PeopleFormSet(BaseFormSet[PersonForm]):
    default_error_messages = {
        "too_many_forms": f"最多逐人填写 {MAX_PEOPLE} 名，其余人员请列名单作为附件，并填写人数。"
    }

    def written(self) -> list[PersonForm]:
        """The rows somebody wrote in."""
        return [form for form in self.forms if form.has_changed()]


_formset = cast(
    "type[PeopleFormSet]",
    formset_factory(
        PersonForm, formset=PeopleFormSet, extra=0, max_num=MAX_PEOPLE, validate_max=True
    ),
)


def posted(fields: Mapping[str, list[str]]) -> dict[int, Row]:
    """The rows of a request by the number each has on the page; numbers may have gaps."""
    rows: dict[int, Row] = {}
    for name, values in fields.items():
        found = _FIELD.match(name)
        if found and found[2] in PersonForm.base_fields:
            rows.setdefault(int(found[1]), {})[found[2]] = values[-1] if values else ""
    return dict(sorted(rows.items()))


def shown(rows: list[Row], *, on: dt.date) -> PeopleFormSet:
    """For looking at and writing on: nothing is judged. There is always a row to write in."""
    return _formset(prefix=PREFIX, initial=rows or [{}], form_kwargs={"on": on})


def judged(rows: list[Row], *, on: dt.date) -> PeopleFormSet:
    rows = rows or [{}]
    data: dict[str, Any] = {
        f"{PREFIX}-TOTAL_FORMS": str(len(rows)),
        f"{PREFIX}-INITIAL_FORMS": "0",
    }
    for index, row in enumerate(rows):
        data |= {f"{PREFIX}-{index}-{name}": value for name, value in row.items()}
    return _formset(data, prefix=PREFIX, form_kwargs={"on": on})
