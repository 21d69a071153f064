"""An address is taken only if a mail server can deliver to it."""

import pytest
from email_validator import validate_email
from hypothesis import example, given, settings, strategies as st

from rules.account.mail_address import is_address

LABEL = "a" * 63
LONGEST = f"{'a' * 64}@{LABEL}.{LABEL}.{'b' * 58}.lv"  # 254 characters
PIECES = ("a", "Z9", "ā", ".", "..", "-", "--", "_", "+", "'", '"', "[", "1", "@", " ", "vid.gov")
pieces = st.lists(st.sampled_from(PIECES), max_size=5)


@pytest.mark.parametrize(
    "text",
    [
        "anna@vid.gov.lv",
        "Anna.Berzina@VID.example",
        "o'neil+virsis@vid.lv",
        "a@1188.lv",
        "a@x.test",
        "a@xn--sasaka-b7a.lv",
        "a@invalid.lv",
        "a@valid.invalids",
        LONGEST,
    ],
)
def test_address_that_a_server_delivers_to_is_taken(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "anna@vid",
        "@vid.lv",
        "anna@",
        "an na@vid.lv",
        " anna@vid.lv",
        "anna@vid.lv ",
        "anna@vid.lv\nBcc: x@y.lv",
        "anna@@vid.lv",
        "anna@vid@vid.lv",
        "jānis@vid.gov.lv",
        "anna@ministrija.vārds.lv",
        "anna..berzina@vid.lv",
        ".anna@vid.lv",
        "anna.@vid.lv",
        "anna@.vid.lv",
        "anna@vid..lv",
        "anna@vid.lv.",
        "anna@-vid.lv",
        "anna@vid-.lv",
        "anna@vid.lv-",
        "anna@vid_x.lv",
        "anna@127.0.0.1",
        "anna@[127.0.0.1]",
        "anna@[IPv6:::1]",
        '"anna berzina"@vid.lv',
        "Anna <anna@vid.lv>",
        "anna@vid.lv,eva@vid.lv",
        "a\u017fa@vid.lv",
        f"a@{LABEL}a.lv",
        f"{'a' * 65}@vid.lv",
        f"a{LONGEST[1:-3]}b.lv",
        "bvkb.sistema-8@system.invalid",
        "a@b.INVALID",
    ],
)
def test_address_that_no_server_delivers_to_is_none(text):
    assert not is_address(text)


@settings(deadline=None)
@given(pieces, pieces, st.sampled_from([".lv", ".gov.lv", ".1", "]", "", ".example"]))
@example(["a"], ["Z9"], ".lv")
def test_whatever_is_taken_a_library_that_knows_the_standards_takes_too(local, domain, end):
    text = f"{''.join(local)}@{''.join(domain)}{end}"
    assert not is_address(text) or validate_email(text, check_deliverability=False)
