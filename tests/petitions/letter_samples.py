"""One lawful set of values per letter: a wage claim at 青禾县, from the counter to 复核."""

from __future__ import annotations

from datetime import date

from petitions.letters import (
    LETTERS,
    Attitude,
    Letter,
    Outcome,
    Pressure,
    ReviewOutcome,
    ServiceWay,
    SuggestionDecision,
    letter_number,
    remedy,
)
from petitions.letters.mediation import effect_of
from petitions.vocabulary import MediationKind
from tests.petitions.letter_samples_beside import BESIDE

OFFICE = "青禾县信访局"
BUREAU = "青禾县人力资源和社会保障局"
REVIEWERS = ("青禾县人民政府", "江桥市人力资源和社会保障局")

_COMMON: dict[str, object] = {
    "organization": BUREAU,
    "issued_on": date(2026, 3, 5),
    "petition_number": "990121-260226-LX-00012-7",
    "matter_code": "XF20260226000127",
    "query_code": "7KQ4M-2XRTP",
    "petitioner_name": "李秀兰",
    "addressee": OFFICE,
    "title": "反映青禾县恒达制衣厂拖欠2025年四季度工资",
    "summary": "恒达制衣厂自2025年10月起停发缝纫车间工资，共拖欠本人18600元，"
    "要求厂方补发并支付赔偿金。",
    "received_on": date(2026, 2, 26),
    "accepted_on": date(2026, 3, 5),
}

_REQUEST = "（一）责令恒达制衣厂补发2025年10月至12月工资18600元。\n（二）责令该厂支付赔偿金。"
_FINDINGS = (
    "经调取该厂考勤表、工资表和银行流水，并询问车间主任和另外四名工人，查明：李秀兰2023年4月入职，"
    "双方签有书面劳动合同；2025年10月至12月应发工资18600元，至今未发。\n"
    "该厂承认欠薪，称因客户拖欠货款周转困难，但没有提供与工会或者职工协商延期支付的证据。"
)
_BASIS = "《中华人民共和国劳动法》第五十条；《中华人民共和国劳动合同法》第三十条、第八十五条。"

