"""What a trace says of itself: ``manifest.json``, and the names that it and the shards use."""

from __future__ import annotations

import math
from typing import Any, Dict, Mapping

from .canonical import IGNORED_KEYS
from .labels import SEGMENT_NAMES
from .policy import DEFAULT_POLICY

FORMAT = "callsmith-trace"
VERSION = "1.0"
#: Names of the columns of ``visit.scalars``. Losses are means of negative log-probabilities in nats.
SCALARS = ("n_think", "n_call", "loss_think", "loss_call", "alpha")
#: Further values of each token that a row may bring, recorded as ``tok.<name>``.
EXTRA = ("weight", "entropy", "gnorm")


def default_manifest() -> Dict[str, Any]:
    """A manifest with everything that is known without a run. Give ``Recorder`` what differs."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": None,
        "run": {"id": None, "name": None, "git": None, "host": None, "world_size": 1, "framework": {"name": None, "version": None}},
        "dataset": [],
        "identity": {"ignored_keys": sorted(IGNORED_KEYS)},
        "model": {"name": None},
        "tokenizer": {"name": None, "vocab_size": None, "sha256": None},
        "template": {"sha256": None, "name": None, "source": "original"},
        "offset_unit": "utf16",
        "boundary": "call-first",
        "segments": {str(code): name for code, name in enumerate(SEGMENT_NAMES)},
        "loss": {
            "kind": "ssb",
            "reduction": "sample",
            "missing": "renorm",
            "result": ["call", "answer", "struct"],
            "balance": {"mode": "fixed", "alpha0": 0.7, "bounds": [0.1, 0.9]},
        },
        "fields": {"visit.scalars": list(SCALARS), "extra": []},
        "policy": dict(DEFAULT_POLICY),
    }


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Dict[str, Any]:
    """``base`` with the values of ``over``, objects key by key, everything else as a whole."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, Mapping) else value
    return result


def finite(value: Any) -> Any:
    """A value as JSON has it: numbers that are not finite become null, numpy's and torch's become Python's."""
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
