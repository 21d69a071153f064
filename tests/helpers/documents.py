"""Documents as programs send them."""

from urllib3 import encode_multipart_formdata

from tests.helpers.files import PDF


def attach(caller, journey, *, content=PDF, name="apraksts.pdf", title="Apraksts", **fields):
    """Send a document; None leaves a part out."""
    sent = {"title": title, **fields}
    form = {field: value for field, value in sent.items() if value is not None}
    if content is not None:
        form["file"] = (name, content, "application/octet-stream")
    url = f"/api/v1{journey.path}/attachments"
    return caller.client.post(url, **multipart(form), headers=caller.headers)


def multipart(form):
    """What a client of the tests sends for a form with files, which are (name, content) or (…, type)."""
    body, kind = encode_multipart_formdata(form)
    return {"data": body, "content_type": kind}


def added(caller, journey, **more):
    """Send a document that is taken; return its id."""
    answer = attach(caller, journey, **more)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def withdraw(caller, key, comment="Novecojis."):
    return caller.post(f"/attachments/{key}/actions/withdraw", {"comment": comment})
