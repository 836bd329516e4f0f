"""条码: Code 128 as bar widths, and the code of a letter that its bars carry.

The 文号 itself is Chinese and has no bars; the code says the same: whose, which letter, which year,
which number."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Bars and gaps of the 107 signs, as in ISO/IEC 15417: values 0 to 105, and the end.
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_SIGNS = tuple(_TABLE.split())
_START_B, _STOP, _CHECK = 104, 106, 103
_FIRST, _LAST = " ", "~"
_CODE = re.compile(
    r"^(?P<body>.+)-(?P<letter>D\d\d[A-Z]?)-(?P<year>\d{4})-(?P<serial>\d{1,9})(?P<sealed>M?)$"
)


def bars(text: str) -> list[int]:
    """Widths of bar, gap, bar, …, in modules, by code set B. Raises `ValueError` for signs beyond
    printable ASCII."""
    if not text or any(not _FIRST <= sign <= _LAST for sign in text):
        raise ValueError(f"{text!r} has no bars.")
    values = [ord(sign) - ord(_FIRST) for sign in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % _CHECK
    row = [_START_B, *values, check, _STOP]
    return [int(width) for value in row for width in _SIGNS[value]]


@dataclass(frozen=True)
class LetterCode:
    """What the bars say: enough to find one issued letter."""

    body: str
    letter: str
    year: int
    serial: int
    is_sealed: bool

    def __str__(self) -> str:
        sealed = "M" if self.is_sealed else ""
        return f"{self.body}-{self.letter}-{self.year}-{self.serial}{sealed}".upper()

    @classmethod
    def read(cls, text: str) -> LetterCode | None:
        """`None` for what is no such code; a scanner may send small letters."""
        found = _CODE.match(text.strip().upper())
        if found is None:
            return None
        year, serial = int(found["year"]), int(found["serial"])
        return cls(found["body"], found["letter"], year, serial, bool(found["sealed"]))
