"""Pictures of every screen in var/screens/: `make screens`; of some: `python -m scripts.screens NAME …`."""

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pyotp import TOTP
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.security.one_time import digest, lifetime
from app.seeds.accounts import DEMO_PAROLE
from app.visibility import seeing_everything
from models import AccountLink, Activity, Requirement, Round, User
from rules.account.access import LinkPurpose
from rules.vocabulary import Choice, Kind, Status
from scripts import shown
from tests.browser import chromium
from tests.browser.live import demo_app, served
from tests.helpers.simulated import DRAFT, simulation, under_way

FOLDER = shown.ROOT / "var" / "screens"
SIZES = {1280: 900, 390: 844}  # width of the screen, and the height it has at least
AFTER_APPROVAL = (Status.approved, Status.in_progress, Status.completed)
NEED_ANSWERS = (  # a development that affects others
    "kind=development&new_system=false&functionality=false&architecture=true&infrastructure=false&others=true"
    "&holder=VID&resource=EDS&used=FPR"
)
NO_ANSWERS = (
    "kind=maintenance&new_system=false&functionality=false&architecture=false&infrastructure=false"
    "&others=false&holder=VID&resource=EDS"
)
FREE_DAY = "working=false&source=Ministru+kabineta+r%C4%ABkojums&day="
TALLEST = 2400  # pixels; what is longer is cut off


class Screen(NamedTuple):
    """A page, who looks at it, and what they did before the picture."""

    name: str
    person: str | None
    address: str
    before: Callable[[Page], None] = lambda page: None


def main(names: list[str]) -> None:
    """Start a demo of its own, visit pages as somebody who works with them, and keep what they see.

    Without names it takes every page, and pictures of pages that are no more go. Those that documents show
    are renewed in docs/screens/ too.
    """
    with TemporaryDirectory(prefix="virsis-screens-") as folder, sync_playwright() as playwright:
        app = demo_app(Path(folder))
        browser = playwright.chromium.launch(**chromium.launch_args())
        with served(app) as site:
            every = screens(numbers(app))
            FOLDER.mkdir(parents=True, exist_ok=True)
            if not names:
                _forget_pictures()
            _take(browser, site, [one for one in every if not names or one.name in names])
        browser.close()
    _renew_shown()


def numbers(app: Flask) -> dict[str, str]:
    """Return the numbers of the activities that have something to show."""
    with app.app_context(), seeing_everything():
        found = select(Activity.number).order_by(Activity.number.desc())
        vid = found.join(Activity.holder).where(Activity.holder.has(code="VID"))
        asked = Activity.status == Status.in_approval
        objected = Activity.rounds.any(Round.requirements.any(Requirement.choice == Choice.object))
        wanted = {
            "asked": vid.where(asked, Activity.kind == Kind.development),
            "draft": vid.where(Activity.status.in_((Status.draft, Status.returned))),
            "decide": found.where(Activity.status == Status.awaiting_decision, objected),
            "approved": found.where(Activity.status.in_(AFTER_APPROVAL), objected),
        }
        people = {"person": "vid.pieteicejs", "head": "varam.vaditajs"}
        keys = {name: _key_of(username) for name, username in people.items()}
        found_numbers = {name: db.session.scalars(query).first() or "" for name, query in wanted.items()}
        return found_numbers | keys | {"link": _link(), "simulation": simulation(), "running": under_way()}


def _key_of(username: str) -> str:
    return str(db.session.scalars(select(User.id).where(User.username == username)).one())


def _link() -> str:
    """Return the token of a link to set a password; the first call makes the link."""
    made = "pictured"
    if db.session.scalar(select(AccountLink.id).where(AccountLink.token_hash == digest(made))) is None:
        person = db.session.scalars(select(User).where(User.username == "pmlp.pieteicejs")).one()
        until = now() + lifetime(LinkPurpose.invitation)
        link = AccountLink(
            user=person,
            purpose=LinkPurpose.invitation,
            token_hash=digest(made),
            created_at=now(),
            expires_at=until,
        )
        db.session.add(link)
        db.session.commit()
    return made


