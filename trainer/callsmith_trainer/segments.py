"""A rendered sample as a table of tokens: which token belongs to the thought, the call, the answer.

A token that covers characters of several segments gets the one of highest priority: call, answer, think, struct, tool,
other, prompt (``boundary: "call-first"``), and is marked as straddling."""

from __future__ import annotations

import hashlib
import sys
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .labels import PROMPT, THINK

#: Bits of a token's segment code that hold the segment.
CODE_BITS = 0x7F
#: Bit of a token's segment code that says that the token covers characters of several segments.
STRADDLE = 0x80
#: Flags of a render: tokens were cut off; rows are packed; offsets come from the strings of the tokens.
TRUNCATED, PACKED, REBUILT = 1, 2, 4

# Rank of each code when a token covers several; the highest wins.
_RANK = np.array([0, 4, 6, 5, 3, 2, 1], dtype=np.uint8)
_CODE_OF_RANK = np.argsort(_RANK).astype(np.uint8)


@dataclass
class SegmentTable:
    """A rendered sample as tokens. All arrays have one value per token.

    ``starts`` and ``lens``: UTF-16 offset in ``text`` and length; ``segments``: code, with ``STRADDLE`` set where the
    token covers several; ``turns``: index of the assistant message that the token belongs to, or -1; ``labels``:
    ``id | segment << 24`` where supervised, else -100 (the first token is never a target). ``first_supervised``: index of
    the first token with a label, or the number of tokens. ``flags``: ``TRUNCATED``, ``REBUILT``. ``meta``: what a trace
    keeps about the row; ``meta["map"]`` holds ``[pointer, field_start, text_start, length]`` in UTF-16 units for text that
    stands in the render as it stands in the record, with the length in the record as a fifth value where they differ."""

    text: str
    ids: np.ndarray
    starts: np.ndarray
    lens: np.ndarray
    segments: np.ndarray
    turns: np.ndarray
    labels: np.ndarray
    first_supervised: int
    flags: int
    line_sha: str
    content_sha: Optional[str]
    meta: Dict[str, Any] = field(default_factory=dict)
    not_rendered: List[Tuple[int, str]] = field(default_factory=list)
    truncated_call: bool = False

    @property
    def key(self) -> bytes:
        """16 bytes that recognise the render in a batch, see ``render_key``."""
        return render_key(self.ids)

    def training_row(self) -> Dict[str, List[int]]:
        """``input_ids`` and encoded ``labels``, the two columns that trainers keep, of the row's length."""
        return {"input_ids": self.ids.tolist(), "labels": self.labels.tolist()}

    @property
    def n_think(self) -> int:
        """Supervised tokens of the thought."""
        return int(np.count_nonzero((self.labels >= 0) & ((self.labels >> 24) == THINK)))

    @property
    def n_call(self) -> int:
        """Supervised tokens of the result: call, answer and struct together (the N_f of the loss)."""
        return int(np.count_nonzero((self.labels >= 0) & ((self.labels >> 24) != THINK)))


def render_key(ids: Sequence[int]) -> bytes:
    """blake2b-128 over token ids as little-endian int32, padding left out: the same in every framework."""
    if isinstance(ids, list):
        # A fifth of the time that numpy takes to read a list, and a trainer hands over hundreds at each step.
        values = array("i", ids)
        if values.itemsize == 4:
            if sys.byteorder == "big":
                values.byteswap()
            return hashlib.blake2b(values.tobytes(), digest_size=16).digest()
    return hashlib.blake2b(np.asarray(ids).astype("<i4").tobytes(), digest_size=16).digest()


def segments_of_tokens(characters: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Segment codes of tokens from those of characters: the highest priority among the characters that a token covers
    (call > answer > think > struct > tool > other > prompt), with ``STRADDLE`` set where there is more than one."""
    if starts.size == 0:
        return np.zeros(0, dtype=np.uint8)
    ranks = np.concatenate((_RANK[characters], _RANK[[PROMPT]]))
    borders = np.stack((starts, ends), axis=1).reshape(-1)
    high = np.maximum.reduceat(ranks, borders)[::2]
    low = np.minimum.reduceat(ranks, borders)[::2]
    codes = _CODE_OF_RANK[high]
    return np.where((low != high) & (ends > starts), codes | STRADDLE, codes).astype(np.uint8)


def segment_at(table: SegmentTable, utf16_offset: int) -> int:
    """Segment code of the token at a UTF-16 offset of the rendered text, without the straddle bit."""
    at = bisect_right(table.starts.tolist(), utf16_offset) - 1
    return int(table.segments[max(at, 0)]) & CODE_BITS
