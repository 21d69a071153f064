"""Templates keep to the content security policy and use only what exists."""

import re

import pytest

from tests.architecture.sources import ROOT

# Programs that read mail need its style in place; the mail's layout is no page of this site.
TEMPLATES = sorted(
    path for path in (ROOT / "app" / "templates").rglob("*.html") if path.parent.name != "mail"
)
SPRITE = (ROOT / "app" / "static" / "icons.svg").read_text(encoding="utf-8")
ICON = re.compile(r"\bicon\(\s*'([a-z0-9-]+)'")
INLINE = re.compile(r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)""")
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_carries_inline_script_or_style(template):
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_loads_or_sends_anything_elsewhere(template):
    assert FOREIGN.findall(template.read_text(encoding="utf-8")) == []


def test_every_icon_used_is_in_the_sprite():
    used = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    assert (len(used) >= 40, {name for name in used if f'id="i-{name}"' not in SPRITE}) == (True, set())
