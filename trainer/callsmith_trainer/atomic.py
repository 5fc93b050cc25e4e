"""Files that are there as a whole or not at all."""

from __future__ import annotations

import logging
import os
from typing import Any, Callable, Union

_LOG = logging.getLogger("callsmith_trainer.recorder")


def sync_folder(folder: Union[str, os.PathLike]) -> None:
    """Make renames inside a folder survive a power loss, where the system can do that for folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows does not open folders; its renames are journaled.
        return
    try:
        os.fsync(handle)
    except OSError as error:  # Some network file systems refuse; the files themselves are synced.
        _LOG.debug("folder not synced: %s", error)
    finally:
        os.close(handle)


def write_atomically(path: str, write: Callable[[Any], Any]) -> None:
    """Write a file under another name, sync it, and rename it to ``path``."""
    temporary = path + ".tmp"
    with open(temporary, "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(os.path.dirname(path))
