"""Every address of the application, with its parts filled in by a table written by hand."""

import io
import re
import zipfile
from itertools import product

from werkzeug.routing import AnyConverter

from tests.walls import hidden
from views.middleware.gate import PUBLIC

# What a part of an address means, by the class that answers and the name of the part: a thing of
# tests/walls/hidden.py, or "open" for what everybody signed in may look at. A route that is not in
# this table fails the walk: decide what it names before it goes out.
NAMES = {
    **{
        (view, "number"): "number"
        for view in (
            "ActivityActions",
            "ActivityForm",
            "ActivityPage",
            "AnswersPage",
            "DecisionPage",
            "DiscardPage",
            "DraftingPage",
            "DiscussionPage",
            "DocumentPage",
            "ImpactTab",
            "WindowPage",
            "IzzinaPage",
            "ProofPage",
            "ObligationPage",
            "OpinionPage",
            "RemindingPage",
            "SuggestedPage",
            "WithdrawalPage",
        )
    },
    **{
        (view, "key"): "card"
        for view in (
            "ActionApi",
            "ActivityApi",
            "AttachmentApi",
            "CardObligationApi",
            "CardWindowApi",
            "DiscussionApi",
            "ProofApi",
            "RemarkApi",
            "VoteApi",
        )
    },
    **{(view, "key"): "attachment" for view in ("DocumentApi", "DocumentPage")},
    **{(view, "key"): "obligation" for view in ("ObligationApi", "ObligationPage")},
    **{(view, "key"): "comment" for view in ("CommentApi", "DiscussionPage")},
    ("MeetingApi", "key"): "meeting",
    ("MeetingApi", "action"): "word",
    ("MeetingPage", "number"): "meeting number",
    ("MeetingPage", "name"): "word",
    ("DraftingPage", "word"): "word",
    **{(view, "pk"): "account" for view in ("AccountClosing", "AccountForm", "FactorResetPage", "UserView")},
    **{(view, "key"): "substitution" for view in ("SubstitutionApi", "SubstitutionPage")},
    ("AdministratorRequestView", "pk"): "request",
    ("IdentityPage", "pk"): "identity",
    ("KeyPage", "uuid"): "key",
    ("NoNeedPage", "number"): "kept",
    ("NotificationView", "pk"): "notification",
    ("PasswordLinkPage", "token"): "link",
    **{(view, "action"): "word" for view in ("ActionApi", "ObligationApi")},
    **{(view, "name"): "word" for view in ("ActivityActions", "ObligationPage")},
    **{
        (view, "pk"): "open"
        for view in (
            "DependencyView",
            "DomainView",
            "InstitutionView",
            "PrincipleListView",
            "PrincipleView",
            "ResourceView",
        )
    },
    **{
        (view, "code"): "open"
        for view in (
            *(
                "ImpactPage",
                "InstitutionApi",
                "InstitutionPage",
                "ResourceApi",
                "ResourceKeepingPage",
                "ResourcePage",
            ),
            *("RuleSetPage", "RuleSetText"),
        )
    },
    ("InstitutionPage", "code"): "institution",
    **{(view, "key"): "window" for view in ("WindowApi", "WindowPage")},
    **{
        (view, "key"): "open"
        for view in ("BlackoutApi", "CalendarOfWorkPage", "DependencyApi", "DependencyPage")
    },
    ("DependencyApi", "action"): "word",
    ("DependencyPage", "name"): "word",
    ("RuleSetPage", "start_id"): "open",
    **{("SimulationPage", part): "open" for part in ("code", "pk")},
    ("KeptTextApi", "code"): "kept text",
    ("ReportApi", "code"): "open",
    ("OverviewPage", "name"): "word",
    ("static", "filename"): "open",
}
OPEN = {"pk": "1", "key": "1", "code": "EDS", "filename": "favicon.svg", "start_id": "1"}
ASKED = {"institution": "FM"}  # everybody looks at it; of what it is asked, strangers see nothing
WORDS = ("submit", "decide", "withdraw", "start", "report", "release")
# Forms about the walker's own session: one ends it, one begins another. A form of the public is walked.
OWN = {
    "PreferencesPage.sign_out",
    "SecondStep.code",
    "SessionPage.end",
    "SessionPage.end_others",
    "SessionPage.forget",
    "SignIn.login",
    "SingleSignOn.begin",
    "TokenApi.login",
    "TokenApi.refresh",
}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# So many endpoints take each method at least: a walk that reaches fewer has lost its way.
FEWEST = {"GET": 100, "POST": 70, "PUT": 1, "PATCH": 0, "DELETE": 0}


