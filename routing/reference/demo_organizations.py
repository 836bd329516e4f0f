"""The demo tree as a table: 云川省, 江桥市, 青禾县, 望湖区, their bodies and towns. All fictional.

Rows stand below the rows they name. Codes are `<place>-<body>`.
"""

from __future__ import annotations

from typing import NamedTuple

from accounts.models import Level, OrganizationKind

GOVERNMENT = OrganizationKind.GOVERNMENT
DEPARTMENT = OrganizationKind.DEPARTMENT
DISCIPLINE = OrganizationKind.DISCIPLINE
PETITION_OFFICE = OrganizationKind.PETITION_OFFICE
MEDIATION = OrganizationKind.MEDIATION
REVIEW_OFFICE = OrganizationKind.REVIEW_OFFICE
PROVINCE, CITY, COUNTY, TOWN = Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWN


class OrganizationRow(NamedTuple):
    code: str
    name: str
    short_name: str
    kind: OrganizationKind
    level: Level
    division: str
    place: str
    government: str = ""
    line_superior: str = ""
    established_by: str = ""
    acts_for: str = ""
    is_vertical: bool = False


class Place(NamedTuple):
    slug: str
    name: str
    short: str
    level: Level
    division: str
    above: Place | None = None


YUNCHUAN = Place("yunchuan", "云川省", "云", PROVINCE, "990000")
JIANGQIAO = Place("jiangqiao", "江桥市", "江", CITY, "990100", YUNCHUAN)
QINGHE = Place("qinghe", "青禾县", "青", COUNTY, "990121", JIANGQIAO)
WANGHU = Place("wanghu", "望湖区", "望", COUNTY, "990102", JIANGQIAO)

#: slug, name without its place, words in document numbers. Each has one in the city and county.
BUREAUS = (
    ("hr", "人社局", "人社"),
    ("housing", "住建局", "住建"),
    ("land", "自然资源和规划局", "资规"),
    ("education", "教育局", "教"),
    ("health", "卫生健康局", "卫健"),
    ("agriculture", "农业农村局", "农"),
    ("transport", "交通运输局", "交"),
    ("civil", "民政局", "民"),
    ("market", "市场监管局", "市监"),
    ("enforcement", "综合执法局", "综执"),
    ("police", "公安局", "公"),
    ("justice", "司法局", "司"),
    ("water", "水利局", "水"),
    ("emergency", "应急管理局", "应急"),
    ("medicare", "医保局", "医保"),
    ("veterans", "退役军人事务局", "退役"),
    ("culture", "文化旅游体育局", "文旅"),
    ("development", "发展改革局", "发改"),
    ("industry", "经济和信息化局", "经信"),
    ("finance", "财政局", "财"),
    ("party-organization", "委组织部", "组"),
    ("party-united-front", "委统战部", "统"),
    ("party-publicity", "委宣传部", "宣"),
    ("party-legal", "委政法委", "政法"),
)
#: Departments of the province that the demo needs.
OFFICES = (
    ("hr", "人社厅", "人社"),
    ("housing", "住建厅", "住建"),
    ("land", "自然资源厅", "资"),
    ("education", "教育厅", "教"),
    ("health", "卫生健康委", "卫健"),
    ("police", "公安厅", "公"),
)
_WANGHU_BUREAUS = ("hr", "housing", "education", "market", "civil", "police")


def _government(place: Place) -> OrganizationRow:
    return OrganizationRow(
        code=f"{place.slug}-gov",
        name=f"{place.name}人民政府",
        short_name=f"{place.short}政",
        kind=GOVERNMENT,
        level=place.level,
        division=place.division,
        place=place.name,
        line_superior=f"{place.above.slug}-gov" if place.above else "",
    )


def _body(
    place: Place,
    slug: str,
    name: str,
    short: str,
    *,
    kind: OrganizationKind = DEPARTMENT,
    line: bool = True,
) -> OrganizationRow:
    """A body of the place's government whose line superior is the same body one place up."""
    return OrganizationRow(
        code=f"{place.slug}-{slug}",
        name=f"{place.name}{name}",
        short_name=f"{place.short}{short}",
        kind=kind,
        level=place.level,
        division=place.division,
        place=place.name,
        government=f"{place.slug}-gov",
        line_superior=f"{place.above.slug}-{slug}" if line and place.above else "",
    )


def _review_office(place: Place, short: str) -> OrganizationRow:
    row = _body(place, "review", "信访局复查复核办", short, kind=REVIEW_OFFICE, line=False)
    return row._replace(established_by=f"{place.slug}-petition", acts_for=f"{place.slug}-gov")


