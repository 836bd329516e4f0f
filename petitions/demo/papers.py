"""What the officials of the demo write into their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from petitions.letters import Attitude, Letter, ReviewOutcome
from petitions.lifecycle import DeclineGround
from petitions.states import Branch

if TYPE_CHECKING:
    import datetime as dt

    from petitions.demo.wording import Someone, Wording

BRANCH_REASONS = {
    Branch.LITIGATION: "事项属于诉讼等法律程序解决的范围，引导信访人依法定程序提出。",
    Branch.ARBITRATION: "属于劳动争议、农村土地承包纠纷，应当先行仲裁。",
    Branch.PARTY_APPEAL: "属于党员申诉，由有管辖权的党组织处理。",
    Branch.ADMINISTRATIVE: "有专门的行政程序，导入该程序处理，不以信访程序代替。",
    Branch.DUTY: "属于要求本机关查处违法行为、履行法定职责，依职责办理后答复。",
    Branch.PETITION: "没有诉讼、仲裁、行政程序等其他法定途径，属于本机关职权范围，适用信访程序。",
}
#: Which body takes on what is shown into another procedure.
TAKEN_BY = {
    Branch.LITIGATION: "青禾县人民法院",
    Branch.ARBITRATION: "青禾县劳动人事争议仲裁委员会",
    Branch.PARTY_APPEAL: "中共青禾县纪律检查委员会",
    Branch.ADMINISTRATIVE: "青禾县行政复议机构",
}
GUIDANCE = {
    DeclineGround.ALREADY_PENDING: "您的事项正在办理，请凭回执上的编号和查询码查询，可以补充材料。",
    DeclineGround.BEYOND_LEVEL: "请到有权处理的机关或者其上一级的接待场所提出；书信、网上不限。",
    DeclineGround.COURT: "请向有管辖权的人民法院、人民检察院提出；需要法律援助的，拨打 12348。",
    DeclineGround.EXHAUSTED: "您的事项已经复核终结。生活确有困难的，可以向乡镇（街道）申请救助。",
}
REVIEW_FINDINGS = {
    ReviewOutcome.UPHOLD: "经调阅全部卷宗并听取申请人陈述，原意见认定事实清楚，程序合法。",
    ReviewOutcome.QUASH: "原意见对申请人提交的两份关键材料没有核实，也没有说明理由，事实不清。",
    ReviewOutcome.CHANGE: "原意见认定的主要事实清楚，但适用标准有误，应当按申请时的标准核算。",
}
REVIEW_OPINIONS = {
    ReviewOutcome.UPHOLD: "维持原意见。原办理机关应当继续做好解释和帮扶工作。",
    ReviewOutcome.QUASH: "撤销原意见，责令原办理机关自收到本意见书之日起 30 日内重新办理。",
    ReviewOutcome.CHANGE: "变更原意见，由原办理机关按申请时的标准重新核算，并将差额支付给申请人。",
}
OBJECTION_GROUND = "《信访工作条例》第二十二条：属地管理、分级负责，谁主管、谁负责。"
OBJECTION_REASON = (
    "经核对“三定”规定，本单位没有办理该类事项的职责，现场也没有执法权限，建议改转主管机关。"
)
OBJECTION_UPHELD = "经核对职责分工，异议成立，材料退回后改转主管机关。"
OBJECTION_REFUSED = "该事项与贵单位负责的参保登记直接相关，异议不成立，请继续办理。"
EXTENSION_REASON = "需要向外地档案馆调取原始材料并作鉴定，六十日内不能完成。"
REQUEST_TEXT = (
    "原意见没有回答我最关心的一条，也没有找当年的人核实。请求撤销原意见，重新调查后给我答复。"
)
CONTACT = "信访科，每个工作日 8:30 至 17:30"


def opinion(wording: Wording, outcome: str, *, again: bool) -> dict[str, object]:
    """信访处理意见书; done again after it was quashed, it says what is new."""
    redone = "经补充核实申请人提交的两份材料，认定其内容属实。" if again else ""
    found = (
        "根据补充查明的事实，对信访人的请求予以支持，由本机关按规定落实。"
        if again
        else wording.opinion
    )
    return {
        "request": f"（一）{wording.title.removeprefix('请求')}，请依法处理并书面答复。",
        "facts_and_reasons": wording.text,
        "findings": f"{wording.findings}{redone}",
        "opinion": found,
        "basis": wording.basis,
        "outcome": outcome,
    }


def answer(letter: Letter, wording: Wording) -> dict[str, object]:
    """The answers of the other roads: duty, procedure, suggestion."""
    if letter is Letter.DUTY_REPLY:
        return {
            "facts": wording.findings,
            "actions": wording.opinion,
            "basis": wording.basis,
            "follow_up": "三十日内回头看一次，结果电话告知；再有同样情形，可以凭文号直接反映。",
        }
    if letter is Letter.PROCEDURE:
        names = ("competent_body", "time_limit", "papers")
        return {name: getattr(wording, name) for name in names}
    return {"decision": wording.decision, "reasons": wording.reasons}


def review(wording: Wording, outcome: ReviewOutcome) -> dict[str, object]:
    return {
        "request": "请求撤销原意见，重新调查后作出处理。",
        "findings": f"{REVIEW_FINDINGS[outcome]}{wording.findings}",
        "opinion": REVIEW_OPINIONS[outcome],
        "basis": "《信访工作条例》第三十五条、第三十六条",
        "outcome": outcome.value,
    }


def mediation(wording: Wording, person: Someone) -> dict[str, object]:
    return {
        "parties": f"甲方：{person.name}，{person.address}，电话{person.phone}。\n乙方：对方单位。",
        "dispute": wording.title,
        "terms": "一、乙方向甲方致歉。\n二、乙方按双方核对的清单履行，甲方不再主张其他。",
        "performance": "乙方自本协议签订之日起十日内一次履行完毕。",
        "signatures": "双方当事人、调解人已签名捺印，一式三份。",
    }


def report(wording: Wording) -> dict[str, object]:
    return {
        "summary_of_handling": f"本单位收到交办后受理“{wording.title}”，已出具处理意见书并送达。",
        "course": "约见信访人一次，实地核查一次，调取档案和账目，集体研究后作出意见。",
        "result": wording.opinion,
        "attitude": Attitude.UNCLEAR.value,
    }


def carry_out(wording: Wording, on: dt.date) -> dict[str, object]:
    return {
        "measures": wording.opinion,
        "carried_out_on": on,
        "proof": "现场照片四张、支付凭证或者整改验收单一份、信访人签字的回访记录一份。",
    }