def parts(app):
    """Yield (class, part) of every part that varies in an address."""
    for rule in app.url_map.iter_rules():
        for part in rule.arguments:
            yield rule.endpoint.partition(".")[0], part


def endpoints(app, *methods):
    """Return (method, endpoint) of all that a walk has to reach, counted from the map of addresses itself."""
    found = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in methods
        if method in rule.methods and rule.endpoint not in OWN
    }
    assert len(found) >= sum(FEWEST[method] for method in methods)
    return found


def addresses(app, method, things):
    """Yield (address, endpoint, name of the thing it names) of every route that takes the method."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint in OWN:
            continue
        named = {part: NAMES[rule.endpoint.partition(".")[0], part] for part in rule.arguments}
        thing = next((name for name in named.values() if name in things), None)
        for values in _filled(rule, named, things):
            yield adapter.build(rule.endpoint, values, method=method), rule.endpoint, thing


def _filled(rule, named, things):
    choices = {}
    for part, name in named.items():
        known = rule._converters.get(part)
        words = sorted(known.items) if isinstance(known, AnyConverter) else WORDS
        choices[part] = (
            words if name == "word" else [OPEN[part] if name == "open" else {**ASKED, **things}[name]]
        )
    for values in product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def forged(things, **more):
    """Return a form that names the hidden things under every name that a form of ours may use."""
    return {
        "pk": things["account"],
        "id": things["notification"],
        "rowid": things["card"],
        "key": things["key"],
        "approve": things["number"],
        "activity": things["number"],
        "amends": things["number"],
        "substitute": things["account"],
        "principal": things["account"],
        "account": things["account"],
        "colleague": things["account"],
        "user": things["account"],
        "user_id": things["account"],
        "institution": hidden.HOLDER,
        "institution_id": "1",
        "holder": hidden.HOLDER,
        "username": hidden.PERSON,
        "email": f"{hidden.PERSON}@virsis.example",
        "roles": "admin",
        "role": "change_controller",
        "from_on": "2099-01-01",
        "until_on": "2099-01-02",
        "kind": "csv",
        "revision": "1",
        "seen": "1",
        "action": "submit",
        "choice": "approve",
        "outcome": "approve",
        "confirmed": "1",
        "comment": "Nē.",
        "reasoning": "Nē.",
        "reason": "Nē.",
        "text": "Nē.",
        "title": "Nē.",
        "reply_to": things["comment"],
        "attachment": things["attachment"],
        "due_on": "2099-01-01",
        "replaces": things["attachment"],
        "verified": "1",
        "typed": hidden.PERSON,
        "password": "Gara-parole-2026-x",
        "q": hidden.SECRET,
        **more,
    }


def said(answer):
    """Return all the text of an answer, also of what is packed in a file."""
    data = answer.get_data()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "replace")


def steady(text):
    """Return a page without what differs each time: tokens, keys of requests, moments."""
    text = re.sub(r'(?:name="csrf_token"[^>]*value|content|value)="[\w.-]{32,}"', "", text)
    return re.sub(r"\b[0-9a-f]{32}\b|\b[0-9a-f-]{36}\b|\b\d\d[.:]\d\d\b", "", text)


def is_public(endpoint):
    """Whether strangers who have not signed in may come here."""
    return endpoint in PUBLIC
