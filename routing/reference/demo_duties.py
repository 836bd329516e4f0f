"""Who is competent for what in the demo tree, with a sentence that can be shown as the reason.

The same duties hold for the body of that name in every place that has one.
"""

from __future__ import annotations

from typing import NamedTuple

from routing.reference.demo_organizations import ORGANIZATIONS


class DutyRow(NamedTuple):
    organization: str
    categories: str
    ground: str


#: slug of the body -> (content classes, ground). A class may stand at several bodies.
LINES = {
    "hr": (
        (
            "1501 1502 1503 1504 1505 1507 1508 1509",
            "主管工资支付、劳动关系、社会保险和就业，负责劳动保障监察",
        ),
        ("1302", "负责劳动人事争议调解仲裁"),
    ),
    "housing": (
        ("0102 0104 0105 0106 0108 0109 0110", "主管住房保障、房地产、物业、建筑市场和工程质量"),
    ),
    "land": (
        ("0103 0107 03", "主管国土空间规划、土地和矿产资源、不动产登记、集体土地征收"),
        ("1007 1008 1013", "主管林业、草原和野生动植物资源"),
    ),
    "education": (("1401 1402 1403 1404 1405 1406 1410", "主管学校教育、招生考试和校外培训"),),
    "health": (("1201 1202 1204 1205 1206", "主管公共卫生、医疗机构和医疗纠纷处理"),),
    "agriculture": (
        (
            "1001 1002 1003 1004 1009 1010 1011 1012 1014",
            "主管农村土地承包、宅基地、村集体财务、惠农补贴和动物防疫",
        ),
    ),
    "transport": (("06", "主管公路建设养护、客货运输和出租汽车"),),
    "civil": (
        ("0903 0904 0906 0907 0908 0909 0910", "主管社会救助、社会服务、基层政权建设和地名"),
    ),
    "market": (
        ("1102 1103 1104 1105 1203 0804", "主管市场秩序、消费维权、食品药品、特种设备和知识产权"),
    ),
    "enforcement": (("0102 0103", "集中行使市容、违法建设等方面的行政处罚权"),),
    "police": (("1306 1308 1309 1310 1311", "主管治安、刑事侦查、户籍证件和道路交通安全"),),
    "justice": (("1302 1303 1304 1305 1307", "主管人民调解、行政复议、法律服务和社区矫正"),),
    "water": (("1005 1006", "主管水利工程、河湖管理、水事纠纷和水库移民"),),
    "emergency": (("0101 0905", "主管安全生产综合监管和救灾"),),
    "medicare": (("1506 1505", "主管职工和城乡居民基本医疗保险"),),
    "veterans": (("0901 0902", "主管退役军人安置和优待抚恤"),),
    "culture": (("1101 1407 1408 1409", "主管旅游、体育、文化市场和文物保护"),),
    "development": (("0703 0705 0707", "主管宏观经济、价格和能源"),),
    "industry": (("0706 0801 0802 0803 0805", "主管工业经济、企业改制和信息化"),),
    "finance": (("0701 0702 0704", "主管财政、国有资产监管和地方金融"),),
    "party-organization": (("0201", "主管党的组织建设和干部工作"),),
    "party-united-front": (("0202 0204", "主管民族宗教、港澳台侨事务"),),
    "party-publicity": (("0206", "主管宣传、新闻出版和互联网信息"),),
    "party-legal": (("1301 1312", "统筹涉法涉诉信访事项的依法处理"),),
    "env": (("04", "主管环境监测执法、污染防治和建设项目环评"),),
    "tax": (("0704", "负责税费征收管理"),),
    "discipline": (
        ("05", "按照干部管理权限受理对党员、干部和公职人员的检举控告"),
        ("0201", "按照管理权限受理党员对党纪处分的申诉"),
    ),
    "gov": (("0203 0205 0207 0208", "本级党委、政府统筹群众团体和政务工作"),),
    "mediation": (("1302", "经双方同意调解民间纠纷，不收费，不作处理决定"),),
    "town": (
        ("1002 0907", "负责指导村民自治，监督村务公开和村级集体资产管理"),
        ("1001 0104", "负责宅基地审批、农村土地承包管理和村镇建设"),
        ("0903", "负责社会救助申请的受理和初核"),
    ),
    "street": (
        ("0907", "负责社区建设，指导居民自治"),
        ("0903", "负责社会救助申请的受理和初核"),
    ),
}

DUTIES = tuple(
    DutyRow(row.code, categories, f"{row.name}{ground}。")
    for row in ORGANIZATIONS
    for categories, ground in LINES.get(row.code.partition("-")[2], ())
)
