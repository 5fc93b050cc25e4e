"""``record``: attach a loss to a trainer and write the run into a trace, in one line."""

from __future__ import annotations

import importlib.metadata
import os
from typing import Any, Dict, Mapping, Optional, Sequence, Union

from .attachment import Attachment, attach
from .loading import TrainingRows
from .manifest import merged
from .recorder import Recorder


def record(
    trainer: Any,
    loss: Any,
    rows: TrainingRows,
    folder: Union[str, os.PathLike],
    *,
    policy: Optional[Mapping[str, Any]] = None,
    extra: Sequence[str] = (),
    manifest: Optional[Mapping[str, Any]] = None,
) -> Attachment:
    """``attach(trainer, loss)`` with a ``Recorder`` that knows ``rows`` and writes ``<run>.cstrace`` as the training goes.

    Call it on every rank. ``policy``: see ``Recorder``; by default 2,000 samples at each step and each 20th step whole.
    ``extra``: ``"entropy"``, ``"gnorm"``, also recorded of each token. ``manifest``: what is to stand there beside what is
    known here (``run.name``, ``run.hardware``, ``note``, …). A folder that holds a run already goes on as a new attempt."""
    limit = getattr(trainer.args, "max_length", None)
    longest = max(len(table.ids) for table in rows.tables)
    if isinstance(limit, int) and limit < longest:
        raise ValueError(
            f"The trainer cuts rows to max_length={limit}, and the longest has {longest} tokens: what it trains would be no row that is known. "
            f"Give both the same limit: load_rows(..., max_length={limit})."
        )
    accelerator = getattr(trainer, "accelerator", None)
    world, rank = int(getattr(accelerator, "num_processes", 1)), int(getattr(accelerator, "process_index", 0))
    said = merged(_known(trainer, loss, rows), manifest or {})
    options: Dict[str, Any] = {"world_size": world, "policy": policy, "manifest": said, "extra": extra}
    if world == 1:
        recorder = Recorder(folder, **options)
        recorder.add_renders(rows.tables)
    else:
        recorder = _over_ranks(folder, rank, rows, options)
    try:
        return attach(trainer, loss, recorder)
    except Exception:
        recorder.close()
        raise


def _over_ranks(folder: Any, rank: int, rows: TrainingRows, options: Dict[str, Any]) -> Recorder:
    """Rank 0 begins and writes the renders; the others take its attempt and find them there."""
    from torch import distributed

    attempt = [None]
    recorder = None
    if rank == 0:
        recorder = Recorder(folder, rank=0, **options)
        recorder.add_renders(rows.tables, shared=True)
        recorder.flush()
        attempt = [recorder.attempt]
    distributed.broadcast_object_list(attempt, src=0)
    if recorder is None:
        recorder = Recorder(folder, rank=rank, attempt=attempt[0], **options)
        recorder.add_renders(rows.tables, shared=True)
    return recorder


def _known(trainer: Any, loss: Any, rows: TrainingRows) -> Dict[str, Any]:
    """The manifest, as far as trainer, loss and rows tell it."""
    config = getattr(getattr(trainer, "model", None), "config", None)
    name = str(getattr(config, "_name_or_path", "") or "")
    framework = next((word for word in ("trl", "transformers") if any(word in kind.__module__.split(".") for kind in type(trainer).__mro__)), None)
    versions = {}
    for package in ("torch", "transformers", "trl", "callsmith-trainer"):
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "run": {"framework": {"name": framework, "version": versions.get(framework or ""), "trainer": type(trainer).__name__}, "versions": versions},
        "model": {"name": os.path.basename(os.path.normpath(name)) if name else type(getattr(trainer, "model", None)).__name__},
        "loss": loss.describe(),
        **rows.entries,
    }
