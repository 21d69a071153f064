"""Pages as a browser reads them: white space says nothing at the edges of texts and inside of tags."""

import re


def squeezed(page: str) -> str:
    """Return a page with single spaces, and none beside a tag or at its end."""
    return re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", " ".join(page.split()))
