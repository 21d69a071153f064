"""Pictures of every screen in var/screens/: `make screens`; of some: `python -m scripts.screens NAME …`."""

import shutil
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.security.one_time import digest, lifetime
from app.seeds.accounts import DEMO_PAROLE
from app.visibility import seeing_everything
from models import AccountLink, Activity, Meeting, Obligation, Requirement, Round, User, Window
from rules.account.access import LinkPurpose
from rules.meeting.words import MeetingStatus
from rules.obligation.words import ObligationState
from rules.vocabulary import Choice, Kind, RequirementState, Status
from scripts import shown
from scripts.screen_list import SCREENS, Screen
from tests.browser import chromium
from tests.browser.live import demo_app, served
from tests.helpers.simulated import simulation, under_way

FOLDER = shown.ROOT / "var" / "screens"
SIZES = {1280: 900, 390: 844}  # width of the screen, and the height it has at least
AFTER_APPROVAL = (Status.approved, Status.in_progress, Status.completed)
TALLEST = 2400  # pixels; what is longer is cut off


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


def screens(found: dict[str, str]) -> list[Screen]:
    """Return every screen, with what its address names."""
    return [one._replace(address=one.address.format(**found)) for one in SCREENS]


def numbers(app: Flask) -> dict[str, str]:
    """Return what the addresses name: activities that have something to show, accounts, a link, a day."""
    with app.app_context(), seeing_everything():
        found = select(Activity.number).order_by(Activity.number.desc())
        vid = found.join(Activity.holder).where(Activity.holder.has(code="VID"))
        asked = Activity.status == Status.in_approval
        objected = Activity.rounds.any(Round.requirements.any(Requirement.choice == Choice.object))
        silent = Activity.rounds.any(
            Round.requirements.any(Requirement.state == RequirementState.not_answered)
        )
        undisputed = (Activity.status == Status.awaiting_decision, ~objected, ~silent)
        wanted = {
            "undisputed": found.where(*undisputed),
            "asked": vid.where(asked, Activity.kind == Kind.development),
            "draft": vid.where(Activity.status.in_((Status.draft, Status.returned))),
            "decide": found.where(Activity.status == Status.awaiting_decision, objected),
            "obliged": found.where(Activity.obligations.any(Obligation.status == ObligationState.reported)),
            "worked": found.where(Activity.id.in_(select(Window.activity_id))),
            "ending": found.where(Activity.kind == Kind.liquidation, Activity.status == Status.in_progress),
            "approved": found.where(Activity.status.in_(AFTER_APPROVAL), objected),
        }
        wanted["meeting"] = select(Meeting.number).where(Meeting.status == MeetingStatus.invited)
        people = {"person": "vid.pieteicejs", "head": "varam.vaditajs"}
        keys = {name: _key_of(username) for name, username in people.items()}
        found_numbers = {name: db.session.scalars(query).first() or "" for name, query in wanted.items()}
        made = {"link": _link(), "simulation": simulation(), "running": under_way()}
        month = db.session.scalars(select(Window.starts_at).order_by(Window.id)).first() or now()
        days = {"day": f"{today() + timedelta(days=3)}", "month": f"{month:%Y-%m}"}
        return found_numbers | keys | made | days


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


if __name__ == "__main__":
    main(sys.argv[1:])
