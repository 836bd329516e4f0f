"""内容分类, first and second level, in the order and the words of the field.

First-level codes have two digits; the second level is numbered 01, 02, … in the order written
here (1501 工资福利), so a new name goes to the end of its line. Names that only repeated a first
level (交通运输 under 06) or belong elsewhere (安全生产 under 07) are left out.
"""

from __future__ import annotations

CATEGORIES = {
    ("01", "城乡建设"): (
        "安全生产、城市建设和市政管理、城乡规划、村镇建设、工程质量、国有土地上房屋征收与补偿、"
        "集体土地上房屋拆迁与补偿、建筑市场、住房保障与房地产、其他"
    ),
    ("02", "党务政务"): (
        "党的建设、港澳台侨、国防外交、民族宗教、群众团体、宣传舆论、政治体制、其他"
    ),
    ("03", "国土资源"): "土地征收、土地资源管理、矿产资源管理、海洋气象地震、其他",
    ("04", "环境保护"): "环保管理、环境污染、建设项目审批、其他",
    ("05", "纪检监察"): "党政处分、干部作风、滥用职权、失职渎职、贪污贿赂、其他",
    ("06", "交通运输"): "出租车管理、建设管理、客货运输、邮政管理、其他",
    ("07", "经济管理"): ("保险证券期货、国资监管、宏观调控、金融财税、能源管理、企业破产、其他"),
    ("08", "科技与信息产业"): "电信、科学技术、信息化建设、知识产权、其他",
    ("09", "民政"): (
        "复退安置、优抚、社会救助、社会服务、救灾募捐、福利慈善、基层选举和社区建设、民间组织、"
        "区划地名、其他"
    ),
    ("10", "农村农业"): (
        "土地承包经营、村务管理、惠农补贴、扶贫开发、水利水电、水库移民、林业管理、草原草场、"
        "农副产品流通、农资农技、农垦农场、动物防疫、野生资源管理、其他"
    ),
    ("11", "商贸旅游"): "旅游管理、商业贸易、市场监管、质监检验检疫、其他",
    ("12", "卫生计生"): "公共卫生、人口计生、食品药品监管、医患纠纷、医政监管、其他",
    ("13", "政法"): (
        "诉讼、仲裁与调解、行政复议、法律服务、法制建设、刑案侦破、刑罚执行、社会治安、户籍证件、"
        "交通管理、警务督察、其他"
    ),
    ("14", "教育文体"): (
        "教师队伍和待遇、教育行政管理、教育收费、教育体制、考试招生、失学辍学、体育、文化、"
        "文物管理、其他"
    ),
    ("15", "劳动和社会保障"): (
        "工资福利、劳动关系、劳动保护、就业培训、城镇职工社会保险、城镇居民社会保险、"
        "退休政策及待遇、社保基金管理、其他"
    ),
    #: Unclassified: to be re-coded before closing, so it has no second level and no duty.
    ("99", "其它"): "",
}


def second_level(first_code: str, names: str) -> list[tuple[str, str]]:
    """Codes and names of the second level below `first_code`."""
    return [
        (f"{first_code}{place:02}", name)
        for place, name in enumerate(filter(None, names.split("、")), start=1)
    ]