def screens(number: dict[str, str]) -> list[Screen]:
    """Return every screen, with an activity that suits it."""
    card = {name: f"/aktivitates/{one}" for name, one in number.items()}
    return [
        Screen("ieeja", None, "/"),
        Screen("parole", None, f"/parole/{number['link']}"),
        Screen("parole-kludas", None, f"/parole/{number['link']}", _weak_password),
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
        Screen("kartite", "vid.pieteicejs", card["draft"] + "/labot"),
        Screen("kartite-kludas", "vid.pieteicejs", card["draft"] + "/labot", _hand_over),
        Screen("aktivitate", "vid.pieteicejs", card["asked"]),
        Screen("aktivitate-kartite", "vid.pieteicejs", card["asked"] + "/kartite"),
        Screen("vesture", "vid.pieteicejs", card["asked"] + "/vesture"),
        Screen("cab", "varam.loceklis", "/cab"),
        Screen("cab-apspriezamas", "aim.loceklis", "/cab/apspriezamas"),
        Screen("cab-mani", "varam.loceklis", "/cab/mani"),
        Screen("atzinums", "varam.loceklis", card["asked"] + "/atzinums?choice=object"),
        Screen("cab-aizvietoju", "vzd.aizvietotajs", "/cab/aizvietoju"),
        Screen("aizvietosana", "vzd.loceklis", "/aizvietosana"),
        Screen("aizvietosana-iestade", "vid.administrators", "/aizvietosana/iestade"),
        Screen("lemumi", "varam.vaditajs", "/cab/lemumi"),
        Screen("lemums", "varam.vaditajs", card["decide"] + "/lemums"),
        Screen("lemums-pienemts", "varam.vaditajs", card["approved"]),
        Screen("darbdienas", "admin", "/darbdienas?gads=2026"),
        Screen("darbdiena-labot", "admin", f"/darbdienas/labot?{FREE_DAY}{today() + timedelta(days=3)}"),
        Screen("noteikumi", "admin", "/parvaldiba/noteikumi"),
        Screen("noteikumu-kopa", "admin", "/parvaldiba/noteikumi/mk368-architect"),
        Screen("noteikumu-salidzinajums", "admin", "/parvaldiba/noteikumi/draft?ar=mk368-2023"),
        Screen("noteikumi-kluda", "admin", "/parvaldiba/noteikumi", _upload_faulty),
        Screen("simulacija", "admin", f"/parvaldiba/noteikumi/simulacijas/{number['simulation']}"),
        Screen("simulacija-gaita", "admin", f"/parvaldiba/noteikumi/simulacijas/{number['running']}"),
        Screen("resursi", "vid.pieteicejs", "/resursi"),
        Screen("resurss", "vid.pieteicejs", "/resursi/EDS"),
        Screen("lietotaji", "vid.administrators", "/lietotaji"),
        Screen("lietotaji-visi", "admin", "/lietotaji"),
        Screen("lietotajs-jauns", "vid.administrators", "/lietotaji/add"),
        Screen("lietotajs", "vid.administrators", f"/lietotaji/show/{number['person']}"),
        Screen("lietotajs-labot", "vid.administrators", f"/lietotaji/edit/{number['person']}"),
        Screen("lietotajs-slegt", "admin", f"/lietotaji/slegt/{number['head']}"),
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
    ]


def _forget_pictures() -> None:
    for old in FOLDER.glob("*.png"):
        old.unlink()


def _renew_shown() -> None:
    for name in shown.names():
        if (FOLDER / name).exists():
            shutil.copyfile(FOLDER / name, shown.FOLDER / name)


def _take(browser: Browser, site: str, wanted: list[Screen]) -> None:
    people: dict[str | None, Page] = {}
    for screen in wanted:
        if screen.person not in people:
            people[screen.person] = _page_of(browser, site, screen.person)
        for width, height in SIZES.items():
            _picture(people[screen.person], screen, width, height)
    size = sum(one.stat().st_size for one in FOLDER.glob("*.png")) / 1e6
    print(f"{len(wanted) * len(SIZES)} pictures, {size:.1f} MB, in {FOLDER}")


def _page_of(browser: Browser, site: str, person: str | None) -> Page:
    """Return a page of a browser of its own in which this person has signed in."""
    context = browser.new_context(base_url=site, locale="lv-LV", reduced_motion="reduce")
    page = context.new_page()
    if person:
        page.goto("/")
        page.fill("#username", person)
        page.fill("#password", DEMO_PAROLE)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/darbi")
    return page


def _picture(page: Page, screen: Screen, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(screen.address)
    if answer is None or answer.status not in (200, 404):
        raise SystemExit(f"{screen.address} answers {answer and answer.status}")
    screen.before(page)
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    # Bars that stick to the screen would cover the middle of a long page: the screen is made as tall.
    page.set_viewport_size({"width": width, "height": min(max(whole, height), TALLEST)})
    taken = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    _compact(taken.convert("RGB")).save(FOLDER / f"{screen.name}-{width}.png", optimize=True)


def _compact(picture: Image.Image) -> Image.Image:
    """Return the picture in 256 colours, a third of the size: the commonest ones, and a spread of all."""
    common = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)[:128]
    spread = picture.quantize(128, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in common for part in colour] + spread[:384])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


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


if __name__ == "__main__":
    main(sys.argv[1:])
