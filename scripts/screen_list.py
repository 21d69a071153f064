"""Every screen that is pictured: who looks at it, and what they do before."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page
from pyotp import TOTP

from app.seeds.accounts import DEMO_PAROLE
from tests.helpers.simulated import DRAFT

NEED_ANSWERS = (  # a development that affects others
    "kind=development&new_system=false&functionality=false&architecture=true&infrastructure=false&others=true"
    "&holder=VID&resource=EDS&used=FPR"
)
NO_ANSWERS = (
    "kind=maintenance&new_system=false&functionality=false&architecture=false&infrastructure=false"
    "&others=false&holder=VID&resource=EDS"
)
FREE_DAY = "working=false&source=Ministru+kabineta+r%C4%ABkojums&day={day}"


class Screen(NamedTuple):
    """A page, who looks at it, and what they did before the picture; `{asked}` is found in the demo."""

    name: str
    person: str | None
    address: str
    before: Callable[[Page], None] = lambda page: None


def _make_key(page: Page) -> None:
    page.fill("#name", "Lietvedības sistēma")
    page.check("[name=scope][value=read]")
    page.click("main form button[type=submit]")
    page.wait_for_selector("#key")
    page.evaluate("document.querySelector('#key').value = 'virsis_…'")  # no picture shows a key


def _keep_no(page: Page) -> None:
    page.fill("#title", "EDS veidlapu drukas kļūdu labošana")
    page.click("form[method=post] button:has([href*=device-floppy])")
    page.wait_for_selector("#answers")


def _upload_faulty(page: Page) -> None:
    faulty = DRAFT.replace('asks = "VDAA"', 'asks = "NAV"').encode()
    page.set_input_files("#file", {"name": "projekts.toml", "mimeType": "application/toml", "buffer": faulty})
    page.click("form:has(#file) button[type=submit]")
    page.wait_for_selector(".error-summary")


def _weak_password(page: Page) -> None:
    page.fill("#password", "parole2026")
    page.fill("#again", "parole2027")
    page.click("main form:has(#again) button[type=submit]")
    page.wait_for_selector(".error-summary")


def _hand_over(page: Page) -> None:
    page.click("button[name=do][value=submit]")
    page.wait_for_selector(".error-summary")


def _oblige(page: Page) -> None:
    page.check("[name=choice][value=approve]")
    page.click("summary:has-text('Nosacījums')")


def _up_to_the_code(page: Page) -> None:
    """Set up a second factor, once, and sign in again as far as the question for the code."""
    if page.url.endswith("/login/kods"):
        return
    page.goto("/profils/otrais-faktors")
    page.fill("#code", TOTP(page.inner_text("#key").replace(" ", "")).now())
    page.click("main form button")
    page.context.clear_cookies()
    page.goto("/login/")
    page.fill("#username", "pmlp.kontrolieris")
    page.fill("#password", DEMO_PAROLE)
    page.click("main form button[type=submit]")
    page.wait_for_selector("#code")


SCREENS = (
    Screen("ieeja", None, "/"),
    Screen("parole", None, "/parole/{link}"),
    Screen("parole-kludas", None, "/parole/{link}", _weak_password),
    Screen("parole-saite-neder", None, "/parole/izmantota"),
    Screen("aizmirsu-paroli", None, "/aizmirsu-paroli"),
    Screen("vai-jasaskano", None, "/vai-jasaskano?" + NEED_ANSWERS),
    Screen("vai-jasaskano-saglabat", "vid.pieteicejs", "/vai-jasaskano?" + NO_ANSWERS),
    Screen("vai-jasaskano-saglabata", "vid.pieteicejs", "/vai-jasaskano?" + NO_ANSWERS, _keep_no),
    Screen("vai-jasaskano-saglabatas", "vid.kontrolieris", "/vai-jasaskano/saglabatas"),
    Screen("ka-klut-par-lietotaju", None, "/ka-klut-par-lietotaju"),
    Screen("personas-dati", None, "/personas-dati"),
    Screen("pieklustamiba", None, "/pieklustamiba"),
    Screen("pienemumi", None, "/pienemumi"),
    Screen("mani-darbi", "vid.pieteicejs", "/darbi"),
    Screen("aktivitates", "vid.pieteicejs", "/aktivitates"),
    Screen("jauna", "vid.pieteicejs", "/aktivitates/jauna"),
    Screen("jauna-ieteikumi", "vid.pieteicejs", "/aktivitates/jauna?kind=development&resource=EDS"),
    Screen("kartite", "vid.pieteicejs", "/aktivitates/{draft}/labot"),
    Screen("kartite-kludas", "vid.pieteicejs", "/aktivitates/{draft}/labot", _hand_over),
    Screen("aktivitate", "vid.pieteicejs", "/aktivitates/{asked}"),
    Screen("aktivitate-kartite", "vid.pieteicejs", "/aktivitates/{asked}/kartite"),
    Screen("aktivitate-dokumenti", "vid.pieteicejs", "/aktivitates/{asked}/dokumenti"),
    Screen("aktivitate-saruna", "vid.pieteicejs", "/aktivitates/{asked}/saruna"),
    Screen("izzina", "varam.vaditajs", "/aktivitates/{approved}/izzina"),
    Screen("aktivitate-nosacijumi", "lja.pieteicejs", "/aktivitates/{obliged}/nosacijumi"),
    Screen("aktivitate-nosacijumi-parbaude", "km.loceklis", "/aktivitates/{obliged}/nosacijumi"),
    Screen("nosacijumi", "lja.pieteicejs", "/nosacijumi"),
    Screen("vesture", "vid.pieteicejs", "/aktivitates/{asked}/vesture"),
    Screen("aktivitate-ietekme", "varam.vaditajs", "/aktivitates/{worked}/ietekme"),
    Screen("aktivitate-likvidacija", "varam.vaditajs", "/aktivitates/{ending}/ietekme"),
    Screen("logi", "varam.vaditajs", "/aktivitates/{worked}/logi"),
    Screen("logs-jauns", "vid.pieteicejs", "/aktivitates/{draft}/logi/jauns"),
    Screen("kalendars", "varam.vaditajs", "/kalendars?menesis={month}"),
    Screen("moratorijs-jauns", "vid.kontrolieris", "/kalendars/moratoriji/jauns"),
    Screen("parskats", "varam.vaditajs", "/parskats"),
    Screen("cab", "varam.loceklis", "/cab"),
    Screen("cab-apspriezamas", "aim.loceklis", "/cab/apspriezamas"),
    Screen("cab-mani", "varam.loceklis", "/cab/mani"),
    Screen("atzinums", "varam.loceklis", "/aktivitates/{asked}/atzinums?choice=object"),
    Screen("atzinums-nosacijums", "varam.loceklis", "/aktivitates/{asked}/atzinums", _oblige),
    Screen("cab-aizvietoju", "vzd.aizvietotajs", "/cab/aizvietoju"),
    Screen("aizvietosana", "vzd.loceklis", "/aizvietosana"),
    Screen("aizvietosana-iestade", "vid.administrators", "/aizvietosana/iestade"),
    Screen("lemumi", "varam.vaditajs", "/cab/lemumi"),
    Screen("cab-visas-apspriezamas", "varam.vaditajs", "/cab/apspriezamas/visas"),
    Screen("sedes", "varam.vaditajs", "/cab/sedes"),
    Screen("sede-jauna", "varam.vaditajs", "/cab/sedes/jauna"),
    Screen("sede", "varam.vaditajs", "/cab/sedes/{meeting}"),
    Screen("sede-labot", "varam.vaditajs", "/cab/sedes/{meeting}/labot"),
    Screen("sede-atcelt", "varam.vaditajs", "/cab/sedes/{meeting}/atcelt"),
    Screen("sede-uzaicinata", "dvi.loceklis", "/cab/sedes/{meeting}"),
    Screen("lemumi-kopa", "varam.vaditajs", "/cab/lemumi/kopa?approve={undisputed}"),
    Screen("lemums", "varam.vaditajs", "/aktivitates/{decide}/lemums"),
    Screen("lemums-pienemts", "varam.vaditajs", "/aktivitates/{approved}"),
    Screen("darbdienas", "admin", "/darbdienas?gads=2026"),
    Screen("darbdiena-labot", "admin", "/darbdienas/labot?" + FREE_DAY),
    Screen("noteikumi", "admin", "/parvaldiba/noteikumi"),
    Screen("noteikumu-kopa", "admin", "/parvaldiba/noteikumi/mk368-architect"),
    Screen("noteikumu-salidzinajums", "admin", "/parvaldiba/noteikumi/draft?ar=mk368-2023"),
    Screen("noteikumi-kluda", "admin", "/parvaldiba/noteikumi", _upload_faulty),
    Screen("simulacija", "admin", "/parvaldiba/noteikumi/simulacijas/{simulation}"),
    Screen("simulacija-gaita", "admin", "/parvaldiba/noteikumi/simulacijas/{running}"),
    Screen("resursi", "vid.pieteicejs", "/resursi"),
    Screen("resurss", "vid.pieteicejs", "/resursi/EDS"),
    Screen("iestade", "vid.pieteicejs", "/iestades/VID"),
    Screen("lietotaji", "vid.administrators", "/lietotaji"),
    Screen("lietotaji-visi", "admin", "/lietotaji"),
    Screen("lietotajs-jauns", "vid.administrators", "/lietotaji/add"),
    Screen("lietotajs", "vid.administrators", "/lietotaji/show/{person}"),
    Screen("lietotajs-labot", "vid.administrators", "/lietotaji/edit/{person}"),
    Screen("lietotajs-slegt", "admin", "/lietotaji/slegt/{head}"),
    Screen("konta-notikumi", "vid.administrators", "/lietotaji/notikumi"),
    Screen("konta-notikumi-visi", "admin", "/lietotaji/notikumi?action=signed_in"),
    Screen("atslega-jauna", "vid.administrators", "/lietotaji/atslegas/jauna"),
    Screen("atslega-izveidota", "vid.administrators", "/lietotaji/atslegas/jauna", _make_key),
    Screen("atslegas", "vid.administrators", "/lietotaji/atslegas"),
    Screen("profils", "vid.pieteicejs", "/profils"),
    Screen("profils-parole", "vid.pieteicejs", "/profils/parole"),
    Screen("otrais-faktors", "vid.pieteicejs", "/profils/otrais-faktors"),
    Screen("kods", "pmlp.kontrolieris", "/login/kods", _up_to_the_code),
    Screen("parvaldiba", "admin", "/parvaldiba"),
    Screen("pieprasijumi", "admin", "/parvaldiba/pieprasijumi"),
    Screen("iestades", "admin", "/iestades"),
    Screen("atkaribas", "admin", "/atkaribas"),
    Screen("principi", "admin", "/principi"),
    Screen("pazinojumi", "admin", "/pazinojumi/list/"),
    Screen("notikumi", "admin", "/notikumi"),
    Screen("kluda-404", "vid.pieteicejs", "/aktivitates/AA-2000-000001"),
)
