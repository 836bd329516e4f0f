"""回执: what leaves the counter with the petitioner, and who may print it."""

from __future__ import annotations

import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from petitions.models import Petition
from tests.petitions.counter import PAGE, text, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def test_the_receipt_shows_number_code_picture_and_promise(clerk, walk):
    petition = walk.register()
    code = petition.matter.query_code

    page = text(clerk.get(reverse("petitions:receipt", args=[petition.number])))

    assert petition.number in page
    assert f"{code[:5]}-{code[5:]}" in page
    assert "<svg" in page
    assert "2026年3月17日" in page
    assert "style=" not in page


def test_the_receipt_as_pdf(clerk, walk):
    petition = walk.register()

    response = clerk.get(reverse("petitions:receipt-pdf", args=[petition.number]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_the_receipt_of_a_repeat_as_pdf_promises_no_day(clerk, walk):
    earlier = walk.register()
    clerk.post(PAGE, written(joins=earlier.number))
    repeat = Petition.objects.latest("pk")

    response = clerk.get(reverse("petitions:receipt-pdf", args=[repeat.number]))

    assert "最迟前" not in pdf_text(response.content)


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("username", ["hr_desk", "hr_handler", "leader", "sysadmin"])
@pytest.mark.parametrize("name", ["receipt", "receipt-pdf"])
def test_the_query_code_is_shown_at_the_counter_that_gave_it_and_nowhere_else(
    walk, sign_in, username, name
):
    petition = walk.delivered().claim.petition

    response = sign_in(username).get(reverse(f"petitions:{name}", args=[petition.number]))

    assert response.status_code == 404


def test_an_uncleared_clerk_prints_the_receipt_of_the_report_just_taken_down(cast, sign_in):
    cast["clerk"].is_cleared = False
    cast["clerk"].save(update_fields=["is_cleared"])
    client = sign_in("clerk")

    response = client.post(PAGE, written(kind="accusation", category="0505"), follow=True)

    petition = Petition.objects.get()
    assert petition.is_sealed
    assert petition.number in text(response)
    later = sign_in("clerk")
    client.logout()
    later.force_login(cast["clerk"].user, backend="django.contrib.auth.backends.ModelBackend")
    assert later.get(reverse("petitions:receipt", args=[petition.number])).status_code == 404


def test_a_number_that_is_not_there_is_not_found(clerk):
    assert clerk.get(reverse("petitions:receipt", args=["x" * 24])).status_code == 404
    assert clerk.get(PAGE, {"draft": str(uuid.uuid4())}).status_code == 200
