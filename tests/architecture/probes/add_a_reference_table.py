"""The new table, on its generated screens."""

from tests.helpers.people import Browser, browser_of

TYPED = {"name": "Zemitāni", "town": "Rīga"}


def look(app, tell):
    """Add, list, correct and delete a row; look who else may."""
    admin, other = browser_of(app, "admin"), browser_of(app, "vid.pieteicejs")
    tell("the administrator finds it", 'href="/datu-centri"' in admin.get("/parvaldiba").text)
    form = admin.get("/datu-centri/add").text
    tell(
        "the form asks in Latvian", all(one in form for one in ("Datu centra nosaukums", "Kur tas atrodas."))
    )
    added = admin.post("/datu-centri/add", TYPED)
    rows = admin.get("/datu-centri").text
    tell("a row is added and listed", added.status_code == 302 and "Zemitāni" in rows and "Pilsēta" in rows)
    twice = admin.post("/datu-centri/add", TYPED).text
    tell("the same name twice is refused", 'value="Zemitāni"' in twice)
    admin.post("/datu-centri/edit/1", {**TYPED, "town": "Rēzekne"})
    tell("a row is corrected", "Rēzekne" in admin.get("/datu-centri").text)
    reached = [other.get(one).status_code for one in ("/datu-centri", "/datu-centri/add")]
    tell("nobody else opens it", reached == [403, 403])
    written = [other.post(one, TYPED).status_code for one in ("/datu-centri/add", "/datu-centri/delete/1")]
    tell("nobody else writes", written == [403, 403] and "Rēzekne" in admin.get("/datu-centri").text)
    visitor = Browser(app).get("/datu-centri")
    tell("visitors have to sign in", visitor.status_code == 302 and "/login/" in visitor.location)
