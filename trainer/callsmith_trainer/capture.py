"""Keeps what a recorder wants to know about each sample, without making the device wait."""

import torch
import torch.nn.functional as F

from .targets import NONE, RESULT, THINK
from .transfer import HostCopy

#: Tokens whose log-probabilities are computed at a time where only a recorder wants them (bounds the memory used).
CHUNK = 2048

#: Further values of a token that can be kept: the entropy of the prediction in nats, and the length of the loss's gradient
#: by the logits, ‖p − onehot‖₂ = √(1 − 2p_y + Σp²), before the token's weight.
EXTRA = ("entropy", "gnorm")


class Captured:
    """The samples of a window, on their way to the host."""

    def __init__(self, extra=()):
        unknown = sorted(set(extra) - set(EXTRA))
        if unknown:
            raise ValueError(f"{', '.join(unknown)} cannot be recorded of a token: use {' or '.join(EXTRA)}.")
        self._extra = tuple(extra)
        self._captured = []

    def keep(self, staged, logits, mask, nll, alpha):
        """Keeps one micro-batch. ``logits`` [rows, length, vocabulary]; ``mask`` marks the trained targets in [:, 1:],
        ``nll`` has their losses in order."""
        ids = staged.input_ids
        if ids is None or ids.shape != staged.segments.shape:
            raise ValueError("batches carry no input_ids beside their labels")
        layout, attention = staged.layout, staged.attention_mask
        padded = attention is not None and attention.shape == ids.shape
        real = attention.bool() if padded else torch.ones_like(ids, dtype=torch.bool)
        logprobs = torch.zeros(ids.shape, dtype=torch.float32, device=nll.device)
        logprobs[:, 1:][mask] = -nll.float()
        # Targets behind a sample's first supervised one that are not trained on themselves, such as tool results.
        seen = (layout.kind != NONE).reshape(-1).cumsum(0)
        before = torch.where(layout.border.reshape(-1), seen, torch.zeros_like(seen)).cummax(0).values
        inside = (seen > before).reshape(ids.shape)
        inside = inside[:, 1:] & ~mask & real[:, 1:] & ~layout.border[:, 1:]
        rows, columns = inside.nonzero(as_tuple=True)
        with torch.no_grad():
            for start in range(0, len(rows), CHUNK):
                r, c = rows[start : start + CHUNK], columns[start : start + CHUNK]
                logprobs[r, c + 1] = -F.cross_entropy(logits[r, c].float(), ids[r, c + 1], reduction="none")
        more = self._more(logits, ids, inside | mask) if self._extra else []
        copies = [HostCopy(t) for t in (ids, real, layout.kind, layout.sample, logprobs, *more)]
        self._captured.append((copies, alpha))

    def _more(self, logits, ids, wanted):
        """The further values of the targets that ``wanted`` marks in [:, 1:], in the shape of ``ids``, 0 elsewhere."""
        values = {name: torch.zeros(ids.shape, dtype=torch.float32, device=logits.device) for name in EXTRA}
        rows, columns = wanted.nonzero(as_tuple=True)
        with torch.no_grad():
            for start in range(0, len(rows), CHUNK):
                r, c = rows[start : start + CHUNK], columns[start : start + CHUNK]
                logp = logits[r, c].float().log_softmax(-1)
                p = logp.exp()
                hit = p.gather(1, ids[r, c + 1, None])[:, 0]
                values["entropy"][r, c + 1] = -(p * logp).sum(-1)
                values["gnorm"][r, c + 1] = (1 - 2 * hit + p.square().sum(-1)).clamp(min=0).sqrt()
        return [values[name] for name in self._extra]

    def take(self):
        """The samples of the window so far, as the dicts that a recorder's ``record_step`` takes, and forgets them.

        ``input_ids`` without padding; ``first_supervised`` the index of the first trained token; ``logprobs`` (nats) of
        all tokens from there to the end; ``n_think``, ``n_call`` token counts and ``loss_think``, ``loss_call`` segment
        means (0.0 where a segment is missing; call means the whole result); ``alpha`` of the window; and the further values
        that were asked for, as long as ``logprobs``.
        """
        captured, self._captured = self._captured, []
        rows = []
        for copies, alpha in captured:
            ids, real, kind, sample, logprobs, *more = (copy.numpy() for copy in copies)
            for r in range(len(ids)):
                for number in dict.fromkeys(sample[r].tolist()):
                    at = (sample[r] == number) & real[r]
                    row = _row_of(ids[r][at], kind[r][at], logprobs[r][at], alpha)
                    if row is not None:
                        first = row["first_supervised"]
                        row.update({name: values[r][at][first:].tolist() for name, values in zip(self._extra, more)})
                        rows.append(row)
        return rows


def _row_of(ids, kind, logprobs, alpha):
    """One sample's record, or None where nothing of it is supervised."""
    supervised = kind.nonzero()[0]
    if not len(supervised):
        return None
    first = int(supervised[0])
    think, result = kind == THINK, kind == RESULT
    return {
        "input_ids": ids.tolist(),
        "first_supervised": first,
        "logprobs": logprobs[first:].tolist(),
        "n_think": int(think.sum()),
        "n_call": int(result.sum()),
        "loss_think": float(-logprobs[think].mean()) if think.any() else 0.0,
        "loss_call": float(-logprobs[result].mean()) if result.any() else 0.0,
        "alpha": alpha,
    }
