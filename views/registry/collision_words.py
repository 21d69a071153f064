"""What is said of something that a window meets."""

from flask_babel import gettext

from app.services.registry.collisions import Met
from views.words.labels import label


def collision_text(met: Met) -> str:
    """Return by what the two are tied, as one line: "BIS → VPM, uses its service"."""
    tied = " → ".join(met.path)
    if met.blackout is not None:
        reason = met.blackout.reason
        if met.blackout.resource is None:
            return gettext("No work on any resource: %(reason)s", reason=reason)
        return gettext("%(resources)s: no work: %(reason)s", resources=tied, reason=reason)
    if met.kind is not None:
        kind = label(met.kind)
        return f"{tied}, {kind[:1].lower()}{kind[1:]}"
    return gettext("The same resource: %(resource)s", resource=tied) if len(met.path) == 1 else tied
