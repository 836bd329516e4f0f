"""What somebody types to ask for a last day, or to correct the work calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from routing.limits import Due, LimitError, Part, Pause, due_on
from routing.models import LONGEST_DAY_NAME, TimeLimit
from routing.workdays import Rearrangement, work_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.periods import Limit

#: Days a period may be asked for: the first year of the calendar, and well past any deadline.
FIRST_DAY, LAST_DAY = date(2004, 1, 1), date(2099, 12, 31)
MOST_PAUSES = 20
#: Longer than any holiday so far.
LONGEST_HOLIDAY = 31
#: Rows for pauses on the page; without scripts this is all there is.
PAUSE_ROWS = 2
ISO_DAY = "%Y-%m-%d"
_FIELD_OF = {Part.PAUSES: "pause", Part.EXTENSION: "extend"}


class DayField(forms.DateField):
    """A day as `2025-01-24`, within the years the calculator answers for."""

    widget = forms.DateInput(format=ISO_DAY, attrs={"type": "date"})

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[ISO_DAY], **options)
        self.error_messages |= {"invalid": "请填写实际存在的日期，格式为 2025-01-24。"}

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(f"日期应在{FIRST_DAY.year}年至{LAST_DAY.year}年之间。")
        return day


class PauseParameters(forms.Widget):
    """Pauses of an address, each written `from/to`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        parted = (pause.partition("/") for pause in data.getlist(name))
        return [(first, resumed) for first, _, resumed in parted]


