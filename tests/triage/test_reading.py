"""What the words alone say: kind, class, situation, branch, each with its reason."""

from __future__ import annotations

import time

import pytest

from routing.models import Kind
from routing.reference.situations import SITUATIONS
from routing.triage import propose, read
from routing.triage.tables import class_names, lexicon
from routing.triage.text import letter

REPORT = "反映某镇党支部书记把村集体的钱私分，还收受好处费。请纪委调查，为我保密。"


def test_every_part_says_why():
    found = read("工地拖欠工资\n老板拖欠我们工资两年，请劳动监察部门查处。")

    assert "“拖欠工资”" in found.category.reason
    assert "《劳动保障监察条例》" in found.situations[0].reason
    assert found.branch == 5
    assert "第三十一条第五项" in found.branch_reason
    assert found.judged.reason


def test_the_title_counts_more_than_the_text():
    text = "小区对面就是学校，学校旁边有医院。请来看看。"

    assert read(f"垃圾焚烧气味难闻，环境污染\n{text}").category.code[:2] == "04"
    assert read(f"医院护士打错针\n{text}").category.code[:2] == "12"


def test_a_word_that_only_says_where_counts_little():
    assert read("医院旁边的工地夜间施工，噪音扰民。").category.code[:2] == "04"


def test_names_of_streets_and_greetings_say_nothing():
    assert not {"学院", "环保"} & set(read("学院路和环保大道交叉口的路灯不亮。").category.words)
    assert "书记" not in letter("尊敬的县委书记：您好！路灯不亮。").text


@pytest.mark.parametrize("text", ["", "。", "好的", "？？？", "\n\n", "a" * 20_000, "的" * 20_000])
def test_a_text_without_a_known_word_is_left_to_people(text):
    found = read(text)

    assert found.category.code == "99"
    assert found.situations[0].code == "X-04"
    assert "人工" in found.category.reason


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "举报某局局长公车私用，公款吃喝，虚报冒领补贴。",
        "实名检举青禾县某乡副乡长利用职权侵占公款，套取补贴。请监委查处。",
    ],
)
def test_a_report_about_somebody_in_office_is_sealed(text):
    found = read(text)

    assert found.kind == Kind.ACCUSATION
    assert found.is_sealed
    assert found.category.code.startswith("05")
    assert [one.code for one in found.situations] == ["X-02"]
    assert found.branch is None


@pytest.mark.parametrize(
    "text",
    [
        "本人是党员，单位党委以失职为由给予我党内警告处分，请求撤销处分。",
        "消费者投诉：商家虚假宣传，店主骗取充值款。",
        "物业公司挪用维修基金，业主要求公开账目。",
        "培训学校校长卷款跑路，家长要求退费。",
    ],
)
def test_complaints_about_firms_and_one_s_own_punishment_are_no_reports(text):
    assert read(text).kind == Kind.GRIEVANCE


def test_a_doubt_is_told_and_seals_nothing():
    found = read("镇干部来收费不给收据，账目不清，请求公开收支。")

    assert found.kind == Kind.GRIEVANCE
    assert found.judged.may_be_report


def test_a_proposal_for_everybody_is_a_suggestion():
    found = read("建议在江边步道增设座椅和饮水点，方便群众休息。")

    assert found.kind == Kind.SUGGESTION
    assert (found.situations[0].code, found.branch) == ("X-01", None)


def test_a_question_is_an_enquiry_without_a_branch():
    found = read("请问退休以后医保关系怎么转移，需要哪些材料？")

    assert found.judged.is_enquiry
    assert (found.kind, found.situations[0].code, found.branch) == (Kind.GRIEVANCE, "X-06", None)


def test_new_facts_after_the_last_review_are_not_turned_away():
    """E14: the same matter with a new land survey is a new matter."""
    same = "土地少算了面积，省里已经复核维持，这次没有新的证据，还是要求补偿。"
    new = "土地少算了面积，省里已经复核维持，最近又找到新的测绘图，要求补偿。"

    assert read(same).situations[0].code == "N-02"
    assert "N-02" not in [one.code for one in read(new).situations]


def test_after_the_last_review_the_place_looks_after_the_petitioner(tree):
    """No body decides any more: 属地 alone is named, the town before the county (第三十七条)."""
    text = "柳溪镇的宅基地补偿已经复核维持，三级终结，这次没有新的事实和理由，还是要求补偿。"

    found = propose(text, home=tree["qinghe-gov"]).organizations
    county = propose(text.replace("柳溪镇的", ""), home=tree["qinghe-gov"]).organizations

    assert [one.organization.code for one in found] == ["liuxi-town", "qinghe-gov"]
    assert "第三十七条第三款" in found[0].reason
    assert [one.organization.code for one in county] == ["qinghe-gov"]


def test_a_private_dispute_names_the_committee_first_and_says_that_it_only_mediates(tree):
    """Where another body has a duty of its own for the class, that one goes before it."""
    text = "楼上邻居漏水泡坏我家吊顶，双方争执不下，愿意调解。"
    bought = "开发商逾期交房，购房合同写明违约金，双方协商赔偿数额不成，成了民事纠纷。"

    town = propose(text, home=tree["qinghe-gov"], territory=tree["yunling-street"]).organizations
    other = propose(bought, home=tree["qinghe-gov"])

    assert [one.organization.code for one in town][:2] == ["yunling-mediation", "yunling-street"]
    assert "双方同意" in town[0].reason
    assert "不能转送" in town[0].reason
    assert [one.organization.code for one in other.organizations][:2] == [
        "qinghe-housing",
        "qinghe-mediation",
    ]


def test_a_litigation_visit_is_guided_and_not_accepted():
    """G6: letters are forwarded, visits explained (第二十条第二款)."""
    text = "不服法院生效判决，请求再审。"

    assert "走访" in read(text, intake="visit").branch_reason
    assert "走访" not in read(text, intake="letter").branch_reason
    assert read(text).branch == 1


def test_the_same_text_is_read_the_same():
    assert read(REPORT) == read(REPORT)


def test_a_long_text_is_read_in_twenty_milliseconds():
    read("热身")
    text = "小区物业公司收取停车费，垃圾没有清运，噪音扰民，请求查处。" * 60
    began = time.process_time()
    for _ in range(10):
        read(text)

    assert (time.process_time() - began) / 10 < 0.02


def test_the_tables_know_only_classes_and_situations_that_exist():
    codes = {code for counts in lexicon().values() for code in counts}
    firsts = {code[:2] for code in class_names()}

    assert {code for code in codes if code not in class_names() and code not in firsts} == set()
    assert {code[:2] for code in codes} == firsts - {"99"}
    assert len(lexicon()) > 3_500
    assert min(map(len, lexicon())) > 1
    known = {row.code for row in SITUATIONS}
    assert {one.code for text in (REPORT, "拖欠工资") for one in read(text).situations} <= known
