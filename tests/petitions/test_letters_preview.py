"""The letter beside its form: as it will be, with what is missing, and nothing of it stored."""

from __future__ import annotations

import base64
import re

import pytest
from django.urls import reverse

from petitions.acts import FORMS
from petitions.errors import FieldError
from petitions.lifecycle import Sitting, convene_hearing, draft
from petitions.models import Document, Event, Notice, NumberSeries
from petitions.previews import composed
from petitions.states import Action, State
from petitions.turns import act_url
from tests.petitions.pages import main_of, on_day
from tests.walk import OPINION

pytestmark = pytest.mark.django_db


def look(client, hop, action, typed, *, on="2026-04-13"):
    address = reverse("petitions:act-letter", args=[hop.pk, FORMS[action].noun])
    with on_day(on):
        return client.post(address, typed)


def drawn(response) -> list[str]:
    """The pictures, as text."""
    found = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", response.content.decode())
    return [base64.b64decode(one).decode() for one in found]


def held() -> tuple[int, ...]:
    models = (Document, Event, Notice, NumberSeries)
    return tuple(model.objects.count() for model in models)


def test_an_unfinished_opinion_shows_its_gaps_with_a_link_to_each_field(accepted, sign_in):
    before = held()
    client = sign_in("hr_handler")

    response = look(client, accepted, Action.DRAFT, {"request": "核定工龄", "findings": "属实"})

    said = response.content.decode()
    assert "还缺 4 项" in said
    for name, label in [("facts_and_reasons", "事实和理由"), ("opinion", "处理意见"),
                        ("basis", "法律法规依据"), ("outcome", "结论")]:  # fmt: skip
        assert f'<a href="#id_{name}">{label}</a>' in said
    assert len(drawn(response)) >= 1
    assert held() == before


def test_a_finished_one_lacks_nothing_and_the_remedy_is_computed(accepted, sign_in):
    client = sign_in("hr_handler")
    typed = OPINION | {"remedy": "不得复查"}

    response = look(client, accepted, Action.DRAFT, typed)

    assert "需要填写的都有了" in response.content.decode()
    preview = response.context["preview"]
    assert preview.is_complete
    with on_day("2026-04-13"):
        client.post(act_url(accepted, Action.DRAFT), typed | {"version": accepted.version})
    kept = Document.objects.get(referral=accepted, issued_on=None)
    assert "remedy" not in kept.values


def test_an_opinion_without_one_of_its_parts_is_refused_at_the_field(accepted, sign_in):
    client = sign_in("hr_handler")
    for name in OPINION:
        with on_day("2026-04-13"):
            response = client.post(
                act_url(accepted, Action.DRAFT),
                OPINION | {name: "", "version": accepted.version},
            )
        assert response.status_code == 400
        assert set(response.context["form"].errors) == {name}


def test_an_opinion_without_a_body_to_turn_to_is_refused_to_its_drafter(walk, accepted):
    body = accepted.organization
    body.government = body.line_superior = body.established_by = None
    body.save()

    with pytest.raises(FieldError, match="复查"):
        draft(walk.again(accepted), OPINION, by=walk.handler(accepted), at=walk.at("2026-04-13"))


def test_the_letters_of_an_act_are_those_that_it_would_issue(received, sign_in):
    before = held()
    typed = {"branch": "6", "branch_reason": "不属于前五项。", "handler": "hr_handler"}

    response = look(sign_in("hr_desk"), received, Action.ACCEPT, typed, on="2026-03-10")

    preview = response.context["preview"]
    assert [sheet.title for sheet in preview.sheets] == ["信访事项受理告知书"]
    assert preview.is_complete
    assert held() == before
    received.refresh_from_db()
    assert received.state == State.RECEIVED


def test_the_record_of_a_hearing_knows_its_place_before_it_is_written(accepted, walk):
    sitting = Sitting(walk.approver(accepted).user, walk.at("2026-04-20"), "一号会议室", "双方")
    by = walk.handler(accepted)
    convene_hearing(accepted, sitting, by=by, at=walk.at("2026-04-10"))
    hop, at = walk.again(accepted), walk.at("2026-04-20", "16:00")
    form = FORMS[Action.CLOSE_HEARING]({"recorder": "文记录"}, referral=hop, on=at.date())

    (record,), _ = composed(form, by=by, at=at)

    said = {name: record.values.get(name) for name in ("place", "chair", "recorder", "record")}
    assert said == {
        "place": "一号会议室", "chair": sitting.chair.name, "recorder": "文记录", "record": None,
    }  # fmt: skip


def test_two_letters_of_one_act_are_both_shown(registered, sign_in):
    typed = {"mode": "forward", "organization": "qinghe-hr"}

    response = look(sign_in("clerk"), registered, Action.REFER, typed, on="2026-03-04")

    titles = [sheet.title for sheet in response.context["preview"].sheets]
    assert titles == ["信访事项转送单", "信访事项告知书"]


def test_what_is_wrong_is_said_beside_what_is_missing(signed, sign_in):
    typed = {"way": "in_person", "served_on": "2026-04-30", "signer": "赵示例"}

    response = look(sign_in("hr_desk"), signed, Action.SERVE, typed, on="2026-04-20")

    assert "送达日期不能晚于今天" in response.content.decode()
    signed.refresh_from_db()
    assert signed.state == State.SIGNED


def test_a_character_that_no_font_has_is_named(accepted, sign_in):
    response = look(sign_in("hr_handler"), accepted, Action.DRAFT, {"findings": "王\U00020bb7"})

    assert "字库缺字" in response.content.decode()


def test_without_a_script_the_button_shows_the_same_beside_what_is_typed(accepted, sign_in):
    client = sign_in("hr_handler")
    with on_day("2026-04-13"):
        shown = client.get(act_url(accepted, Action.DRAFT))
        response = client.post(
            act_url(accepted, Action.DRAFT), {"findings": "只写了事实", "preview": "page"}
        )

    assert 'name="preview" value="page"' in shown.content.decode()
    assert response.status_code == 200
    assert "只写了事实" in main_of(response)
    assert "还缺" in main_of(response)
    assert drawn(response)


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [("hr_desk", Action.RECEIVE, 404), ("clerk", Action.ACCEPT, 409), ("env_desk", None, 404)],
)
def test_a_preview_is_for_whoever_may_act(received, sign_in, who, action, status):
    response = look(sign_in(who), received, action or Action.ACCEPT, {}, on="2026-03-06")

    assert response.status_code == status
