"""What the Regulation wants on each letter, and what the system writes by itself."""

from __future__ import annotations

from datetime import date

import pytest

from petitions.letters import (
    LETTERS,
    Addressee,
    Choice,
    Letter,
    Outcome,
    ReviewOutcome,
    letter_number,
    missing_fields,
    remedy,
)
from petitions.letters.supervision import SUPERVISION
from petitions.pdf import TEMPLATES
from tests.petitions.letter_samples import sample

ON_EVERY_LETTER = {"number", "organization", "issued_on"}
ABOUT_THE_CASE = {"petition_number", "matter_code"}
#: D27 to D35 are about how a body works: they name the body and the subject, and no petitioner.
BETWEEN_BODIES = {row[0] for row in SUPERVISION}
ABOUT_THE_PERSON = {"petitioner_name", "title", "summary"}
#: A sealed one says nothing of the person, and a year is nobody's case.
NAMELESS = {Letter.HANDOVER, Letter.ANNUAL_REPORT}

# The requirement in the words of the catalogue: letter, what is typed, what the system fills in.
WANTED = {
    Letter.REGISTRATION: ("", "channel received_on registered_on people_count territory category"),
    Letter.FORWARDING: ("", "basis addressee"),
    Letter.ASSIGNMENT: ("feedback_on report_on contact", "basis addressee"),
    Letter.DIRECTION: ("destination", "received_on"),
    Letter.DECLINE: ("guidance", "received_on ground"),
    Letter.NO_MORE: ("", "final_opinion_number final_opinion_on"),
    Letter.OBJECTION: ("ground proposed_organization reason", "addressee"),
    Letter.OBJECTION_ANSWER: ("reason", "decision addressee"),
    Letter.ACCEPTANCE: ("contact", "received_on accepted_on branch_label procedure"),
    Letter.PROCEDURE: ("competent_body time_limit papers", "procedure"),
    Letter.HANDOVER: ("secrecy_grade list_count", "addressee"),
    Letter.EXTENSION: ("days reason", "accepted_on approved_by old_due_on new_due_on"),
    Letter.DISPUTE: ("position", "addressee decider objection"),
    Letter.DISPUTE_DECISION: ("reason", "addressee decider ruling"),
    Letter.EXTENSION_WITHDRAWN: ("reason", "approved_by old_due_on new_due_on"),
    Letter.OPINION: (
        "request facts_and_reasons findings opinion basis outcome",
        "accepted_on remedy",
    ),
    Letter.MEDIATION: ("parties dispute terms performance", "confirmation_notice"),
    Letter.SETTLEMENT: ("parties dispute terms performance", "effect"),
    Letter.DUTY_REPLY: ("facts actions basis follow_up", "remedy"),
    Letter.CARRY_OUT: ("measures carried_out_on proof", "addressee"),
    Letter.SUGGESTION_REPLY: ("decision reasons", ""),
    Letter.REPORT: ("summary_of_handling course result attitude", "addressee"),
    Letter.URGENT_REPORT: (
        "happened_at place people demand measures next_steps",
        "addressee copied_to contact",
    ),
    Letter.REVIEW_APPLICATION: (
        "",
        "addressee stage challenged_title challenged_number challenged_on served_on requested_on"
        " request",
    ),
    Letter.RECEPTION: ("held_on place leader demand result", "people_count recorded_by"),
    Letter.CASE_CHARGE: ("members target_on duties", "leader contact"),
    Letter.RISK_NOTICE: ("addressee level risk expected", "contact"),
    Letter.AID_APPLICATION: ("hardship aid opinion", "recorded_by"),
    Letter.ANNUAL_REPORT: (
        "",
        "addressee year span totals areas bodies supervision suggestions others",
    ),
    Letter.REVIEW_ACCEPTANCE: ("", "requested_on expected_on"),
    Letter.HEARING_NOTICE: ("", "scheduled_at place chair parties is_public rights"),
    Letter.HEARING_RECORD: ("recorder record", "scheduled_at place chair parties"),
    Letter.HEARING_CONCLUSION: ("conclusion", "held_on chair is_public"),
    Letter.CORRECTION: ("missing", "requested_on complete_by"),
    Letter.SUSPENSION: ("reason", "act from_on"),
    Letter.TERMINATION: ("reason", "act ground effect"),
    Letter.REVIEW_OPINION: (
        "request findings opinion basis outcome",
        "respondent challenged_number challenged_on requested_on remedy",
    ),
    Letter.FINAL_OPINION: (
        "request findings opinion basis outcome",
        "respondent challenged_number challenged_on requested_on remedy",
    ),
    Letter.ORDER: ("ground requirement", "reply_on contact"),
    Letter.REMINDER: ("trend expected", "reply_on contact"),
    Letter.LIAISON: ("question", "reply_on contact"),
    Letter.TASK: ("task leader report_on", "reply_on contact"),
    Letter.IMPROVEMENT: ("problem suggestion", "cases reply_on contact"),
    Letter.POLICY: ("gap proposal", "cases reply_on contact"),
    Letter.ACCOUNTABILITY: ("person conduct consequence evidence", "reply_on contact"),
    Letter.ADOPTION: ("", "suggestion_number suggestion_on decision reasons"),
    Letter.PRESSURE: ("ground requirement release", "form reply_on contact"),
    Letter.SERVICE_RECEIPT: (
        "way served_on",
        "document_number document_title document_code recipient recorded_by",
    ),
}