def _town(slug: str, name: str, short: str, division: str) -> OrganizationRow:
    return OrganizationRow(
        f"{slug}-town", f"{name}人民政府", short, GOVERNMENT, TOWN, division, f"青禾县{name}",
        line_superior="qinghe-gov",
    )  # fmt: skip


def _province() -> list[OrganizationRow]:
    return [
        _government(YUNCHUAN),
        _body(YUNCHUAN, "petition", "信访局", "信", kind=PETITION_OFFICE),
        _review_office(YUNCHUAN, "复核"),
        _body(YUNCHUAN, "discipline", "纪委监委", "纪", kind=DISCIPLINE),
        *(_body(YUNCHUAN, *office) for office in OFFICES),
        _body(YUNCHUAN, "env", "生态环境厅", "环"),
        _body(YUNCHUAN, "tax", "税务局", "税"),
    ]


def _city() -> list[OrganizationRow]:
    above = {slug for slug, *_ in OFFICES}
    return [
        _government(JIANGQIAO),
        _body(JIANGQIAO, "petition", "信访局", "信", kind=PETITION_OFFICE),
        _review_office(JIANGQIAO, "复核"),
        _body(JIANGQIAO, "discipline", "纪委监委", "纪", kind=DISCIPLINE),
        *(_body(JIANGQIAO, *bureau, line=bureau[0] in above) for bureau in BUREAUS),
        _body(JIANGQIAO, "env", "生态环境局", "环"),
        _body(JIANGQIAO, "tax", "税务局", "税")._replace(is_vertical=True),
    ]


def _county() -> list[OrganizationRow]:
    return [
        _government(QINGHE),
        _body(QINGHE, "petition", "信访局", "信", kind=PETITION_OFFICE),
        _review_office(QINGHE, "复查"),
        _body(QINGHE, "discipline", "纪委监委", "纪", kind=DISCIPLINE),
        *(_body(QINGHE, *bureau) for bureau in BUREAUS),
        _body(QINGHE, "env", "", "")._replace(
            name="市生态环境局青禾分局", short_name="江环青", is_vertical=True
        ),
        _body(QINGHE, "tax", "税务局", "税")._replace(is_vertical=True),
        _body(QINGHE, "hospital", "人民医院", "医", kind=OrganizationKind.INSTITUTION, line=False)
        ._replace(established_by="qinghe-health"),
        _town("liuxi", "柳溪镇", "柳政", "990121101"),
        _town("shiqiao", "石桥镇", "石政", "990121102"),
        OrganizationRow(
            "yunling-street", "云岭街道办事处", "云岭办", OrganizationKind.DISPATCHED, TOWN,
            "990121001", "青禾县云岭街道", government="qinghe-gov", established_by="qinghe-gov",
        ),
    ]  # fmt: skip


def _district() -> list[OrganizationRow]:
    return [
        _government(WANGHU),
        _body(WANGHU, "petition", "信访局", "信", kind=PETITION_OFFICE),
        _review_office(WANGHU, "复查"),
        _body(WANGHU, "discipline", "纪委监委", "纪", kind=DISCIPLINE),
        *(_body(WANGHU, *bureau) for bureau in BUREAUS if bureau[0] in _WANGHU_BUREAUS),
        _body(WANGHU, "land", "", "")._replace(
            name="市自然资源和规划局望湖分局", short_name="江资规望", is_vertical=True
        ),
    ]


def _committees() -> list[OrganizationRow]:
    """人民调解委员会, set up by a town or a street or guided by the justice bureau (《人民调解法》
    第五条、第三十四条)."""
    county = _body(QINGHE, "mediation", "人民调解委员会", "调", kind=MEDIATION, line=False)
    towns = (
        ("liuxi", "柳溪镇", "柳调", "990121101", "liuxi-town", "liuxi-town"),
        ("shiqiao", "石桥镇", "石调", "990121102", "shiqiao-town", "shiqiao-town"),
        ("yunling", "云岭街道", "云调", "990121001", "qinghe-gov", "yunling-street"),
    )
    return [
        county._replace(established_by="qinghe-justice"),
        _body(WANGHU, "mediation", "人民调解委员会", "调", kind=MEDIATION, line=False),
        *(
            OrganizationRow(
                f"{slug}-mediation", f"{name}人民调解委员会", short, MEDIATION, TOWN, division,
                f"青禾县{name}", government=government, established_by=founder,
            )
            for slug, name, short, division, government, founder in towns
        ),
    ]  # fmt: skip


ORGANIZATIONS = (*_province(), *_city(), *_county(), *_district(), *_committees())
