"""The components every page is built of: labels, errors, marks, page numbers."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

MISSING = {"required": "请填写题目。"}


class Letter(forms.Form):
    title = forms.CharField(label="题目", help_text="一句话", error_messages=MISSING)
    channel = forms.ChoiceField(
        label="信访形式",
        choices=[("letter", "来信"), ("visit", "来访")],
        widget=forms.RadioSelect(attrs={"class": "preset"}),
    )
    secret = forms.BooleanField(label="要求保密", required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        self.add_error(None, "两处说法不一致。")


Letters = forms.formset_factory(Letter, max_num=5, validate_max=True)


def render(source, **context):
    return Template("{% load shell %}" + source).render(Context(context))


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = render("{% field form.title %}", form=Letter({}))
    assert '<label for="id_title">题目' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert "请填写题目。" in html


def test_a_question_of_choices_is_a_fieldset_with_real_radios():
    html = render("{% field form.channel %}", form=Letter())
    assert "<legend>信访形式" in html
    assert 'class="preset"' in html
    assert html.count('type="radio"') == 2
    assert "<span>来访</span></label>" in html


def test_required_is_said_and_not_only_marked():
    assert "（必填）" in render("{% field form.title %}", form=Letter())
    assert "（必填）" not in render("{% field form.secret %}", form=Letter())


def test_a_whole_form_prints_with_the_same_pieces():
    html = str(Letter())
    assert 'id="id_title_field"' in html
    assert '<input type="hidden" name="key"' in html


def test_the_summary_links_every_error_to_its_input():
    html = render("{% error_summary form %}", form=Letter({"secret": "on"}))
    assert 'role="alert"' in html
    assert '<a href="#id_title">题目：请填写题目。</a>' in html
    assert "<li>两处说法不一致。</li>" in html
    assert "有 4 处需要修改" in html


def test_the_summary_gathers_formsets_and_passes_over_what_is_absent():
    rows = Letters(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-title": "",
            "form-0-secret": "on",
        }
    )
    html = render("{% error_summary nothing rows %}", rows=rows, nothing=None)
    assert 'href="#id_form-0-title"' in html


def test_no_error_no_summary():
    assert "alert" not in render("{% error_summary form %}", form=Letter())


@pytest.mark.parametrize(
    ("tone", "icon"), [("ok", 0), ("near", 1), ("due", 0), ("late", 1), ("rest", 0)]
)
def test_a_chip_carries_its_state_in_words(tone, icon):
    html = render_to_string(
        "components/chip.html", {"tone": tone, "text": "超期 2 天", "title": "第三十四条"}
    )
    assert f'class="chip {tone}"' in html
    assert 'title="第三十四条"' in html
    assert "超期 2 天" in html
    assert html.count("<svg") == icon


def test_the_pager_keeps_the_filters():
    request = RequestFactory().get("/petitions/", {"state": "accepted", "page": "5"})
    context = {"page_obj": Paginator(range(412), 20).page(5)}
    html = render_to_string("components/pager.html", context, request)
    assert 'href="?state=accepted&amp;page=6" rel="next"' in html
    assert '<b aria-current="page">5</b>' in html
    assert "第 81—100 件，共 412 件" in html


def test_one_page_needs_no_pager():
    context = {"page_obj": Paginator(range(3), 20).page(1)}
    assert "nav" not in render_to_string("components/pager.html", context)


def test_filters_in_force_are_removed_by_one_click():
    tags = [{"label": "步骤", "value": "待转送", "remove_url": "?page=1"}]
    html = render_to_string("components/filters.html", {"count": 3, "tags": tags, "clear_url": "?"})
    assert "共 <b>3</b> 件" in html
    assert 'href="?page=1"' in html
    assert "全部清除" in html


def test_the_road_marks_the_present_step():
    steps = [
        {"state": "done", "label": "受理", "sub": "9月28日"},
        {"state": "now", "label": "办理", "sub": "第 56 天"},
    ]
    html = render_to_string("components/road.html", {"steps": steps})
    assert '<li class="now" aria-current="step">' in html
    assert "正在这一步" in html


def test_an_icon_is_silent_because_a_word_stands_beside_it():
    assert 'aria-hidden="true"' in render('{% icon "clock" %}')


def test_an_empty_list_says_why_and_what_next():
    context = {"title": "没有今日到期的信访件", "link_url": "/x/", "link_text": "看全部"}
    html = render_to_string("components/empty.html", context)
    assert "没有今日到期的信访件" in html
    assert 'href="/x/"' in html