def required(letter: Letter, *, computed: bool) -> set[str]:
    return {
        field.name
        for field in LETTERS[letter].fields
        if field.required and field.computed is computed
    }


def names_missing(letter: Letter, values: dict[str, object]) -> list[str]:
    return [field.name for field in missing_fields(letter, values)]


def test_every_letter_has_its_row() -> None:
    assert set(LETTERS) == set(Letter) == set(WANTED)


@pytest.mark.parametrize("letter", Letter)
def test_a_letter_wants_what_the_regulation_wants(letter: Letter) -> None:
    typed, computed = WANTED[letter]

    assert required(letter, computed=False) == set(typed.split())
    everywhere = ON_EVERY_LETTER | (set() if letter in BETWEEN_BODIES else ABOUT_THE_CASE)
    if letter is Letter.ANNUAL_REPORT:
        everywhere = ON_EVERY_LETTER
    assert required(letter, computed=True) >= everywhere | set(computed.split())


@pytest.mark.parametrize("letter", sorted(BETWEEN_BODIES))
def test_a_paper_between_bodies_has_no_room_for_a_petitioner(letter: Letter) -> None:
    names = {field.name for field in LETTERS[letter].fields}

    assert not names & {*ABOUT_THE_PERSON, "query_code"}
    assert required(letter, computed=True) >= {"addressee", "subject"}


@pytest.mark.parametrize("letter", sorted(set(Letter) - NAMELESS - BETWEEN_BODIES))
def test_a_letter_says_whom_and_what_it_is_about(letter: Letter) -> None:
    assert required(letter, computed=True) >= ABOUT_THE_PERSON


def test_a_sealed_handover_has_no_room_for_who_reported_what() -> None:
    names = {field.name for field in LETTERS[Letter.HANDOVER].fields}

    assert not names & {*ABOUT_THE_PERSON, "query_code"}


@pytest.mark.parametrize("letter", Letter)
def test_a_row_is_well_formed(letter: Letter) -> None:
    spec = LETTERS[letter]
    names = [field.name for field in spec.fields]

    assert len(names) == len(set(names))
    assert spec.letter is letter
    assert spec.title
    assert spec.article.startswith("《信访工作条例》")
    assert (TEMPLATES / spec.template).is_file()


def test_a_query_code_goes_to_petitioners_only() -> None:
    told = {
        letter
        for letter, spec in LETTERS.items()
        if any(field.name == "query_code" for field in spec.fields)
    }

    assert told == {
        letter for letter, spec in LETTERS.items() if spec.addressed_to is Addressee.PETITIONER
    }


def test_class_words_tell_letters_apart() -> None:
    marks = [spec.number_mark for spec in LETTERS.values()]

    assert len(marks) == len(set(marks))


def test_a_number_names_body_kind_year_and_turn() -> None:
    number = letter_number(Letter.ACCEPTANCE, short_name="青人社", year=2026, serial=12)

    assert number == "青人社信受\u30142026\u301512号"


@pytest.mark.parametrize("letter", Letter)
def test_a_complete_letter_lacks_nothing(letter: Letter) -> None:
    assert names_missing(letter, sample(letter)) == []


@pytest.mark.parametrize("letter", Letter)
def test_an_empty_letter_lacks_all_it_requires(letter: Letter) -> None:
    lacking = set(names_missing(letter, {}))

    assert lacking >= required(letter, computed=True) | required(letter, computed=False)


@pytest.mark.parametrize("blank", [None, "", "  \n　", [], ()])
def test_a_blank_is_not_an_answer(blank: object) -> None:
    assert names_missing(Letter.OPINION, sample(Letter.OPINION, findings=blank)) == ["findings"]


