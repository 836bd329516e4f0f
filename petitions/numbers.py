"""信访件编号 and 查询码: AAAAAA-YYMMDD-CC-NNNNN-K, and ten letters that cannot be misread."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from stdnum.iso7064 import mod_37_36

if TYPE_CHECKING:
    import datetime as dt

#: CC of the number, by 信访形式.
INTAKE_CODES = {
    "letter": "LX",
    "visit": "LF",
    "phone": "LD",
    "web": "WS",
    "code": "MH",
    "agent": "DB",
}
#: Signs of a number without its hyphens.
NUMBER_LENGTH = 20
#: No 0, O, 1, I: 32 signs, 50 bits in ten of them.
QUERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def petition_number(*, division: str, on: dt.date, intake: str, serial: int) -> str:
    """The number with its check character. `serial` is random within the day, so that gaps in the
    numbers tell nobody how many petitions there are or that a sealed one exists."""
    body = f"{division[:6]}-{on:%y%m%d}-{INTAKE_CODES[intake]}-{serial:05d}"
    return f"{body}-{mod_37_36.calc_check_digit(body.replace('-', ''))}"


def is_petition_number(text: str) -> bool:
    """Whether the check character fits; a mistyped or swapped sign is noticed."""
    compact = text.replace("-", "").upper()
    return len(compact) == NUMBER_LENGTH and mod_37_36.is_valid(compact)


def random_serial() -> int:
    return secrets.randbelow(100_000)


def query_code() -> str:
    return "".join(secrets.choice(QUERY_ALPHABET) for _ in range(10))


def token() -> str:
    return secrets.token_urlsafe(16)
