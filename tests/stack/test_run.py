"""`make run` starts everything, and nothing outlives it."""

import os
import signal
import subprocess
import time

from config.stack import folder
from tests.stack.instances import COMMAND, environment, processes_of, wait_until_gone

PARTS = ("postgres", "redis", "gunicorn", "celery -A config worker", "celery -A config beat")


def test_every_part_runs_and_is_well(running):
    names = " ".join(processes_of(running.data).values())

    assert running.health() == (200, dict.fromkeys(("database", "broker", "worker", "beat"), "ok"))
    assert [part for part in PARTS if part not in names] == []


def test_each_step_and_the_address_are_told(running):
    assert [step for step in range(1, 9) if f"[{step}/8]" not in running.printed] == []
    assert f"http://127.0.0.1:{running.port}/" in running.printed


def test_a_second_instance_runs_beside_it(running, start, data):
    other = start()
    other.wait_until_started()

    assert other.health()[0] == running.health()[0] == 200
    assert folder.recorded(data) != folder.recorded(running.data)


def test_given_services_are_used_and_none_is_embedded(running, start, data):
    given = folder.recorded(running.data)
    assert given
    taker = start(**given.as_environment())
    taker.wait_until_started()

    assert taker.health()[0] == 200
    assert "使用 DATABASE_URL 指定的数据库" in taker.printed
    assert "使用 REDIS_URL 指定的 Redis" in taker.printed
    assert not (data / "postgres").exists()
    assert not (data / "redis").exists()


def manage(data, *arguments):
    return subprocess.run(
        [*COMMAND, "manage", *arguments],
        env=environment(data),
        cwd=folder.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_management_command_uses_the_running_services(running):
    done = manage(running.data, "migrate", "--check")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_management_command_without_an_instance_starts_what_it_needs(data):
    done = manage(data, "migrate", "--check")

    assert "PostgreSQL 已启动" in done.stderr
    assert done.returncode == 1, "nothing is migrated yet, and the exit code comes through"
    assert processes_of(data) == {}


def test_an_interrupt_stops_all_in_order_and_the_next_start_recovers_nothing(
    start, data, record_testsuite_property
):
    first = start()
    first.wait_until_started()

    assert first.interrupt() == 0
    assert processes_of(data) == {}
    assert "已全部停止" in first.printed
    assert folder.recorded(data) is None
    log = (data / "logs/postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down")

    record_testsuite_property("seconds of the second start", start().wait_until_started())
    assert "not properly shut down" not in (data / "logs/postgres.log").read_text()


def test_kill_9_of_the_supervisor_leaves_no_process_and_the_next_start_works(start, data):
    instance = start()
    instance.wait_until_started()
    assert len(processes_of(data)) > len(PARTS)

    instance.kill()

    assert wait_until_gone(data) == {}
    again = start()
    again.wait_until_started()
    assert again.health()[0] == 200


def test_kill_9_right_after_the_start_of_the_database_leaves_no_process(start, data):
    instance = start()
    while "PostgreSQL 已启动" not in instance.printed:
        assert instance.process.poll() is None, instance.printed
        time.sleep(0.02)

    instance.kill()

    assert wait_until_gone(data) == {}


def test_kill_9_amid_the_seeding_leaves_no_process(start, data):
    instance = start(XINFANG_DEMO="1")
    while "spawn_main" not in " ".join(processes_of(data).values()):
        assert instance.process.poll() is None, instance.printed
        time.sleep(0.1)

    instance.kill()

    assert wait_until_gone(data) == {}


def test_the_death_of_one_part_stops_all_and_is_named(start, data):
    instance = start()
    instance.wait_until_started()
    beat = next(pid for pid, name in processes_of(data).items() if " beat " in name)

    os.kill(beat, signal.SIGKILL)

    assert instance.process.wait(60) == 1
    assert "错误：Celery 定时进程意外退出" in instance.printed
    assert "Traceback" not in instance.printed
    assert processes_of(data) == {}