def test_zero_is_an_answer() -> None:
    assert names_missing(Letter.EXTENSION, sample(Letter.EXTENSION, days=0)) == []


@pytest.mark.parametrize("branch", [6, "6"], ids=["number", "text"])
def test_branch_six_promises_a_day(branch: object) -> None:
    values = sample(Letter.ACCEPTANCE, branch=branch, expected_on=None)

    assert names_missing(Letter.ACCEPTANCE, values) == ["expected_on"]


def test_other_branches_promise_no_day() -> None:
    values = sample(Letter.ACCEPTANCE, branch=2, expected_on=None)

    assert names_missing(Letter.ACCEPTANCE, values) == []


def test_service_is_signed_or_its_refusal_explained() -> None:
    unsigned = sample(Letter.SERVICE_RECEIPT, signer="")
    refused = sample(Letter.SERVICE_RECEIPT, signer="", refused=True)

    assert names_missing(Letter.SERVICE_RECEIPT, unsigned) == ["signer"]
    assert names_missing(Letter.SERVICE_RECEIPT, refused) == ["note"]
    assert names_missing(Letter.SERVICE_RECEIPT, {**refused, "note": "拒绝签字"}) == []


def test_the_outcomes_are_the_three_of_the_regulation() -> None:
    assert [outcome.label for outcome in Outcome] == ["予以支持", "解释说明", "不予支持"]
    assert [outcome.label for outcome in ReviewOutcome] == ["维持", "撤销", "变更"]


@pytest.mark.parametrize("choice", Choice.__subclasses__())
def test_a_choice_is_its_stored_value(choice: type[Choice]) -> None:
    assert [str(member) for member in choice] == [value for value, _ in choice.choices()]
    assert [member.label for member in choice] == [label for _, label in choice.choices()]


def test_an_opinion_names_each_body_and_thirty_days() -> None:
    text = remedy(Letter.OPINION, body_names=["青禾县人民政府", "江桥市人社局"])

    assert "第三十五条" in text
    assert "自收到本意见书之日起30日内" in text
    assert "向青禾县人民政府或者江桥市人社局书面请求复查，任选其一" in text
    assert "复议" not in text


def test_a_single_body_is_no_choice() -> None:
    assert "任选其一" not in remedy(Letter.OPINION, body_names=["青禾县人民政府"])


def test_a_known_last_day_is_printed() -> None:
    text = remedy(Letter.OPINION, body_names=["青禾县人民政府"], last_day=date(2026, 6, 5))

    assert "30日内（最后一日为2026年6月5日）" in text


def test_a_review_opinion_opens_the_final_review() -> None:
    text = remedy(Letter.REVIEW_OPINION, body_names=["江桥市人民政府"])

    assert "第三十六条" in text
    assert "向江桥市人民政府书面请求复核" in text


@pytest.mark.parametrize("letter", [Letter.OPINION, Letter.REVIEW_OPINION])
def test_a_remedy_without_a_body_is_refused(letter: Letter) -> None:
    with pytest.raises(ValueError, match="没有可以"):
        remedy(letter, body_names=[])


def test_a_final_opinion_ends_the_road() -> None:
    text = remedy(Letter.FINAL_OPINION, body_names=["江桥市人民政府"])

    assert "以同一事实和理由" in text
    assert "不再受理" in text
    assert "江桥市人民政府" not in text


def test_a_duty_reply_opens_reconsideration_and_court_not_review() -> None:
    text = remedy(Letter.DUTY_REPLY, body_names=["青禾县人民政府"])

    assert "60日内，向青禾县人民政府申请行政复议" in text
    assert "6个月内" in text
    assert "不适用信访复查、复核程序" in text


def test_a_duty_reply_to_a_bystander_opens_nothing() -> None:
    text = remedy(Letter.DUTY_REPLY, body_names=["青禾县人民政府"], has_legal_interest=False)

    assert "复议" not in text
    assert "诉讼" not in text


def test_a_mediation_offers_judicial_confirmation() -> None:
    assert "司法确认" in remedy(Letter.MEDIATION, body_names=[])


@pytest.mark.parametrize(
    "letter",
    [Letter.REGISTRATION, Letter.FORWARDING, Letter.ACCEPTANCE, Letter.DECLINE, Letter.PROCEDURE],
)
def test_steps_on_the_way_promise_no_remedy(letter: Letter) -> None:
    assert remedy(letter, body_names=["青禾县人民政府"]) == ""
