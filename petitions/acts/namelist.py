"""签名名单: the people of a joint petition, pasted as lines or as a CSV table."""

from __future__ import annotations

import datetime as dt
import re

from petitions.lifecycle import Person
from petitions.models.petition import Part
from petitions.people import IdNumberError, read_id_number

MOST = 500
LONGEST_NAME = 40
#: What separates the columns of a pasted table.
_COLUMNS = re.compile(r"[,，;；\t、 ]+")
_ID = re.compile(r"^\d{17}[\dXx]$|^\d{15}$")
_PHONE = re.compile(r"^(1\d{10}|0\d{2,3}-?\d{7,8})$")
_HEADS = frozenset({"姓名", "名字", "序号"})


class NamelistError(Exception):
    """Which line cannot be read, in Chinese."""


def read_names(text: str, *, on: dt.date) -> tuple[Person, ...]:
    """One person a line: 姓名, 身份证号, 电话 in any order after the name; a leading number and a
    line of headings are passed over. Raises `NamelistError`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise NamelistError(f"名单最多 {MOST} 行，现有 {len(lines)} 行；其余请作为附件。")
    people, seen = [], set[str]()
    for index, line in enumerate(lines, 1):
        person = _read(line, index, on=on)
        if person is None:
            continue
        if person.id_number and person.id_number in seen:
            raise NamelistError(f"名单第 {index} 行：身份证号与前面的重复。")
        seen.add(person.id_number)
        people.append(person)
    return tuple(people)


def _read(line: str, index: int, *, on: dt.date) -> Person | None:
    cells = [cell for cell in _COLUMNS.split(line.strip("\ufeff\"' ")) if cell]
    if cells and cells[0].rstrip(".").isdecimal() and len(cells) > 1:
        cells = cells[1:]
    if not cells or cells[0] in _HEADS:
        return None
    name, rest = cells[0], cells[1:]
    if len(name) > LONGEST_NAME or any(sign.isdigit() for sign in name):
        raise NamelistError(f"名单第 {index} 行应以姓名开头：{line[:20]}")
    numbers = [cell for cell in rest if _ID.match(cell)]
    phones = [cell for cell in rest if _PHONE.match(cell)]
    strange = [cell for cell in rest if cell not in numbers and cell not in phones]
    if strange:
        raise NamelistError(f"名单第 {index} 行“{strange[0][:20]}”不是身份证号或者电话。")
    try:
        known = read_id_number(numbers[0], on=on) if numbers else None
    except IdNumberError as error:
        raise NamelistError(f"名单第 {index} 行：{error}") from error
    return Person(
        name,
        part=Part.LISTED,
        id_number=known.number if known else "",
        phone=phones[0] if phones else "",
        birth_on=known.birth_on if known else None,
        sex=known.sex if known else "",
        region=known.region if known else "",
    )
