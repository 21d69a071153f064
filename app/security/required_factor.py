"""Who must have a second factor: roles that the installation names."""

from flask import Flask, current_app

from rules.vocabulary import Role


def settle(app: Flask) -> None:
    """Refuse to start with a role that does not exist: a misspelt one would leave its people unprotected."""
    unknown = sorted(set(app.config["SECOND_FACTOR_ROLES"]) - {role.value for role in Role})
    if unknown:
        known = " ".join(role.value for role in Role)
        raise SystemExit(f"VIRSIS_SECOND_FACTOR_ROLES: no such role: {', '.join(unknown)}. Known: {known}.")


def is_required(roles: frozenset[Role]) -> bool:
    """Return whether one of these roles must have a second factor."""
    return not roles.isdisjoint(current_app.config["SECOND_FACTOR_ROLES"])
