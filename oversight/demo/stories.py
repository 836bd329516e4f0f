"""What the demo's office asked of its bodies, as data: who was asked, what, how long ago, and how
it went on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from oversight.models import TicketKind


class End(Enum):
    """How far a story has come."""

    PROPOSED = "proposed"
    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LIFTED = "lifted"
    VOID = "void"


@dataclass(frozen=True)
class Story:
    """`entries` follow the order of the paper's typed entries. `about` counts the body's open cases
    from the oldest; `None` is about no single case. `adoption` is the feedback on a suggestion."""

    kind: TicketKind
    to: str
    subject: str
    entries: tuple[str, ...]
    days_ago: int
    end: End
    about: int | None = None
    reply: str = ""
    adoption: str = ""
    cites: tuple[int, ...] = field(default=())


K, E = TicketKind, End
_REASON = "经办人外出参加培训，未及时交接。已于当日补办，今后实行双人负责。"
_MEND = "已经逐件核对，补齐手续，并向信访人说明。相关制度已经修订，自下月起执行。"

STORIES: tuple[Story, ...] = (
    Story(K.ORDER, "qinghe-hr", "久拖未决，信访人多次催问",
          ("信访人三次来电反映无人联系，系统内一个月没有办理记录。",
           "请一周内约见信访人，说明办理进展，并书面答复完成时间。"),
          4, E.OPEN, about=0),
    Story(K.ORDER, "qinghe-env", "答复内容与现场情况不符",
          ("回访时信访人反映夜间仍有异味，答复中称已经停产。", "请夜间复查，附监测数据书面答复。"),
          9, E.RETURNED, about=0, reply="已安排白天复查，未发现异味。"),
    Story(K.ORDER, "qinghe-hr", "送达回证缺签收日期",
          ("卷内送达回证没有签收日期，复查期限无从起算。", "请补正送达回证并书面说明。"),
          20, E.ACCEPTED, about=1, reply=_MEND),
    Story(K.ORDER, "qinghe-hr", "重复督办，已由另一件处理",
          ("与同一信访人的另一件合并办理。", "请说明合并情况。"), 12, E.VOID, about=2),
    Story(K.REMINDER, "qinghe-hr", "欠薪类信访量连续两月上升",
          ("近两个月欠薪类信访件增加四成，集中在制衣、建筑两个行业。",
           "请开展专项检查，重点核查农民工工资专用账户。"),
          6, E.ANSWERED, reply="已制定专项检查方案，本月底前检查三十家企业，每周报送进度。"),
    Story(K.REMINDER, "qinghe-housing", "物业纠纷集中反映",
          ("三个小区就公共收益同时来访，存在联合上访的苗头。",
           "请主动约谈物业企业，公开公共收益账目。"),
          2, E.OPEN),
    Story(K.LIAISON, "qinghe-land", "核实林地承包档案",
          ("请提供相关村组林地承包登记档案，供处理林权争议参考。",),
          15, E.ACCEPTED, reply="已调取档案复印件十二页，随函附送。"),
    Story(K.ASSIGNMENT, "qinghe-env", "工业园区异味综合整治",
          ("查清异味来源，明确责任企业，限期整改。", "分局局长",
           "完成后报送监测报告和企业整改清单。"),
          10, E.OPEN),
    Story(K.TALK, "qinghe-housing", "信访件按期办结率偏低",
          ("第三季度按期办结率全县最低，两次督办后仍有超期。",
           "主要负责人到联席会议说明情况，提出整改措施。", "连续两个月没有新增超期。"),
          5, E.OPEN),
    Story(K.LISTED, "qinghe-env", "异味扰民反复投诉",
          ("同一企业一年内被投诉十一次，整改不彻底。", "三十日内整改到位，邀请居民代表验收。",
           "连续三十日监测达标，居民代表验收通过。"),
          35, E.LIFTED, reply="企业已停产改造，连续三十日监测达标。"),
    Story(K.IMPROVEMENT, "qinghe-hr", "规范书面告知工作",
          ("抽查发现部分信访件书面告知超过十五日，个别告知书没有写明办理途径。",
           "收件当日登记到人；第十日仍未告知的由分管领导督促；统一告知书格式。"),
          70, E.ACCEPTED, reply=_MEND, adoption="adopted", cites=(0, 1)),
    Story(K.IMPROVEMENT, "qinghe-env", "建立夜间投诉响应机制",
          ("夜间异味投诉到场时间平均超过三小时，错过取证时机。",
           "安排夜间值班，一小时内到场取样。"),
          45, E.ACCEPTED, reply="同意安排夜间值班；受人员编制限制，到场时间先按两小时执行。",
          adoption="partly", cites=(0,)),
    Story(K.IMPROVEMENT, "qinghe-housing", "公开物业公共收益",
          ("公共收益账目长期不公开，引发集中来访。", "督促物业企业每季度公开账目，接受业主查询。"),
          38, E.OPEN, cites=(0,)),
    Story(K.POLICY, "qinghe-gov", "完善工资保证金办法",
          ("现行办法没有覆盖租用厂房的小微加工企业，欠薪后没有保证金可用。",
           "将用工三十人以上的加工企业纳入工资保证金范围。"),
          60, E.ACCEPTED, reply="涉及企业负担，需要统筹研究，暂不调整；先行开展信用公示。",
          adoption="refused", cites=(0,)),
    Story(K.POLICY, "qinghe-gov", "明确老旧小区加装电梯补助标准",
          ("补助标准三年未调整，各镇街执行不一。", "统一补助标准，公开申请流程和办理时限。"),
          8, E.OPEN, cites=(0,)),
    Story(K.ACCOUNTABILITY, "qinghe-discipline", "拖延办理造成多次越级走访",
          ("某局信访工作分管人员", "收到交办后三个月未调查，答复与事实不符。",
           "信访人先后四次到省、市走访。", "交办单、办理记录、回访笔录各一份。"),
          30, E.ANSWERED, reply="已立案审查，对责任人批评教育，并责成书面检查。",
          adoption="adopted", cites=(0,)),
    Story(K.IMPROVEMENT, "qinghe-hr", "减少同一事项重复来访",
          ("重复信访占比连续上升，多因答复没有逐项回应请求。",
           "意见书对每一项请求分别答复，主动回访。"),
          1, E.PROPOSED, cites=(1,)),
)  # fmt: skip
#: What bodies answered to tickets that the sweep had opened.
EXCUSES = (
    _REASON,
    "涉及两个股室，职责划分有争议，已由分管领导明确承办股室，三日内办结。",
    "需要调取外县档案，已发函，预计五日内取得。",
)
FALSE_ALARM = "经核对纸质卷宗，手续齐全，系录入时日期填写有误，已更正。"
