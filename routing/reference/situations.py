"""导引图: 43 situations and the lawful road of each, and two that are not accepted again (N-…).

Derived from the texts cited in the rows until the official list is at hand. A figure without a
source read for this project is left out or marked “按有关规定”.
"""

from __future__ import annotations

from typing import NamedTuple

from routing.models import ChannelClass, Kind

PETITION = ChannelClass.PETITION
ADMINISTRATIVE = ChannelClass.ADMINISTRATIVE
ARBITRATION = ChannelClass.ARBITRATION
LITIGATION = ChannelClass.LITIGATION
COMPENSATION = ChannelClass.COMPENSATION
APPRAISAL = ChannelClass.APPRAISAL
APPEAL = ChannelClass.APPEAL

SIXTY_DAYS = "自受理之日起60日，可延长30日"
REVIEW = "自收到书面答复之日起30日内请求复查，再不服30日内请求复核"
RECONSIDERATION = "60日内申请行政复议，或者6个月内提起行政诉讼"
WITHIN_SIXTY = "自知道之日起60日内申请行政复议"
OWN_LAW = "按单行法律规定"
BY_RULE = "按有关规定"
DUTY_SUIT = "2个月内不履行的，可以申请行政复议或者提起行政诉讼"
RULES = "《信访工作条例》"
RECONSIDERATION_LAW = "《行政复议法》第二十条"
LITIGATION_LAW = "《行政诉讼法》第四十五条至第四十七条"
LABOUR_LAW = "《劳动争议调解仲裁法》第二十七条、第四十三条"


class SituationRow(NamedTuple):
    code: str
    name: str
    channel_class: ChannelClass
    branch: int | None
    body: str
    first_limit: str
    remedy: str
    ground: str
    other_branch: int | None = None
    kind: Kind = Kind.GRIEVANCE


