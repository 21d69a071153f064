"""Documents as programs send them."""

from urllib3 import encode_multipart_formdata

from tests.helpers.files import PDF


def attach(caller, journey, *, content=PDF, name="apraksts.pdf", title="Apraksts", **fields):
    """Send a document; None leaves a part out."""
    sent = {"title": title, **fields}
    form = {field: value for field, value in sent.items() if value is not None}
    if content is not None:
        form["file"] = (name, content, "application/octet-stream")
    body, kind = encode_multipart_formdata(form)
    url = f"/api/v1{journey.path}/attachments"
    return caller.client.post(url, data=body, content_type=kind, headers=caller.headers)


def added(caller, journey, **more):
    """Send a document that is taken; return its id."""
    answer = attach(caller, journey, **more)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def withdraw(caller, key, comment="Novecojis."):
    return caller.post(f"/attachments/{key}/actions/withdraw", {"comment": comment})
