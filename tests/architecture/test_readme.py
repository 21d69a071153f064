"""README.md names what is there to be set, called and asked."""

import re

import pytest

from tests.architecture.sources import ROOT, modules


def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_named():
    sources = [ROOT / "config.py", *modules("app")]
    texts = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    read = set(re.findall(r'(?:environ\.get\(|envvar=)"(VIRSIS_\w+)"', texts))
    assert len(read) > 25
    assert read - set(re.findall(r"`(VIRSIS_\w+)`", readme())) == set()


def test_no_setting_is_named_that_nobody_reads():
    known = "\n".join(source.read_text(encoding="utf-8") for source in [ROOT / "config.py", *modules("app")])
    assert {name for name in re.findall(r"VIRSIS_\w+", readme()) if f'"{name}"' not in known} == set()


@pytest.mark.parametrize(
    "word", ["make run", "make test", "make browser", "make help", "/healthz", "/readyz"]
)
def test_what_everybody_needs_is_named(word):
    assert word in readme()


def test_every_make_target_that_is_named_is_there():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"(?:^    |`)make ([a-z]+)", readme(), re.MULTILINE)
    assert set(named) - set(targets) == set()