_OWN: dict[Letter, dict[str, object]] = {
    **BESIDE,
    Letter.REGISTRATION: {
        "organization": OFFICE,
        "channel": "来信",
        "registered_on": date(2026, 2, 26),
        "id_number": "430621197805123326",
        "phone": "13800001234",
        "address": "青禾县城关镇桂花路18号2栋301室",
        "people_count": 1,
        "territory": "江桥市青禾县城关镇",
        "category": "劳动和社会保障 / 劳动报酬 / 拖欠工资",
        "purpose": "求决",
        "demands": _REQUEST,
        "evidence": ["劳动合同复印件3页", "工资条照片6张"],
        "repeat": "初次",
        "flags": ["涉企", "民生"],
        "recorded_by": "周敏",
    },
    Letter.FORWARDING: {
        "organization": OFFICE,
        "addressee": BUREAU,
        "basis": "《信访工作条例》第二十二条第一款第一项",
    },
    Letter.ASSIGNMENT: {
        "organization": OFFICE,
        "addressee": BUREAU,
        "basis": "《信访工作条例》第二十二条第一款第三项",
        "feedback_on": date(2026, 4, 10),
        "report_on": "请说明欠薪数额、已经采取的措施、补发到位时间，并附发放凭证。",
        "contact": "督查科王强，0731-85550123",
    },
    Letter.DIRECTION: {
        "organization": OFFICE,
        "destination": "已于2026年3月2日转送青禾县人力资源和社会保障局办理。",
        "guidance": "该局将自收到之日起15日内书面告知您处理途径和程序。联系电话：0731-85550200。",
    },
    Letter.DECLINE: {
        "ground": "该事项已由青禾县人力资源和社会保障局受理并在规定期限内办理，"
        "您向上级机关又提出同一信访事项（《信访工作条例》第十九条第三款）。",
        "guidance": "请与青禾县人力资源和社会保障局联系，电话0731-85550200。",
    },
    Letter.NO_MORE: {
        "final_opinion_number": "江府信核\u30142025\u30153号",
        "final_opinion_on": date(2025, 9, 12),
    },
    Letter.OBJECTION: {
        "ground": "《青禾县机构职能编制规定》第四条：不动产登记由县自然资源局负责。",
        "proposed_organization": "青禾县自然资源局",
        "reason": "来信所述办证延误发生在不动产登记环节，本单位没有登记职权。",
    },
    Letter.OBJECTION_ANSWER: {
        "organization": OFFICE,
        "addressee": BUREAU,
        "decision": "同意退回",
        "reason": "经核对三定规定，异议成立，本局将另行转送。",
        "objection_number": "青人社信异\u30142026\u30152号",
    },
    Letter.ACCEPTANCE: {
        "branch": 6,
        "branch_label": "按照《信访工作条例》第三十一条第六项办理。",
        "procedure": "本机关将听取您的陈述，调查核实，出具信访处理意见书。",
        "expected_on": date(2026, 5, 4),
        "contact": "劳动监察大队赵国平，0731-85550200，青禾县人民路6号",
    },
    Letter.PROCEDURE: {
        "procedure": "劳动争议仲裁（《信访工作条例》第三十一条第二项）",
        "competent_body": "青禾县劳动人事争议仲裁委员会，人民路6号二楼，0731-85550233",
        "time_limit": "申请仲裁的时效期间为一年，自知道或者应当知道权利被侵害之日起计算。",
        "papers": "仲裁申请书两份\n身份证复印件\n劳动合同、工资条等证据",
        "remedy": "对仲裁裁决不服的，可以自收到裁决书之日起十五日内向人民法院提起诉讼。",
    },
    Letter.HANDOVER: {
        "organization": OFFICE,
        "addressee": "青禾县纪委监委",
        "secrecy_grade": "内部专办，仅限接收人知悉",
        "list_count": "1件，共5页",
    },
    Letter.EXTENSION: {
        "days": 20,
        "reason": "需要等待银行提供该厂账户流水，核实工资发放情况。",
        "approved_by": "陈立",
        "old_due_on": date(2026, 5, 4),
        "new_due_on": date(2026, 5, 24),
    },
    Letter.OPINION: {
        "request": _REQUEST,
        "facts_and_reasons": "信访人称：入职以来每月按时上班，厂方以周转困难为由停发三个月工资，"
        "多次讨要未果。",
        "findings": _FINDINGS,
        "opinion": "（一）责令恒达制衣厂于2026年5月10日前足额补发工资18600元。\n"
        "（二）逾期不支付的，按照应付金额百分之五十以上百分之一百以下的标准加付赔偿金。",
        "basis": _BASIS,
        "outcome": Outcome.SUPPORT,
        "remedy": remedy(Letter.OPINION, body_names=REVIEWERS),
    },
    Letter.MEDIATION: {
        "parties": "甲方：李秀兰，住青禾县城关镇桂花路18号，电话13800001234。\n"
        "乙方：青禾县恒达制衣厂，负责人刘恒，电话13900005678。",
        "dispute": "乙方拖欠甲方2025年10月至12月工资18600元。",
        "terms": "（一）乙方分两期付清18600元。\n"
        "（二）甲方收到全部款项后，不再主张本争议的其他请求。",
        "performance": "2026年4月15日前付9300元，2026年5月15日前付9300元，转入甲方银行账户。",
        "confirmation_notice": remedy(Letter.MEDIATION, body_names=()),
    },
    Letter.SETTLEMENT: {
        "parties": "甲方：李秀兰，住青禾县城关镇桂花路18号。\n乙方：青禾县恒达制衣厂，负责人刘恒。",
        "dispute": "乙方拖欠甲方2025年10月至12月工资18600元。",
        "terms": "乙方付清18600元，甲方不再主张本争议的其他请求。",
        "performance": "转入甲方银行账户。",
        "installments": "2026年4月15日前：付清18600元。",
        "effective_on": "本协议自2026年3月5日起生效。",
        "effect": effect_of(MediationKind.PARTIES, last_day=""),
    },
    Letter.DUTY_REPLY: {
        "facts": "现场检查发现该厂夜间排放的废气有异味，臭气浓度检测值为35，超过标准限值20。",
        "actions": "已责令停产整改，并于2026年3月20日立案查处。",
        "basis": "《中华人民共和国大气污染防治法》第九十九条。",
        "follow_up": "整改期满后将组织复查，复查结果在本局网站公布。",
        "remedy": remedy(Letter.DUTY_REPLY, body_names=("青禾县人民政府",)),
    },
    Letter.CARRY_OUT: {
        "measures": "恒达制衣厂已将18600元转入信访人银行账户。",
        "carried_out_on": date(2026, 5, 9),
        "proof": "银行转账回单1份、信访人签收确认1份。",
    },
    Letter.SUGGESTION_REPLY: {
        "decision": SuggestionDecision.PARTLY,
        "reasons": "在老城区增设三处公共自行车站点的建议具有可行性，已列入今年计划；"
        "延长夜间公交时间因客流不足，暂不实施。",
    },
    Letter.REPORT: {
        "summary_of_handling": "本单位于2026年3月2日收到交办单，3月5日受理，5月4日出具处理意见书。",
        "course": "调取考勤表、工资表和银行流水，询问五名工人，约谈负责人两次。",
        "result": "支持信访人请求，18600元已经补发到位。",
        "attitude": Attitude.AGREES,
        "attachments": ["信访处理意见书", "银行转账回单"],
    },
    Letter.REVIEW_ACCEPTANCE: {
        "organization": REVIEWERS[0],
        "stage": "复查",
        "challenged_number": "青人社信意\u30142026\u30158号",
        "requested_on": date(2026, 5, 20),
        "expected_on": date(2026, 6, 19),
    },
    Letter.REVIEW_OPINION: {
        "organization": REVIEWERS[0],
        "respondent": BUREAU,
        "challenged_number": "青人社信意\u30142026\u30158号",
        "challenged_on": date(2026, 5, 4),
        "requested_on": date(2026, 5, 20),
        "request": "请求撤销原处理意见，责令厂方加付赔偿金。",
        "findings": _FINDINGS,
        "opinion": "原处理意见认定事实清楚，适用依据正确，程序合法。"
        "赔偿金以逾期不支付为前提，厂方已在限期内付清。",
        "basis": _BASIS,
        "outcome": ReviewOutcome.UPHOLD,
        "remedy": remedy(Letter.REVIEW_OPINION, body_names=("江桥市人民政府",)),
    },
    Letter.FINAL_OPINION: {
        "organization": "江桥市人民政府",
        "respondent": REVIEWERS[0],
        "challenged_number": "青府信查\u30142026\u30151号",
        "challenged_on": date(2026, 6, 18),
        "requested_on": date(2026, 7, 1),
        "request": "请求撤销复查意见，责令厂方加付赔偿金。",
        "findings": "经复核，复查意见认定的事实属实。",
        "opinion": "复查意见适用依据正确，程序合法。",
        "basis": _BASIS,
        "outcome": ReviewOutcome.UPHOLD,
        "remedy": remedy(Letter.FINAL_OPINION, body_names=()),
    },
    Letter.DISPUTE: {
        "decider": "青禾县人民政府",
        "objection": "异议：养老保险由市级统筹。\n答复：档案认定属县局职责。",
        "position": "工龄认定须以市局核定的缴费记录为准。",
        "proposed_organization": "江桥市人力资源和社会保障局",
    },
    Letter.DISPUTE_DECISION: {
        "addressee": BUREAU,
        "decider": "青禾县人民政府",
        "ruling": f"由{BUREAU}受理。",
        "reason": "档案由县局保管。",
    },
    Letter.EXTENSION_WITHDRAWN: {
        "reason": "外省档案已经调到。",
        "approved_by": "陈立",
        "old_due_on": date(2026, 5, 24),
        "new_due_on": date(2026, 5, 4),
    },
    Letter.HEARING_NOTICE: {
        "stage": "复查",
        "scheduled_at": "2026年5月28日09:30",
        "place": "青禾县信访局二楼听证室",
        "chair": "秦望山",
        "parties": "信访人李秀兰；青禾县人力资源和社会保障局代表；听证员三名",
        "is_public": "公开举行",
        "rights": "您可以委托一至二名代理人参加；可以陈述、举证、质证和辩论，可以申请回避。",
    },
    Letter.HEARING_RECORD: {
        "stage": "复查",
        "scheduled_at": "2026年5月28日09:30",
        "place": "青禾县信访局二楼听证室",
        "chair": "秦望山",
        "parties": "信访人李秀兰；青禾县人力资源和社会保障局代表；听证员三名",
        "recorder": "柳时雨",
        "record": "主持人核对身份，告知权利。\n信访人陈述：工资至今未发。",
    },
    Letter.HEARING_CONCLUSION: {
        "stage": "复查",
        "held_on": "2026年5月28日",
        "chair": "秦望山",
        "conclusion": "争议焦点是赔偿金应否支付。听证员多数意见：厂方已在限期内付清。",
        "is_public": "公开举行",
    },
    Letter.CORRECTION: {
        "stage": "复查",
        "requested_on": date(2026, 5, 20),
        "missing": "信访处理意见书复印件。\n身份证复印件。",
        "complete_by": date(2026, 6, 3),
    },
    Letter.SUSPENSION: {
        "stage": "复查",
        "act": "中止",
        "ground": "事实正在诉讼、仲裁、复议等其他程序中认定",
        "reason": "劳动仲裁委员会已就同一事实开庭，尚未裁决。",
        "from_on": date(2026, 5, 25),
    },
    Letter.TERMINATION: {
        "stage": "复查",
        "act": "撤回",
        "ground": "信访人自愿撤回",
        "reason": "厂方已付清全部款项。",
        "effect": "审查程序到此终止，原意见继续有效。",
    },
    Letter.ORDER: {
        "organization": OFFICE,
        "subject": "书面告知超期",
        "ground": "“转送、交办的书面告知”期限（第二十三条第三款）自3月20日起超期。",
        "requirement": "请立即书面告知信访人，并说明超期的原因和改进措施。",
        "reply_on": date(2026, 3, 12),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.REMINDER: {
        "organization": OFFICE,
        "subject": "欠薪类信访量上升",
        "trend": "2月以来收到欠薪类信访件12件，比上月增加8件，集中在城关镇三家制衣厂。",
        "expected": "请对三家企业开展专项检查，督促按月足额支付工资。",
        "cases": ["990121-260226-LX-00012-7（拖欠工资）"],
        "reply_on": date(2026, 3, 12),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.LIAISON: {
        "organization": OFFICE,
        "subject": "核实工资保证金缴存情况",
        "question": "请提供恒达制衣厂工资保证金的缴存、使用情况。",
        "reply_on": date(2026, 3, 12),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.TASK: {
        "organization": OFFICE,
        "subject": "城关镇制衣行业欠薪",
        "task": "查清欠薪企业和人数，督促限期支付，逾期依法查处。",
        "leader": "副局长赵国平",
        "report_on": "完成后报送处理结果和支付凭证。",
        "cases": ["990121-260226-LX-00012-7（拖欠工资）", "990121-260301-LF-00044-2（拖欠工资）"],
        "reply_on": date(2026, 4, 4),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.IMPROVEMENT: {
        "organization": OFFICE,
        "subject": "规范书面告知",
        "problem": "今年以来有5件信访件的书面告知超过15日。",
        "cases": ["990121-260226-LX-00012-7（拖欠工资）"],
        "suggestion": "（一）收件当日登记到人。\n（二）第10日仍未告知的，由分管领导督促。",
        "reply_on": date(2026, 4, 4),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.POLICY: {
        "organization": OFFICE,
        "addressee": "青禾县人民政府",
        "subject": "完善工资保证金办法",
        "gap": "现行办法未覆盖租用厂房的小微加工企业，欠薪后没有保证金可用。",
        "cases": ["990121-260226-LX-00012-7（拖欠工资）"],
        "proposal": "将用工三十人以上的加工企业纳入工资保证金范围。",
        "reply_on": date(2026, 4, 4),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.ACCOUNTABILITY: {
        "organization": OFFICE,
        "addressee": "青禾县纪委监委",
        "subject": "拖延办理致信访人多次上访",
        "person": "某股室负责人",
        "conduct": "收到交办后三个月未调查，答复与事实不符。",
        "consequence": "信访人先后四次到省、市上访。",
        "evidence": "交办单、办理记录、信访人陈述各1份。",
        "reply_on": date(2026, 4, 4),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.ADOPTION: {
        "subject": "规范书面告知",
        "suggestion_number": "青信信改建〔2026〕1号",
        "suggestion_on": date(2026, 3, 5),
        "decision": SuggestionDecision.PARTLY,
        "reasons": "收件登记到人已经执行；第10日督促改为第12日，因局务会隔周召开。",
    },
    Letter.PRESSURE: {
        "organization": OFFICE,
        "subject": "书面告知长期超期",
        "form": Pressure.LISTED,
        "ground": "经两次督办仍未整改，3月新增超期4件。",
        "requirement": "一个月内清理全部超期件，报送整改方案。",
        "release": "连续两个月没有新增超期。",
        "reply_on": date(2026, 4, 4),
        "contact": "青禾县信访局督查科，0731-85550123",
    },
    Letter.SERVICE_RECEIPT: {
        "document_number": "青人社信意\u30142026\u30158号",
        "document_title": "信访处理意见书",
        "document_code": "QINGHE-HR-D13-2026-8",
        "recipient": "李秀兰",
        "way": ServiceWay.IN_PERSON,
        "served_on": date(2026, 5, 6),
        "last_day": date(2026, 6, 5),
        "signer": "李秀兰",
        "recorded_by": "赵国平",
    },
}


def sample(letter: Letter, **changes: object) -> dict[str, object]:
    number = letter_number(letter, short_name="青人社", year=2026, serial=12)
    values = {**_COMMON, "number": number, **_OWN[letter], **changes}
    known = {field.name for field in LETTERS[letter].fields}
    return {name: value for name, value in values.items() if name in known}