SITUATIONS = (
    SituationRow(
        "X-01", "反映情况，提出建议、意见", PETITION, None, "有权处理的机关、单位",
        "研究论证后回复，条例未定期限", "不适用复查、复核", f"{RULES}第二十九条",
        kind=Kind.SUGGESTION,
    ),
    SituationRow(
        "X-02", "检举控告党员、干部和公职人员违纪违法", PETITION, None,
        "纪检监察机关或者组织人事部门，按管理权限",
        "下级机关5个工作日内受理或转出，实名的15个工作日内告知受理", "由纪检监察机关按规定反馈",
        f"{RULES}第三十条", kind=Kind.ACCUSATION,
    ),
    SituationRow(
        "X-03", "反映作风、效率、不作为，尚不涉及违纪", PETITION, 6, "被反映的机关、单位或者其上级",
        SIXTY_DAYS, REVIEW, f"{RULES}第三十一条第六项",
    ),
    SituationRow(
        "X-04", "政策落实、历史遗留、协议补偿等没有其他法定途径的请求", PETITION, 6,
        "有权处理的机关、单位", SIXTY_DAYS, REVIEW, f"{RULES}第三十一条第六项",
    ),
    SituationRow(
        "X-05", "涉及多个机关、单位的重大事项", PETITION, 6,
        "牵头单位；有争议的由共同上一级或者联席会议协调",
        f"及时报告；{SIXTY_DAYS}", REVIEW, f"{RULES}第二十四条、第二十五条",
    ),
    SituationRow(
        "X-06", "咨询政策、办事流程", PETITION, None, "制定或者执行该政策的机关",
        "能即时答复的即时答复，简易办理10个工作日", "不适用复查、复核",
        "《信访事项简易办理办法（试行）》",
    ),
    SituationRow(
        "X-07", "生活困难，请求帮扶救助", PETITION, 4, "民政、残联、工会等",
        BY_RULE, "对不予救助决定可以申请行政复议", f"{RULES}第三十七条第二款", other_branch=5,
    ),
    SituationRow(
        "A-01", "不服行政处罚、行政强制、行政命令、许可决定", ADMINISTRATIVE, 4, "行政复议机关",
        WITHIN_SIXTY, RECONSIDERATION, RECONSIDERATION_LAW,
    ),
    SituationRow(
        "A-02", "土地、林地、草原、水面权属争议，请求裁决", ADMINISTRATIVE, 4, "人民政府",
        OWN_LAW, "对裁决不服，先申请行政复议，再提起行政诉讼", f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "A-03", "不动产登记、工伤认定、婚姻登记、事故认定等确认", ADMINISTRATIVE, 4,
        "登记、认定机关", OWN_LAW, RECONSIDERATION, f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "A-04", "申请行政许可或者不服不予许可", ADMINISTRATIVE, 4, "许可机关",
        OWN_LAW, RECONSIDERATION, f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "A-05", "举报违法行为，请求查处", ADMINISTRATIVE, 5, "有执法权的机关",
        "单行法期限优先；没有规定的60日或者2个月", DUTY_SUIT, f"{RULES}第三十一条第五项",
    ),
    SituationRow(
        "A-06", "低保、特困、抚恤、临时救助等待遇", ADMINISTRATIVE, 4, "民政、退役军人事务等部门",
        WITHIN_SIXTY, RECONSIDERATION, RECONSIDERATION_LAW,
    ),
    SituationRow(
        "A-07", "国有土地上房屋征收与补偿", ADMINISTRATIVE, 4, "作出征收决定的人民政府",
        WITHIN_SIXTY, RECONSIDERATION, RECONSIDERATION_LAW,
    ),
    SituationRow(
        "A-08", "集体土地征收补偿安置", ADMINISTRATIVE, 4, "县级人民政府",
        WITHIN_SIXTY, RECONSIDERATION, RECONSIDERATION_LAW,
    ),
    SituationRow(
        "A-09", "申请政府信息公开", ADMINISTRATIVE, 4, "制作或者保存该信息的机关",
        BY_RULE, RECONSIDERATION, "《政府信息公开条例》",
    ),
    SituationRow(
        "A-10", "拖欠工资，请求劳动保障监察", ADMINISTRATIVE, 5,
        "人力资源和社会保障部门（劳动保障监察）",
        "自立案之日起60个工作日，可延长30个工作日", DUTY_SUIT, "《劳动保障监察条例》第十七条",
    ),
    SituationRow(
        "A-11", "社会保险登记、核定、支付", ADMINISTRATIVE, 4, "社会保险经办机构",
        WITHIN_SIXTY, RECONSIDERATION, RECONSIDERATION_LAW,
    ),
    SituationRow(
        "A-12", "消费投诉、举报", ADMINISTRATIVE, 5, "市场监督管理部门",
        "7个工作日内决定是否受理，受理后45个工作日调解", "调解不成可以仲裁或者提起民事诉讼",
        "《市场监督管理投诉举报处理暂行办法》第十四条、第二十一条",
    ),
    SituationRow(
        "A-13", "违法建设、违反规划", ADMINISTRATIVE, 5, "综合行政执法、自然资源和规划部门",
        OWN_LAW, DUTY_SUIT, f"{RULES}第三十一条第五项",
    ),
    SituationRow(
        "A-14", "户口、身份证、出入境证件", ADMINISTRATIVE, 4, "公安机关",
        OWN_LAW, RECONSIDERATION, f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "A-15", "因损失、补偿产生的民事争议，请求行政机关调解", ADMINISTRATIVE, None,
        "有调解职能的行政机关", BY_RULE, "调解不成可以提起民事诉讼", f"{RULES}第三十三条",
    ),
    SituationRow(
        "Z-01", "劳动争议", ARBITRATION, 2, "劳动人事争议仲裁委员会",
        "1年内申请；受理之日起45日裁决，可延长15日", "自收到裁决书之日起15日内起诉", LABOUR_LAW,
    ),
    SituationRow(
        "Z-02", "事业单位、聘任制公务员人事争议", ARBITRATION, 2, "劳动人事争议仲裁委员会",
        BY_RULE, "自收到裁决书之日起15日内起诉", f"{RULES}第三十一条第二项",
    ),
    SituationRow(
        "Z-03", "农村土地承包经营纠纷", ARBITRATION, 2, "农村土地承包仲裁委员会",
        "2年内申请；60日内裁决，可延长30日", "自收到裁决书之日起30日内起诉",
        "《农村土地承包经营纠纷调解仲裁法》第十八条、第四十七条",
    ),
    SituationRow(
        "Z-04", "合同约定商事仲裁", ARBITRATION, 2, "约定的仲裁委员会",
        "按合同约定", "向法院申请撤销或者不予执行裁决", f"{RULES}第三十一条第二项",
    ),
    SituationRow(
        "L-01", "民事纠纷：借贷、侵权、婚姻家庭、物权、相邻关系", LITIGATION, 1,
        "人民法院，可以先行调解", "按诉讼时效", "自判决书送达之日起15日内上诉", "《民事诉讼法》",
    ),
    SituationRow(
        "L-02", "不服行政行为，提起行政诉讼", LITIGATION, 1, "人民法院",
        "6个月内起诉；经复议的15日内起诉", "自判决书送达之日起15日内上诉", LITIGATION_LAW,
    ),
    SituationRow(
        "L-03", "刑事报案、不服不予立案", LITIGATION, 1, "公安机关，检察机关监督立案",
        BY_RULE, "向检察机关申请立案监督", f"{RULES}第三十一条第一项",
    ),
    SituationRow(
        "L-04", "不服已生效裁判", LITIGATION, 1, "再审人民法院，检察机关",
        BY_RULE, "向检察机关申请法律监督", f"{RULES}第三十一条第一项",
    ),
    SituationRow(
        "L-05", "申请执行、执行异议", LITIGATION, 1, "执行人民法院",
        BY_RULE, "向上一级人民法院申请复议", "《民事诉讼法》",
    ),
    SituationRow(
        "L-06", "公安机关的拘留、处罚、事故处理程序", LITIGATION, 1, "公安机关",
        "对处罚不服，60日内申请行政复议", RECONSIDERATION, RECONSIDERATION_LAW, other_branch=4,
    ),
    SituationRow(
        "P-01", "行政赔偿", COMPENSATION, 1, "赔偿义务机关",
        BY_RULE, "对赔偿决定不服，提起行政赔偿诉讼", "《国家赔偿法》", other_branch=4,
    ),
    SituationRow(
        "P-02", "司法赔偿、刑事赔偿", COMPENSATION, 1, "赔偿义务机关",
        BY_RULE, "向上一级机关申请复议", "《国家赔偿法》",
    ),
    SituationRow(
        "J-01", "医疗损害鉴定", APPRAISAL, 1, "医学会、司法鉴定机构",
        BY_RULE, "申请重新鉴定或者提起诉讼", f"{RULES}第三十一条第一项", other_branch=4,
    ),
    SituationRow(
        "J-02", "职业病诊断", APPRAISAL, 4, "职业病诊断机构",
        BY_RULE, "向职业病鉴定机构申请鉴定", f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "J-03", "劳动能力、伤残等级鉴定", APPRAISAL, 4, "劳动能力鉴定委员会",
        BY_RULE, "向上一级劳动能力鉴定委员会申请再次鉴定", f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "J-04", "房屋安全、工程质量、环境损害鉴定", APPRAISAL, 4, "有资质的鉴定机构",
        BY_RULE, "申请重新鉴定", f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "Q-01", "党员对党纪处分、组织处理的申诉", APPEAL, 3, "上一级党组织或者纪检机关",
        BY_RULE, "按党内规定逐级申诉", f"{RULES}第三十一条第三项",
    ),
    SituationRow(
        "Q-02", "公务员对人事处理的申诉", APPEAL, 3, "公务员主管部门",
        BY_RULE, "向上一级机关再申诉", "《公务员法》",
    ),
    SituationRow(
        "Q-03", "事业单位工作人员对人事处理的申诉", APPEAL, 3, "上一级主管部门",
        BY_RULE, "向上一级机关再申诉", "《事业单位人事管理条例》",
    ),
    SituationRow(
        "Q-04", "学生、教师申诉", APPEAL, 3, "学校或者教育行政部门",
        BY_RULE, "对申诉处理决定不服，申请行政复议", "《教育法》《教师法》", other_branch=4,
    ),
    SituationRow(
        "Q-05", "对道路交通事故认定申请复核", APPEAL, 4, "上一级公安机关交通管理部门",
        BY_RULE, "在损害赔偿诉讼中一并提出", f"{RULES}第三十一条第四项",
    ),
    SituationRow(
        "N-01", "同一事项已经受理、正在办理期限内，又向上级提出", PETITION, None,
        "正在办理的机关、单位", "书面告知正在办理的机关和预计答复日",
        "等待正在办理的机关答复，不另行受理", f"{RULES}第十九条第三款",
    ),
    SituationRow(
        "N-02", "复核之后，仍以同一事实和理由提出", PETITION, None,
        "原复核机关；属地党委、政府疏导帮扶", "书面告知不再受理",
        "有新的事实、理由的，作为新的事项提出", f"{RULES}第三十六条第三款",
    ),
)  # fmt: skip
