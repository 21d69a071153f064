"""One card from draft to approved: everybody signed in as themselves, mail at each turn."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import card
from tests.browser.person import Person
from tests.helpers.cards import ASKED
from tests.helpers.mail_server import text_of
from tests.helpers.waiting import eventually

REMARK = "Nav pateikts, cik ilgi EDS glabā no FPR saņemtos datus."
OVERRULED = "Glabāšanas termiņu nosaka likums „Par nodokļiem un nodevām”, kartītē to neatkārto."
WHY = "Aktivitāte samazina kļūdas deklarācijās; riski ir apzināti."


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_a_card_travels_from_draft_to_approved(site):
    applicant = site.person("vid.pieteicejs").sign_in()
    number = _written(applicant)
    applicant.look()
    assert site.person("bvkb.pieteicejs").sign_in().status_of(f"/aktivitates/{number}") == 404
    _forwarded(site, number)
    _sheet_is_right(applicant, number)
    for code in ASKED:
        _object(site, number) if code == "DVI" else _approve(site, code, number)
    _decided(site, number)
    _everybody_sees(site, applicant, number)


def _written(applicant: Person) -> str:
    """Write the card: a draft, then too early, then complete; return its number."""
    page = applicant.open("/darbi")
    page.locator('main a[href^="/aktivitates/jauna"]').first.click()
    card.begin(page)
    card.press(page, "save")
    page.wait_for_url("**/labot")
    expect(page.locator('[data-preview-here] [data-code="PMLP"]')).to_be_visible()
    card.named(page, "goal").fill(card.GOAL)
    card.press(page, "submit")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Aprakstiet riskus")
    expect(card.named(page, "goal")).to_have_value(card.GOAL)
    applicant.look()
    summary.locator('a[href="#risks"]').click()
    expect(card.named(page, "risks")).to_be_focused()
    card.fill_in_the_rest(page)
    card.press(page, "submit")
    page.wait_for_url(re.compile(r"/aktivitates/AA-\d{4}-\d{6}$"))
    expect(page.locator(".act-meta")).to_contain_text("Iestādes pārbaudē")
    return page.url.rpartition("/")[2]


def _forwarded(site, number: str) -> None:
    """The change controller gets a letter, follows its link, signs in and sends the card on."""
    controller = site.person("vid.kontrolieris")
    page = controller.open(_link_in(_letter(site, "vid.kontrolieris", number, "pārbaudiet kartīti")))
    controller.fill_in()
    page.wait_for_url(f"**/aktivitates/{number}")
    controller.look_closely()
    _take_step(controller, "forward")
    expect(page.locator(".act-meta")).to_contain_text("Saskaņošanā")


def _sheet_is_right(applicant: Person, number: str) -> None:
    """The basis, and eight institutions in the order of the rules, each with its reason and due date."""
    page = applicant.open(f"/aktivitates/{number}")
    rows = page.locator("table tbody tr").filter(has=page.locator("td"))
    expect(rows).to_have_count(len(ASKED))
    assert [one.split()[0] for one in rows.locator("th").all_inner_texts()] == list(ASKED)
    expect(page.locator(".asked-by")).to_contain_text("MK noteikumi Nr. 368")
    for row in rows.all():
        expect(row.locator(".why").first).to_be_visible()
        expect(row.locator(".due").first).to_be_visible()
    expect(rows.last).to_contain_text("Izmantots FPR, pārzinis PMLP")
    applicant.look()


def _approve(site, code: str, number: str) -> None:
    """A member ticks the row of the CAB list and confirms the recap; pressing twice counts once."""
    member = site.person(f"{code.lower()}.loceklis").sign_in()
    _letter(site, member.username, number, "sniedziet atzinumu")
    # Once somebody objects, the card stands among those to be discussed.
    late = ASKED.index(code) > ASKED.index("DVI")
    page = member.open("/cab/apspriezamas" if late else "/cab")
    if code in ("VARAM", "PMLP"):
        member.look()
    row = page.locator("[data-vote-row]").filter(has_text=number)
    row.locator("label.v-approve").click()
    page.locator('[data-dialog="recap"]').click()
    recap = page.locator("dialog#recap")
    expect(recap.locator("[data-recap]")).to_contain_text(number)
    recap.locator("button[type=submit]").dblclick()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("[data-vote-row]")).to_have_count(0)
    member.context.close()


def _object(site, number: str) -> None:
    """DVI writes an objection to a field of the card."""
    member = site.person("dvi.loceklis").sign_in()
    page = member.open(_link_in(_letter(site, "dvi.loceklis", number)))
    page.goto(f"/aktivitates/{number}/atzinums?choice=object")
    page.locator('select[name="remarks.0.section"]').select_option("description")
    expect(page.locator('[name="remarks.0.current_text"]')).to_have_value(card.LONG)
    page.locator(".ballot-foot button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator('[name="remarks.0.current_text"]')).to_have_value(card.LONG)
    member.look_closely()
    page.locator('[name="remarks.0.reason"]').fill(REMARK)
    page.locator(".ballot-foot button").click()
    page.locator("dialog#recap button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(REMARK)
    member.look()
    member.context.close()


def _decided(site, number: str) -> None:
    """The CAB head cannot approve over the objection in silence; with a reason it goes."""
    head = site.person("varam.vaditajs").sign_in()
    _letter(site, "varam.vaditajs", number, "pieņemiet lēmumu")
    page = head.open("/cab/lemumi")
    head.look()
    page.locator(f'a[href="/aktivitates/{number}/lemums"]').click()
    card.choose(page, "outcome", "approve")
    card.named(page, "reasoning").fill(WHY)
    page.locator(".action-panel .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("Lēmumu vēl nevar pieņemt")
    expect(page.locator(".error-summary")).to_contain_text("kāpēc DVI iebildumu neņemat vērā")
    expect(card.named(page, "reasoning")).to_have_value(WHY)
    head.look_closely()
    card.named(page, "objections.DVI").fill(OVERRULED)
    page.locator(".action-panel .btn-primary").click()
    page.locator("dialog#recap button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")
    expect(page.locator(".act-meta")).to_contain_text("Saskaņota")
    expect(page.locator("main")).to_contain_text(OVERRULED)


def _everybody_sees(site, applicant: Person, number: str) -> None:
    """Another institution sees the approved card; the applicant is told and finds every step."""
    stranger = site.person("bvkb.pieteicejs").sign_in()
    page = stranger.open(f"/aktivitates/{number}")
    expect(page.locator("h1")).to_have_text(card.TITLE)
    _letter(site, "vid.pieteicejs", number, "saskaņota")
    page = applicant.open(f"/aktivitates/{number}/vesture")
    events = page.locator("ol.timeline > li:not(.day)")
    expect(events.filter(has_text="loceklis")).to_have_count(len(ASKED))
    expect(events.filter(has_text="kontrolieris")).not_to_have_count(0)
    applicant.look()


def _take_step(person: Person, action: str) -> None:
    """Press the button of a step and confirm it in its dialog."""
    person.page.locator(f'.action-panel [data-dialog="dialog-{action}"]').click()
    person.page.locator(f"dialog#dialog-{action} button[type=submit]").click()


def _letter(site, username: str, number: str, about: str = ""):
    """Wait for the newest letter to a person about a card, and return it."""
    return eventually(
        lambda: next(
            (
                one
                for one in reversed(site.letters.to(username))
                if number in one["Subject"] and about in one["Subject"].lower()
            ),
            None,
        ),
        lambda: f"no letter to {username} about {number} {about}",
    )


def _link_in(letter) -> str:
    found = re.search(r"http://\S+/aktivitates/\S+", text_of(letter))
    assert found, text_of(letter)
    return found[0]
