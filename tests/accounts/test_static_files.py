"""Chromium 78 must understand the styles and scripts, and everybody must be able to read them."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static/css").glob("*.css"))
CSS = "".join(style.read_text() for style in STYLES)
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
PALETTE = (ROOT / "static/css/xinfang.css").read_text().partition("@media print")[0]
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

NEWER_CSS = {
    "selector lists as functions": r":(is|where|has)\(",
    "inset": r"(?<![-\w])inset\s*:",
    "aspect-ratio": r"(?<![-(\w])aspect-ratio\s*:",
    "math functions": r"\b(clamp|min|max)\(",
    "layers": r"@layer",
    "container queries": r"@container",
    "mixing": r"color-mix\(",
    "logical margins": r"(margin|padding)-(inline|block)",
    "dynamic viewport": r"\d(dvh|svh|lvh)\b",
    "accent-color": r"accent-color",
    "nesting": r"&\s*[.:{]",
}
NEWER_JS = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish": r"\?\?",
    "at": r"\.at\(",
    "replaceAll": r"replaceAll\(",
    "replaceChildren": r"replaceChildren\(",
    "structuredClone": r"structuredClone\(",
    "private fields": r"\bthis\.#",
    "toSorted": r"\.toSorted\(",
    "modules": r"^\s*(import|export)\s",
}


@pytest.mark.parametrize(("feature", "pattern"), NEWER_CSS.items())
def test_the_styles_keep_to_chromium_78(feature, pattern):
    assert not re.search(pattern, RULES.replace("minmax(", "")), feature


def test_flex_boxes_have_no_gap():
    for rule in re.findall(r"\{([^{}]*)\}", RULES):
        assert not ("flex" in rule and re.search(r"(?<!grid-)gap\s*:", rule)), rule


def test_focus_visible_stands_alone():
    selectors = re.findall(r"([^{}]+)\{", RULES)
    assert not [s for s in selectors if ":focus-visible" in s and "," in s]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
@pytest.mark.parametrize(("feature", "pattern"), NEWER_JS.items())
def test_the_scripts_keep_to_chromium_78(script, feature, pattern):
    assert not re.search(pattern, script.read_text(), re.MULTILINE), feature


def test_nothing_is_written_into_the_page_that_the_policy_forbids():
    offenders = [
        path.name
        for path in TEMPLATES
        if re.search(
            r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", path.read_text()
        )
    ]
    assert offenders == []


def test_the_files_are_small():
    assert len(gzip.compress(CSS.encode())) <= 20_000
    assert sum(len(gzip.compress(script.read_bytes())) for script in SCRIPTS) <= 20_000


def palettes():
    """Light, dark as the system has it, dark as chosen."""
    light, followed, chosen = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        for block in re.findall(r"color-scheme: \w+;(.*?)\}", PALETTE, flags=re.DOTALL)
    )
    return light, followed, chosen


def test_dark_by_system_equals_dark_by_choice():
    _, followed, chosen = palettes()
    assert followed == chosen


#: Which colours of text stand on which grounds, and which marks on which.
READ_ON = {
    "ink": "ground paper tint hover rest-soft blue-soft near-soft",
    "ink-2": "ground paper tint hover rest-soft blue-soft",
    "ink-3": "ground paper tint hover rest-soft blue-soft late-soft line-2",
    "blue": "ground paper tint hover blue-soft",
    "act-ink": "act act-over",
    "ok-ink": "paper ok-soft",
    "near-ink": "paper near-soft",
    "due-ink": "due",
    "late-ink": "late",
    "late-text": "ground paper late-soft",
    "rest-ink": "rest-soft",
}
SEEN_ON = {"edge": "ground paper", "ok": "paper", "near": "paper", "late": "paper"}


def pairs(table):
    return [(colour, ground) for colour, grounds in table.items() for ground in grounds.split()]


@pytest.mark.parametrize("palette", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), pairs(READ_ON))
def test_text_can_be_read(palette, ink, ground):
    colours = palettes()[palette]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), pairs(SEEN_ON))
def test_marks_and_edges_can_be_seen(palette, mark, ground):
    colours = palettes()[palette]
    assert contrast(colours[mark], colours[ground]) >= 3


def contrast(one, other):
    """WCAG 2 contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(colour[start:end], 16) / 255 for start, end in pairwise((1, 3, 5, 7)))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_wcag_does():
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#ffffff", "#0b4f9e"), 1) == 8.0
