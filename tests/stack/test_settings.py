"""What the settings promise: a production that cannot be started unsafely, limits, headers."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from config import checks
from config.logs import without_row_values
from config.passwords import NotTheDemoPassword
from config.proxy import ClientAddressMiddleware
from config.stack.folder import PROJECT

GOOD = {
    "XINFANG_ENV": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "xinfang.example.gov.cn",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def start_web(**changes):
    """Import the web application as gunicorn does."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=kept | GOOD | changes,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_good_production_start_is_not_refused(tmp_path):
    (tmp_path / "staticfiles").mkdir()
    done = start_web(XINFANG_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"DEBUG": "1"}, "DEBUG 必须关闭", id="debug"),
        pytest.param({"XINFANG_DEMO": "1"}, "XINFANG_DEMO 只能用于演示", id="demo data"),
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY 必须另行设置", id="no key"),
        pytest.param({"SECRET_KEY": "short"}, "SECRET_KEY 必须另行设置", id="short key"),
        pytest.param(
            {"SECRET_KEY": "development-only-key-refused-in-production"},
            "SECRET_KEY 必须另行设置",
            id="published key",
        ),
        pytest.param({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS 必须列出", id="no host"),
        pytest.param({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 必须列出", id="any host"),
    ],
)
def test_a_production_start_is_refused(changes, reason):
    done = start_web(**changes)

    assert done.returncode == 1
    assert done.stderr.startswith("拒绝以生产方式启动：")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_same_values_are_welcome_in_development(tmp_path):
    (tmp_path / "staticfiles").mkdir()
    unsafe = {"DEBUG": "1", "XINFANG_DEMO": "1", "ALLOWED_HOSTS": "*", "SECRET_KEY": ""}
    done = start_web(XINFANG_ENV="development", XINFANG_DATA=str(tmp_path), **unsafe)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_environment_is_not_taken_for_development():
    done = start_web(XINFANG_ENV="prod")
    assert done.returncode == 1
    assert "XINFANG_ENV" in done.stderr


@pytest.mark.django_db
def test_a_user_with_the_demo_password_keeps_production_from_starting():
    wang = User.objects.create(username="wang", name="王", password=make_password("long enough"))
    assert "wang" not in "".join(checks.unfit_users())

    wang.set_password(settings.DEMO_PASSWORD)
    wang.save(update_fields=["password"])
    assert "wang" in "".join(checks.unfit_users())


def test_nobody_may_choose_the_demo_password():
    with pytest.raises(ValidationError, match="演示密码"):
        NotTheDemoPassword().validate(settings.DEMO_PASSWORD)


@pytest.mark.django_db
def test_health_names_what_is_missing(client):
    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {
        "database": "ok",
        "broker": "ok",
        "worker": "尚未报到",
        "beat": "尚未报到",
    }


@pytest.mark.django_db
def test_health_tells_of_a_broker_that_is_away(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/healthz").json()["broker"] == "消息代理连接不上"


def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/no-such-page", HTTP_HOST="localhost", follow=False).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.fixture
def wang(db):
    return User.objects.create(username="wang", name="王")


def is_signed_in(client):
    """As the next page would see it."""
    client.get("/no-such-page")
    return "_auth_user_id" in client.session


def test_a_session_ends_after_thirty_idle_minutes(client, wang):
    with time_machine.travel("2026-11-02 09:00:00+08:00", tick=False) as clock:
        client.force_login(wang)
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_signed_in(client)

        clock.shift(timedelta(minutes=31))
        assert not is_signed_in(client)


def test_a_session_ends_after_twelve_hours_of_work(client, wang):
    with time_machine.travel("2026-11-02 08:00:00+08:00", tick=False) as clock:
        client.force_login(wang)
        assert is_signed_in(client)
        for _ in range(12 * 4 - 1):
            clock.shift(timedelta(minutes=15))
            assert is_signed_in(client)

        clock.shift(timedelta(minutes=15))
        assert not is_signed_in(client)


@pytest.mark.parametrize(("behind_proxy", "seen"), [(False, "192.0.2.1"), (True, "203.0.113.9")])
def test_the_address_in_a_header_counts_only_behind_our_proxy(rf, settings, behind_proxy, seen):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_REAL_IP="203.0.113.9")

    assert ClientAddressMiddleware(lambda inner: inner.META["REMOTE_ADDR"])(request) == seen


@pytest.mark.django_db
def test_a_page_cannot_hold_the_database_for_long():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        assert cursor.fetchone() == ("15s", "3s")


def test_log_lines_do_not_quote_rows():
    text = "duplicate key\nDETAIL:  Key (id_number)=(430102199003078888) already exists."
    event = without_row_values(None, "error", {"event": text, "exception": text})

    assert "430102" not in str(event)
    assert event["event"].startswith("duplicate key")
