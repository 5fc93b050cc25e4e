"""Where the samples of a batch lie and what each of their targets counts as."""

from dataclasses import dataclass
from typing import Optional

import torch

#: Kinds of targets: not trained on, thought, result.
NONE, THINK, RESULT = 0, 1, 2

#: Segment codes that a label can carry (4 bits).
CODES = 16


class Layout:
    """Kinds (0 none, 1 thought, 2 result) and sample numbers of a batch's targets, with the samples' counts."""

    def __init__(self, segments, position_ids, table):
        rows, length = segments.shape
        kind = table.to(segments.device)[segments.clamp(0, CODES - 1)]
        border = torch.zeros_like(segments, dtype=torch.bool)
        if position_ids is not None:
            if position_ids.dim() == 3:
                position_ids = position_ids[0]
            border |= position_ids.to(segments.device).expand(rows, length) == 0
            self.size = rows * length
        else:
            self.size = rows
        border[:, 0] = True
        # What stands first in a row or in a packed sample is predicted by nothing of its own.
        self.kind = kind.masked_fill(border, NONE)
        self.border = border
        self.sample = (border.reshape(-1).cumsum(0) - 1).reshape(rows, length)
        flat_kind, flat_sample = self.kind.reshape(-1), self.sample.reshape(-1)
        zeros = torch.zeros(self.size, dtype=torch.int64, device=segments.device)
        self.n_think = zeros.index_add(0, flat_sample, (flat_kind == THINK).long())
        self.n_result = zeros.index_add(0, flat_sample, (flat_kind == RESULT).long())

    def kept(self, missing):
        """Which samples count: those with both segments (``skip``) or with any (``renorm``)."""
        if missing == "skip":
            return (self.n_think > 0) & (self.n_result > 0)
        return (self.n_think > 0) | (self.n_result > 0)


@dataclass
class Staged:
    """A batch whose labels have been decoded and whose forward pass is still to come."""

    segments: torch.Tensor
    layout: Layout
    input_ids: Optional[torch.Tensor]
    attention_mask: Optional[torch.Tensor]
