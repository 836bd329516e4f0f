"""附件: who gets a file back, and how."""

from __future__ import annotations

import pytest
from django.urls import reverse

from petitions import attachments
from petitions.models import Attachment
from petitions.states import Kind
from tests.petitions.counter import PDF, docx, jpeg, png, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


@pytest.fixture
def letter(walk, cast):
    def of(name: str, content: bytes, **facts) -> str:
        hop = walk.registered(**facts)
        attachments.add(
            hop.claim.petition,
            [upload(name, content)],
            by=cast["clerk"],
            at=walk.at("2026-03-02"),
        )
        return reverse("petitions:attachment", args=[hop.claim.petition.attachments.get().pk])

    return of


def served(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_saved_under_its_own_name_and_runs_nothing(clerk, letter):
    response = clerk.get(letter("来信 1.pdf", PDF))

    assert served(response) == PDF
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%9D%A5%E4%BF%A1%201.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("来信.pdf", PDF, "inline"),
        ("照片.jpg", jpeg(), "inline"),
        ("扫描.png", png(), "inline"),
        ("申请.docx", docx(), "attachment"),
    ],
    ids=["pdf", "jpg", "png", "docx"],
)
def test_only_what_a_browser_shows_without_harm_is_shown(clerk, letter, name, content, shown):
    response = clerk.get(letter(name, content), {"inline": "1"})

    assert response["Content-Disposition"].startswith(shown)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert served(response) == content


def test_whoever_may_not_see_the_petition_gets_no_file(letter, sign_in):
    url = letter("来信.pdf", PDF)

    for username in ("env_desk", "hr_desk", "sysadmin", "secadmin", "auditor"):
        assert sign_in(username).get(url).status_code == 404


def test_a_sealed_file_is_for_the_cleared(letter, cast, sign_in):
    url = letter("举报.pdf", PDF, kind=Kind.ACCUSATION)
    assert served(sign_in("clerk").get(url)) == PDF

    cast["supervisor"].is_cleared = False
    cast["supervisor"].save(update_fields=["is_cleared"])
    assert sign_in("supervisor").get(url).status_code == 404


def test_a_stranger_signs_in_first(client, letter):
    url = letter("来信.pdf", PDF)

    assert "/accounts/sign-in/" in client.get(url).url


def test_a_file_lost_from_the_store_is_not_found_and_no_crash(clerk, letter):
    url = letter("来信.pdf", PDF)
    Attachment.objects.get().file.delete(save=False)

    assert clerk.get(url).status_code == 404
