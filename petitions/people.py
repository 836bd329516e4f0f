"""What an ID number says about its holder, and what is wrong with one that was mistyped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stdnum.cn import ric

#: GB/T 2260 first two digits. Counties come and go; provinces are safe to show.
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林",
    "23": "黑龙江", "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东", "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃",
    "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾", "81": "香港", "82": "澳门", "99": "云川（演示）",
}  # fmt: skip


ID_LENGTH = 18


@dataclass(frozen=True)
class IdNumber:
    number: str
    birth_on: dt.date
    sex: str
    region: str


class IdNumberError(ValueError):
    """The message says what is wrong and what to compare, in Chinese."""


def read_id_number(text: str, *, on: dt.date) -> IdNumber:
    """Birth date, sex and province of a well-formed number; raises `IdNumberError` otherwise."""
    number = text.strip().upper().replace(" ", "")
    if len(number) != ID_LENGTH or not (number.isascii() and number[:17].isdigit()):
        raise IdNumberError(
            f"身份证号应为 18 位，前 17 位是数字，末位是数字或 X；填了 {len(number)} 位。"
        )
    expected = ric.calc_check_digit(number)
    if number[17] != expected:
        raise IdNumberError(f"身份证号末位校验不符，应为 {expected}。请核对证件。")
    try:
        born = dt.datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise IdNumberError(f"身份证号中的出生日期 {number[6:14]} 不存在。请核对证件。") from error
    if not dt.date(1900, 1, 1) <= born <= on:
        raise IdNumberError(f"身份证号中的出生日期 {born} 不可能。请核对证件。")
    region = PROVINCES.get(number[:2])
    if region is None:
        raise IdNumberError(f"身份证号前两位 {number[:2]} 不是地区代码。请核对证件。")
    return IdNumber(number, born, "男" if int(number[16]) % 2 else "女", region)
