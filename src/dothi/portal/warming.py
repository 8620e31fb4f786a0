"""Making ready, while a web process starts, what its first look-up would otherwise wait for."""

from __future__ import annotations

import logging
import threading

from dothi.base.errors import UnusableError
from dothi.registry.land.asked import ground

logger = logging.getLogger(__name__)


def warm() -> None:
    """Read the province's ground and the law; a workspace without a province has none to read."""
    try:
        ground()
    except UnusableError as error:
        logger.info("Nothing to make ready: %s", error)


def warm_in_background() -> threading.Thread:
    """Do so beside the first requests, which need not wait for it."""
    thread = threading.Thread(target=warm, name="warming", daemon=True)
    thread.start()
    return thread
