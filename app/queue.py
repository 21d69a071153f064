"""The queue of the worker's planned tasks: a file of its own, or Redis where one is named."""

import logging
from collections.abc import Mapping
from sqlite3 import Error as SqliteError
from typing import Any

from flask import current_app
from huey import Huey, RedisHuey, SqliteHuey
from redis import RedisError

log = logging.getLogger(__name__)


def open_queue(config: Mapping[str, Any]) -> Huey:
    """Return the queue of an installation; each process opens its own."""
    if config["REDIS_URL"]:
        return RedisHuey("virsis", url=config["REDIS_URL"], results=False)
    return SqliteHuey("virsis", filename=str(config["QUEUE_FILE"]), results=False)


def queue_answers() -> bool:
    """Return whether the queue of the current application can be asked."""
    try:
        queue = open_queue(current_app.config)
        queue.pending_count()
        queue.storage.close()
    except (OSError, SqliteError, RedisError):
        log.exception("The queue does not answer")
        return False
    return True
