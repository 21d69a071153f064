"""Pārvaldība finds its lines at the screens themselves."""

import re

from tests.helpers.people import browser_of
from views.base.declared import Group

LINES = {
    Group.registry: ["/iestades", "/resursi", "/atkaribas"],
    Group.rules: ["/parvaldiba/noteikumi", "/principi", "/principu-saraksti", "/jomas", "/darbdienas"],
    Group.people: [
        "/lietotaji",
        "/lietotaji/notikumi",
        "/parvaldiba/pieprasijumi",
        "/pazinojumi/list/",
        "/notikumi",
    ],
}


def test_screens_stand_in_their_groups(sqlite_app):
    page = browser_of(sqlite_app, "admin").get("/parvaldiba").text
    groups = page.partition("<main")[2].split("<section")[1:]
    found = [re.findall(r'class="title-link" href="([^"]+)"', group) for group in groups]
    assert found == list(LINES.values())


def test_each_line_says_what_the_screen_is_for(sqlite_app):
    views = sqlite_app.extensions["appbuilder"].baseviews
    said = [view.management for view in views if getattr(view, "management", None)]
    with sqlite_app.test_request_context():
        assert all(str(one.about) for one in said)
    assert len(said) == sum(map(len, LINES.values()))