class PauseRows(forms.Widget):
    """Pauses of the page: two boxes in a row, and always an empty row to go on."""

    template_name = "routing/pause_rows.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        first, resumed = data.getlist(f"{name}_from"), data.getlist(f"{name}_to")
        pairs = zip_longest(first, resumed, fillvalue="")
        return [pair for pair in pairs if any(part.strip() for part in pair)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = list(value or [])
        context["widget"]["rows"] = typed + [("", "")] * max(PAUSE_ROWS - len(typed), 1)
        return context


class PausesField(forms.Field):
    """Pairs of typed days to `Pause` values; an error quotes the pair at fault."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="暂停", required=False, **options)

    def to_python(self, value: Any) -> list[Pause]:
        pairs = list(value or [])
        if len(pairs) > MOST_PAUSES:
            raise ValidationError(f"暂停最多填写{MOST_PAUSES}次。")
        return [_read_pause(*pair) for pair in pairs]


class PeriodForm(forms.Form):
    """Start day, pauses and extension of one period, as an address of the API has them."""

    start = DayField(label="起算日", error_messages={"required": "请填写起算日。"})
    pause = PausesField(widget=PauseParameters)
    extend = forms.IntegerField(
        label="延长天数",
        required=False,
        min_value=0,
        max_value=366,
        error_messages={
            "invalid": "延长天数应是整数。",
            "min_value": "延长天数不能是负数。",
            "max_value": "延长天数过大。",
        },
    )

    def due(self, limit: Limit) -> Due | None:
        """The answer; None if something typed does not go with this limit, now in `errors`."""
        try:
            return due_on(
                self.cleaned_data["start"],
                limit,
                work_calendar(),
                pauses=self.cleaned_data["pause"],
                extension=self.cleaned_data["extend"] or 0,
            )
        except LimitError as error:
            self.add_error(_FIELD_OF.get(error.part), str(error))
            return None


class CalculatorForm(PeriodForm):
    """The page's form: as the API, with a choice of the rule in front."""

    rule = forms.ChoiceField(
        label="期限规则",
        error_messages={
            "required": "请选择期限规则。",
            "invalid_choice": "没有这条期限规则，请重新选择。",
        },
    )
    pause = PausesField(
        widget=PauseRows,
        help_text="听证、专家会审、中止的时间不计入期限。恢复日当天不在暂停之内。没有暂停的不填。",
    )
    field_order = ("rule", "start", "pause", "extend")

    def __init__(self, *args: Any, limits: Sequence[TimeLimit], **options: Any) -> None:
        super().__init__(*args, **options)
        rule = self.fields["rule"]
        if isinstance(rule, forms.ChoiceField):
            rule.choices = [("", "请选择"), *((limit.code, _label(limit)) for limit in limits)]
        self.fields["start"].help_text = "收到、受理或者送达的那一天，当日不计。"
        self.fields["extend"].help_text = "没有延长的不填。办结最多延长30日。"


class RearrangementForm(forms.Form):
    """Changes of the work calendar, one line each: day or days, what they become, their name."""

    ORDINARY = "平常"
    WORDS = {"放假": False, "上班": True}

    days = forms.CharField(
        label="要改的日期",
        required=False,
        max_length=4000,
        help_text="每行一项，如“2027-10-01至2027-10-07 放假 国庆节”"
        "“2027-10-09 上班 国庆节调休上班”；恢复平常的写“2027-10-09 平常”。",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"max_length": "一次不能超过 4000 字，请分几次修改。"},
    )
    publish = forms.TypedChoiceField(
        label="全年安排已录完",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="确认后，涉及这一年的期限不再标为“暂定”。",
        error_messages={"invalid_choice": "没有这一年可以确认。"},
    )

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        publish = self.fields["publish"]
        if isinstance(publish, forms.TypedChoiceField):
            publish.choices = [("", "不确认"), *((year, f"{year}年") for year in years)]

    def clean_days(self) -> tuple[tuple[date, tuple[bool, str] | None], ...]:
        days: dict[date, tuple[bool, str] | None] = {}
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), 1):
            if line.strip():
                _read_line(line.split(maxsplit=2), days, where=f"第 {number} 行")
        return tuple(sorted(days.items()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["days"] and cleaned["publish"] is None:
            self.add_error("days", "请写明要改的日期，或者选择已录完的年份。")
        return cleaned

    @property
    def wanted(self) -> Rearrangement:
        """What was typed; the form is valid."""
        return Rearrangement(self.cleaned_data["days"], self.cleaned_data["publish"])


def _label(limit: TimeLimit) -> str:
    return f"{limit.name}（{limit.number}{limit.limit.unit.label}，{limit.article}）"


def _read_line(parts: list[str], days: dict[date, tuple[bool, str] | None], *, where: str) -> None:
    if len(parts) < 2:  # noqa: PLR2004 - the days and what they become
        raise ValidationError(f"{where}：写成“日期 放假（上班、平常） 名称”。")
    word, name = parts[1], "".join(parts[2:]).strip()
    if word == RearrangementForm.ORDINARY:
        arrangement = None
    elif word not in RearrangementForm.WORDS:
        raise ValidationError(f"{where}：“{word}”应是“放假”“上班”或“平常”。")
    elif not 0 < len(name) <= LONGEST_DAY_NAME:
        raise ValidationError(f"{where}：写上名称，如“国庆节”，不超过{LONGEST_DAY_NAME}个字。")
    else:
        arrangement = (RearrangementForm.WORDS[word], name)
    for day in _read_days(parts[0], where=where):
        if day in days:
            raise ValidationError(f"{where}：{day} 写了两次。")
        days[day] = arrangement


def _read_days(typed: str, *, where: str) -> list[date]:
    first, _, last = typed.partition("至")
    field = DayField()
    try:
        start, end = field.clean(first), field.clean(last or first)
    except ValidationError as error:
        raise ValidationError(f"{where}：{error.messages[0]}") from error
    span = (end - start).days if start and end else -1
    if start is None or not 0 <= span < LONGEST_HOLIDAY:
        raise ValidationError(f"{where}：起止日期有误，一段不超过{LONGEST_HOLIDAY}天。")
    return [start + timedelta(n) for n in range(span + 1)]


def _read_pause(first: str, resumed: str) -> Pause:
    if not first.strip() or not resumed.strip():
        raise ValidationError("每次暂停都要写明开始日和恢复日。")
    day = DayField()
    try:
        start, end = day.clean(first.strip()), day.clean(resumed.strip())
    except ValidationError as error:
        raise ValidationError(f"暂停“{first}/{resumed}”有误：{error.messages[0]}") from error
    if start is None or end is None or end <= start:
        raise ValidationError(f"暂停“{first}/{resumed}”的恢复日应晚于开始日。")
    return Pause(start, end)
