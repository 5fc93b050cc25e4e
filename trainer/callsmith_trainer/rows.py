"""Keeps what a recorder wants to know about each sample, without making the device wait."""

import torch
import torch.nn.functional as F

from .layout import NONE, RESULT, THINK

#: Tokens whose log-probabilities are computed at a time where only a recorder wants them (bounds the memory used).
CHUNK = 2048


class HostCopy:
    """A tensor on its way to the host: copied into pinned memory behind the work in flight, waited for when read."""

    def __init__(self, tensor):
        tensor = tensor.detach()
        self._event = None
        if tensor.is_cuda:
            self._host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
            self._host.copy_(tensor, non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record()
        else:
            self._host = tensor.cpu().clone() if tensor.device.type == "cpu" else tensor.cpu()

    def numpy(self):
        """The values as a numpy array, once they have arrived."""
        if self._event is not None:
            self._event.synchronize()
            self._event = None
        return self._host.numpy()


class Rows:
    """The samples of a window, on their way to the host."""

    def __init__(self):
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
        copies = [HostCopy(t) for t in (ids, real, layout.kind, layout.sample, logprobs)]
        self._captured.append((copies, alpha))

    def take(self):
        """The samples of the window so far, as the dicts that a recorder's ``record_step`` takes, and forgets them.

        ``input_ids`` without padding; ``first_supervised`` the index of the first trained token; ``logprobs`` (nats) of
        all tokens from there to the end; ``n_think``, ``n_call`` token counts and ``loss_think``, ``loss_call`` segment
        means (0.0 where a segment is missing; call means the whole result); ``alpha`` of the window.
        """
        captured, self._captured = self._captured, []
        rows = []
        for copies, alpha in captured:
            ids, real, kind, sample, logprobs = (copy.numpy() for copy in copies)
            for r in range(len(ids)):
                for number in dict.fromkeys(sample[r].tolist()):
                    at = (sample[r] == number) & real[r]
                    row = _row_of(ids[r][at], kind[r][at], logprobs[r][at], alpha)
                    if row is not None:
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
