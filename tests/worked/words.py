"""What officials write where the data of a worked petition says nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms import Field, ModelChoiceField

from petitions.models import Referral
from tests.walk import OPINION, REPORT

#: By the name of the entry.
USUAL: dict[str, str] = {
    **OPINION,
    **REPORT,
    "answer": "情况属实，同意。",
    "actions": "已立案核查并责令限期整改。",
    "basis": "《信访工作条例》第三十一条及有关规定。",
    "body": "青禾县有关机关",
    "branch_reason": "按本途径的规定办理。",
    "court": "青禾县人民法院",
    "competent_body": "有权处理的机关，地址和电话见附件。",
    "conclusion": "争议焦点已经查清。",
    "dispute": "漏水和赔偿。",
    "evidence": "证据目录一份。",
    "facts": "经现场核查，反映的情况属实。",
    "follow_up": "三十日内回访一次。",
    "ground": "“三定”规定：本机关没有办理该类事项的职责。",
    "guidance": "请向有权处理的机关提出，地址和电话附后。",
    "hearing_time": "09:30",
    "measures": "九月底前落实到位。",
    "mediator": "人民调解员",
    "missing": "身份证复印件和委托书。",
    "note": "双方数额相差较大，终止调解。",
    "number": "〔示例〕12 号",
    "opinion": "维持原处理意见，理由已逐项说明。",
    "other_party": "楼上住户",
    "papers": "申请书、身份证明和证据材料。",
    "parties": "双方当事人。",
    "performance": "三十日内一次履行。",
    "place": "二楼会议室",
    "position": "本机关没有相应的执法权。",
    "proof": "验收单和回访记录。",
    "question": "请专家会审档案的形成年代。",
    "reason": "情况如材料所述。",
    "reasons": "试行一段时间后再定。",
    "record": "双方陈述、举证和辩论如下。",
    "recorder": "记录员",
    "report_on": "查清事实并答复信访人。",
    "request_text": "不服原意见，请求重新审查。",
    "signer": "信访人本人",
    "terms": "先修好漏点，再按清单赔偿。",
    "text": "原意见事实清楚、程序合法。",
    "time_limit": "按该程序的规定。",
    "way": "in_person",
}
#: Entries that are not asked for in every case, and always filled in here.
ALWAYS = ("signer", "report_on", "evidence")


def usual(name: str, entry: Field, hop: Referral, on: dt.date) -> Any:
    """What stands in this entry of a form about this hop on this day."""
    said: str | dt.date
    match name:
        case "person" if hop.handler:
            said = hop.handler.username
        case "served_on" | "requested_on":
            said = on
        case "handler" | "chair" if isinstance(entry, ModelChoiceField):
            said = entry.queryset.order_by("pk")[0].username
        case "petition" if isinstance(entry, ModelChoiceField):
            said = entry.queryset.latest("pk").number
        case _:
            said = USUAL[name]
    return said
