"""The faults by number: what is done, with how much load in short and in long form. What is 0 in
the short form is told of its gateway alone in tests/oversight/test_channels.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bench.faults import downtime, duels, moving, races, services, workers
from bench.faults.gateway import Mood

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.faults.load import Figures
    from bench.faults.rig import Rig

    Run = Callable[[Rig, int], tuple[Figures | None, dict[str, object]]]


@dataclass(frozen=True)
class Fault:
    """`must` are the figures that have one right value; the rest is only told."""

    title: str
    run: Run
    long_run: Run
    short: int
    long: int
    must: dict[str, object]


def _fault(
    title: str, run: Run, short: int, long: int, *, long_run: Run | None = None, **must: object
) -> Fault:
    named = {name.replace("_", " "): value for name, value in must.items()}
    return Fault(title, run, long_run or run, short, long, named)


#: What needs nothing running comes first, so that everything is started once, by F33.
FAULTS: dict[str, Fault] = {
    "F24": _fault(
        "撤回与批准同时",
        partial(races.f24, duels=duels.WITHDRAWALS),
        6,
        1000,
        violations=0,
    ),
    "F24 改派": _fault(
        "改派与答复同时",
        partial(races.f24, duels=duels.REASSIGNMENTS),
        6,
        1000,
        violations=0,
    ),
    "F24 延期": _fault(
        "延期与超期检查同时",
        partial(races.f24, duels=duels.EXTENSIONS),
        4,
        1000,
        violations=0,
    ),
    "F32": _fault(
        "暂停、恢复、延长各三次",
        moving.f32,
        2,
        100,
        wrong_days=0,
        stale_reminders=0,
        tickets=0,
    ),
    "F33": _fault(
        "停机三天后启动",
        downtime.f33,
        6,
        600,
        timestamps_wrong=0,
        late_too_early=0,
    ),
    "F01": _fault("工作子进程反复被杀", workers.f01, 12, 1000),
    "F02": _fault(
        "全部工作进程被杀，另起新的",
        workers.f02,
        12,
        1000,
        long_run=workers.f02_as_sold,
    ),
    "F03": _fault(
        "工作进程假死后醒来",
        workers.f03,
        8,
        200,
        long_run=partial(workers.f03, asleep=120),
        stale_writes=0,
    ),
    "F04": _fault("Redis 被杀，空着回来", services.f04, 12, 1000),
    "F05": _fault("负载中反复清空 Redis", services.f05, 12, 500, failed=0, lost_acts=0),
    "F06": _fault("Redis 不在，照常登记，中继投递", services.f06, 12, 500, failed=0, lost_acts=0),
    "F07": _fault(
        "Redis 接受连接但不应答",
        services.f07,
        12,
        500,
        failed=0,
        lost_acts=0,
        pages_that_asked_Redis=0,
    ),
    "F08": _fault(
        "多个定时器同时运行", workers.f08, 12, 1000, long_run=partial(workers.f08, beats=5)
    ),
    "F09": _fault("定时器停了几天后启动", workers.f09, 12, 1000, wrong_days=0),
    "F10": _fault("一条消息谁发谁死", workers.f10, 8, 1000, attempts=6),
    "F11": _fault("短信网关回答 500", services.f11, 8, 300, put_aside=0, closed_again=True),
    "F11 慢": _fault(
        "短信网关迟迟不答",
        partial(services.f11, mood=Mood.SLOW),
        0,
        100,
        put_aside=0,
        closed_again=True,
    ),
    "F12": _fault("短信网关收下后断线", services.f12, 8, 300, most_copies_of_a_key=1, put_aside=0),
    "F12 不查": _fault(
        "同上，网关不能查询",
        partial(services.f12, mood=Mood.FORGETFUL),
        0,
        50,
        most_copies_of_a_key=2,
    ),
    "F29": _fault("时钟不准", services.f29, 8, 300, told_while_in_doubt=0),
}
