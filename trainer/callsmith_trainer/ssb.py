"""Self-adjusting segment balance (SSB, equation 3 of arXiv 2505.20192) as a loss for causal language models.

L = α·L_think + (1−α)·L_result, both means over the tokens of their segment. Logits at position t predict the label at
t+1; the segment of the *target* decides the weight. The paper leaves open how answers are put together and how α is
trained; see ``weights.py`` and ``balance.py`` for the choices offered.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .balance import Balance
from .capture import Captured
from .labels import RESULT_SEGMENTS, SEGMENT_NAMES, THINK_SEGMENTS, decode_labels, segments_of
from .targets import CODES, NONE, RESULT, THINK, Layout, Staged
from .weights import check_options

logger = logging.getLogger("callsmith_trainer")

#: α₀ as the paper states it.
DEFAULT_ALPHA = 0.7

# Places in the vector of counts that is summed over a window and over ranks.
_ROWS, _N_THINK, _N_RESULT, _UNKNOWN, _NO_THINK, _NO_RESULT, _EMPTY, _MICRO = range(8)
_COUNTS = 8

# Places in the vector of sums of a window.
_LOSS, _S_THINK, _D_THINK, _S_RESULT, _D_RESULT, _S_BOTH_THINK, _S_BOTH_RESULT, _BOTH = range(8)
_SUMS = 8


@dataclass
class WindowStats:
    """What one optimizer step saw, over its micro-batches and, where reduced, over ranks. Losses in nats per token.

    ``loss`` = α·loss_think + (1−α)·loss_result whenever every counted answer has both segments. For the ``sample``
    reduction the two are means over answers of their segment means; otherwise means over tokens. A segment that did not
    occur has loss 0.0 and count 0. ``n_result`` counts call, answer and struct tokens. ``gradient`` is ∂L/∂α.
    """

    alpha: float
    loss: float
    loss_think: float
    loss_result: float
    n_think: int
    n_result: int
    n_samples: int
    gradient: float


class _Window:
    """Counts of one accumulation window, summed over its micro-batches and ranks, and how many calls it still serves."""

    def __init__(self, counts, calls):
        self.counts, self.calls = counts, calls


class SSBLoss:
    """The loss, callable as ``compute_loss_func`` of a Hugging Face trainer: ``loss(outputs, labels, num_items_in_batch)``.

    ``labels`` carry segments (see ``labels.py``) and are decoded in place. ``alpha`` is the share of the thought; ``beta``,
    where given, has to be 1 − alpha (v1 of the paper, SRML, names both). ``reduction``: ``sample`` (each answer counts the
    same), ``batch`` (segment means over the whole window), ``token`` (plain SFT: every token the same, so α is what it comes
    to, N_t/N of each window) or ``static-ratio`` (multipliers from the data set's ``shares``
    (ρ_t, ρ_f) and ``num_items_in_batch``; without shares they are estimated from all tokens seen so far). ``missing``:
    ``renorm`` (the present segment gets weight 1) or ``skip``. ``balance``: a ``Balance`` or the name of its mode.

    Denominators come from ``prime``, which sees the whole accumulation window before its first micro-batch. Without it a
    call that got ``num_items_in_batch`` uses the static ratio and says so once; a call without that number, or under
    ``no_grad``, is taken as a window of its own.
    """

    def __init__(
        self,
        alpha=DEFAULT_ALPHA,
        reduction="sample",
        missing="renorm",
        *,
        beta=None,
        balance=None,
        think_segments=THINK_SEGMENTS,
        result_segments=RESULT_SEGMENTS,
        shares=None,
    ):
        check_options(alpha, reduction, missing, think_segments, result_segments, shares)
        if beta is not None and abs(alpha + beta - 1.0) > 1e-9:
            raise ValueError(f"alpha is {alpha} and beta {beta}: their sum must be 1, or the learning rate changes with them.")
        if balance is None:
            balance = Balance("fixed", alpha)
        elif isinstance(balance, str):
            balance = Balance(balance, alpha)
        elif alpha not in (DEFAULT_ALPHA, balance.alpha0):
            raise ValueError(f"alpha is {alpha}, but the balance starts at {balance.alpha0}: give alpha to the Balance alone.")
        if reduction == "token" and balance.mode != "fixed":
            raise ValueError(f"reduction='token' is plain SFT, which has no alpha to move: leave balance={balance.mode!r} out.")
        self.balance, self.reduction, self.missing, self.shares = balance, reduction, missing, shares
        self.think_segments, self.result_segments = tuple(think_segments), tuple(result_segments)
        table = torch.zeros(CODES, dtype=torch.int64)
        table[list(self.think_segments)] = THINK
        table[list(self.result_segments)] = RESULT
        self._table = table
        #: Coefficient of ``outputs.aux_loss`` (mixture of experts); 0 leaves it out.
        self.aux_loss_coef = 0.0
        #: Samples counted so far by ``prime``: all, without thought, without result, without either.
        self.counts = {"samples": 0, "no_think": 0, "no_result": 0, "empty": 0}
        self._window = None
        self._staged = None
        self._sums = None
        self._own = None
        self._reduction_used = reduction
        self._seen = [0, 0]
        self._rows = None
        self._warned = set()

    @property
    def alpha(self):
        """α of the window at hand."""
        return self.balance.alpha

    def _warn_once(self, key, message, *values):
        if key not in self._warned:
            self._warned.add(key)
            logger.warning(message, *values)

    # -- before the forward pass ---------------------------------------------------------------------------------------

    def prime(self, batch_samples, gather=None, device=None):
        """Counts the segments of a whole accumulation window, so that every micro-batch divides by the same numbers.

        ``batch_samples``: the window's micro-batches, dicts with encoded ``labels`` [rows, length] and, where packed,
        ``position_ids`` that start at 0 with each sample. ``gather``: takes a 1-D int64 tensor and returns those of all
        ranks one after another (as ``accelerator.gather`` does); every rank has to call. None counts this rank alone.
        ``device``: where the counts are gathered, by default the labels' device.
        """
        self._window = self._count(batch_samples, gather, device)
        counts = self._window.counts
        self._seen = [self._seen[0] + counts[_N_THINK], self._seen[1] + counts[_N_RESULT]]
        for name, place in (("samples", _ROWS), ("no_think", _NO_THINK), ("no_result", _NO_RESULT), ("empty", _EMPTY)):
            self.counts[name] += counts[place]
        if counts[_NO_RESULT]:
            done = "left out" if self.missing == "skip" else "trained on the thought alone"
            self._warn_once(
                "no_result",
                "%d sample(s) of a window have a thought but no result, most likely cut off at the maximum length; they are "
                "%s. Raise the length limit or drop them.",
                counts[_NO_RESULT],
                done,
            )
        if not counts[_N_THINK] + counts[_N_RESULT]:
            self._warn_once("empty", "A window has nothing to train on: its loss is 0. Check the length limit and the labels.")

    @contextmanager
    def evaluating(self, inputs, gather=None, device=None):
        """While entered, a call takes ``inputs`` (labels still encoded) as a window of its own, counted over all ranks."""
        window = self._window
        self._window = self._count([inputs], gather, device)
        try:
            yield
        finally:
            self._window = window

    def _count(self, batch_samples, gather=None, device=None):
        total = None
        for batch in batch_samples:
            labels = batch.get("labels") if hasattr(batch, "get") else batch["labels"]
            if labels is None:
                raise ValueError("A micro-batch has no labels: keep the column 'labels' through collator and trainer.")
            vector = self._counts_of(segments_of(labels), labels, batch.get("position_ids"))
            total = vector if total is None else total + vector.to(total.device)
        if total is None:
            total = torch.zeros(_COUNTS, dtype=torch.int64)
        if device is not None:
            total = total.to(device)
        if gather is not None:
            total = gather(total).reshape(-1, _COUNTS).sum(0)
        counts = [int(x) for x in total.tolist()]
        self._refuse_unknown(counts)
        return _Window(counts, len(batch_samples))

    def _counts_of(self, segments, labels, position_ids):
        layout = Layout(segments, position_ids, self._table)
        kept = layout.kept(self.missing)
        n_think, n_result = layout.n_think, layout.n_result
        supervised = labels >= 0
        unknown = supervised & ((segments == 0) | (segments >= len(SEGMENT_NAMES)))
        in_use = torch.zeros_like(kept)
        in_use[layout.sample.reshape(-1)] = True
        return torch.stack(
            [
                kept.sum(),
                (n_think * kept).sum(),
                (n_result * kept).sum(),
                unknown.sum(),
                ((n_think == 0) & (n_result > 0)).sum(),
                ((n_think > 0) & (n_result == 0)).sum(),
                (in_use & (n_think == 0) & (n_result == 0)).sum(),
                torch.ones_like(kept.sum()),
            ]
        )

    @staticmethod
    def _refuse_unknown(counts):
        if counts[_UNKNOWN]:
            raise ValueError(
                f"{counts[_UNKNOWN]} supervised label(s) carry no segment: SSB cannot tell thought from call. Encode them with "
                "callsmith_trainer.encode_labels(input_ids, segments) and see to it that no collator builds labels anew."
            )

    def stage(self, inputs):
        """Decodes ``inputs["labels"]`` in place before the forward pass and keeps their segments for the next call.

        A trainer's own metrics read the labels too, so they have to be plain from here on. ``inputs``: the model's inputs
        with ``labels`` [rows, length] and, where there, ``input_ids``, ``attention_mask``, ``position_ids``.
        """
        labels = inputs.get("labels")
        if labels is None:
            raise ValueError(
                "The batch that reached the loss has no labels: keep the column 'labels' (label_names, remove_unused_columns)."
            )
        self._staged = self._stage(labels, inputs)

    def _stage(self, labels, inputs):
        segments = decode_labels(labels)
        layout = Layout(segments, inputs.get("position_ids"), self._table)
        return Staged(segments, layout, inputs.get("input_ids"), inputs.get("attention_mask"))

    @property
    def staged(self):
        """Whether a staged batch waits for its call."""
        return self._staged is not None

    def drop_staged(self):
        """Forgets a staged batch whose forward pass did not come to the loss."""
        self._staged = None

    # -- the loss ------------------------------------------------------------------------------------------------------

    def __call__(self, outputs, labels, num_items_in_batch=None, **_):
        """The loss of one micro-batch, a scalar that sums over the window to L.

        ``outputs``: has ``logits`` [rows, length, vocabulary], or is that tensor. ``labels`` [rows, length]: encoded, or
        already decoded by ``stage``. ``num_items_in_batch``: targets in the window; used by the static ratio alone.
        """
        if labels is None:
            raise ValueError("The loss was called without labels: the batch has to carry them (column 'labels').")
        logits = _logits_of(outputs)
        staged, self._staged = self._staged, None
        if staged is None:
            counts = None
            if self._window is None or not torch.is_grad_enabled():
                counts = self._counts_of(segments_of(labels), labels, None)
            staged = self._stage(labels, {})
            if counts is not None:
                self._refuse_unknown([int(x) for x in counts.tolist()])
        if logits.shape[:2] != staged.segments.shape:
            raise ValueError(
                f"Logits have the shape {tuple(logits.shape)}, labels {tuple(staged.segments.shape)}: rows and lengths must be "
                "equal. Switch off what shortens logits or adds positions (logits_to_keep, prompt tuning, sequence parallelism)."
            )
        layout = staged.layout
        mask = layout.kind[:, 1:] != NONE
        chosen = logits[:, :-1][mask]
        if chosen.dtype in (torch.float16, torch.bfloat16):
            chosen = chosen.float()
        targets = labels[:, 1:][mask].long()
        if not len(targets) and bool(((labels >= 0) & (staged.segments == 0)).any()):
            raise ValueError(
                "Labels reached the loss without segments after their window was counted with them: something decoded them "
                "twice or made them anew. Let each batch reach compute_loss once."
            )
        nll = F.cross_entropy(chosen, targets, reduction="none")
        kind = layout.kind[:, 1:][mask]
        sample = layout.sample[:, 1:][mask]

        training = torch.is_grad_enabled()
        window, reduction, items = self._denominators(layout, num_items_in_batch, training)
        weights = self._weights(layout, kind, sample, window.counts, reduction, items, self.alpha, nll.dtype)
        loss = (nll * weights).sum()
        if training:
            self._add_up(layout, kind, sample, nll.detach(), loss.detach(), window, reduction)
            if self._rows is not None:
                try:
                    alpha = self._alpha_of(window.counts[_N_THINK], window.counts[_N_RESULT])
                    self._rows.keep(staged, logits.detach(), mask, nll.detach(), alpha)
                except Exception as error:
                    # Recording is a guest of training, also when it runs out of memory.
                    self._warn_once("capture", "Rows could not be kept for the recorder (%s); training goes on.", error)
        aux = getattr(outputs, "aux_loss", None)
        if self.aux_loss_coef and aux is not None:
            loss = loss + self.aux_loss_coef * aux.to(loss.device) / max(window.counts[_MICRO], 1)
        return loss

    def _denominators(self, layout, num_items, training):
        """The window of this call, the reduction that it allows, and N of the static ratio."""
        window = self._window
        if window is not None and window.calls > 0:
            window.calls -= 1
            return window, self.reduction, window.counts[_N_THINK] + window.counts[_N_RESULT]
        own = _Window(self._own_counts(layout), 0)
        if training:
            self._seen = [self._seen[0] + own.counts[_N_THINK], self._seen[1] + own.counts[_N_RESULT]]
        if num_items is None or not training:
            return own, self.reduction, own.counts[_N_THINK] + own.counts[_N_RESULT]
        if self.reduction != "static-ratio":
            if self.reduction == "token":
                return own, "token", num_items
            self._warn_once(
                "fallback",
                "prime() was not called for this window, so the reduction %r cannot be exact: the static ratio is used instead "
                "(alpha/rho_think and (1-alpha)/rho_result, divided by num_items_in_batch). Use attach(trainer, loss), or call "
                "prime() with the micro-batches of each window.",
                self.reduction,
            )
        return own, "static-ratio", num_items

    def _own_counts(self, layout):
        kept = layout.kept(self.missing)
        sums = torch.stack([kept.sum(), (layout.n_think * kept).sum(), (layout.n_result * kept).sum()]).tolist()
        counts = [0] * _COUNTS
        counts[_ROWS], counts[_N_THINK], counts[_N_RESULT] = sums
        counts[_MICRO] = 1
        return counts

    def _weights(self, layout, kind, sample, counts, reduction, items, alpha, dtype):
        """The weight of each chosen target, as ``weights.token_weights`` defines it. ``alpha`` may be a tensor."""
        is_think = kind == THINK
        n_think, n_result = layout.n_think[sample], layout.n_result[sample]
        kept = layout.kept(self.missing)[sample].to(dtype)
        one = torch.ones((), dtype=dtype, device=kind.device)
        if reduction == "token":
            return self._items(items, kind, dtype).reciprocal() * kept
        if reduction == "sample":
            share_think = torch.where(n_result > 0, alpha * one, one)
            share_result = torch.where(n_think > 0, (1 - alpha) * one, one)
            rows = max(counts[_ROWS], 1)
            weight_think = share_think / (rows * n_think.clamp(min=1)).to(dtype)
            weight_result = share_result / (rows * n_result.clamp(min=1)).to(dtype)
        else:
            total_think, total_result = counts[_N_THINK], counts[_N_RESULT]
            if reduction == "batch":
                share_think = alpha * one if total_result else one
                share_result = (1 - alpha) * one if total_think else one
                weight_think = share_think / max(total_think, 1)
                weight_result = share_result / max(total_result, 1)
            else:
                rho_think, rho_result = self._ratio(counts)
                share_think = alpha * one if rho_result else one
                share_result = (1 - alpha) * one if rho_think else one
                items = self._items(items, kind, dtype)
                weight_think = share_think / (rho_think or 1.0) / items
                weight_result = share_result / (rho_result or 1.0) / items
        return torch.where(is_think, weight_think, weight_result) * kept

    @staticmethod
    def _items(items, kind, dtype):
        """N as a tensor beside ``kind``, at least 1."""
        if torch.is_tensor(items):
            return items.reshape(-1)[0].to(kind.device, dtype).clamp(min=1)
        return torch.full((), max(items, 1), dtype=dtype, device=kind.device)

    def _alpha_of(self, n_think, n_result):
        """α of a window with so many tokens: the balance's, or what plain SFT comes to."""
        if self.reduction != "token":
            return self.alpha
        return n_think / max(n_think + n_result, 1)

    def _ratio(self, counts):
        """ρ_t, ρ_f: as given, or of all tokens seen so far, or (where none were) of ``counts``."""
        if self.shares is not None:
            return self.shares
        think, result = self._seen if sum(self._seen) else (counts[_N_THINK], counts[_N_RESULT])
        total = max(think + result, 1)
        return think / total, result / total

    # -- what a window saw ---------------------------------------------------------------------------------------------

    def _add_up(self, layout, kind, sample, nll, loss, window, reduction):
        double = torch.float32 if nll.device.type == "mps" else torch.float64
        nll = nll.to(double)
        kept = layout.kept(self.missing)
        zeros = torch.zeros(layout.size, dtype=double, device=nll.device)
        sum_think = zeros.index_add(0, sample, nll * (kind == THINK)) * kept
        sum_result = zeros.index_add(0, sample, nll * (kind == RESULT)) * kept
        has_think, has_result = kept & (layout.n_think > 0), kept & (layout.n_result > 0)
        both = has_think & has_result
        if reduction == "sample":
            think = sum_think / layout.n_think.clamp(min=1)
            result = sum_result / layout.n_result.clamp(min=1)
            parts = [think.sum(), has_think.sum(), result.sum(), has_result.sum()]
            parts += [(think * both).sum(), (result * both).sum(), both.sum()]
        else:
            parts = [sum_think.sum(), (layout.n_think * kept).sum(), sum_result.sum(), (layout.n_result * kept).sum()]
            parts += [zeros.sum(), zeros.sum(), zeros.sum()]
        sums = torch.stack([part.to(double) for part in [loss, *parts]])
        self._sums = sums if self._sums is None else self._sums + sums.to(self._sums.device)
        own = torch.stack([kept.sum(), (layout.n_think * kept).sum(), (layout.n_result * kept).sum()])
        self._own = own if self._own is None else self._own + own.to(self._own.device)
        self._reduction_used = reduction

    def end_window(self, gather=None, lr=None, loss_scale=1.0, device=None):
        """Closes a window after its optimizer step: moves the balance and returns ``WindowStats``, or None if none ran.

        ``gather`` as for ``prime``, here with a float64 vector; every rank has to call, so that α stays equal on all.
        ``lr``: the learning rate of that step (balance mode ``paper``). ``loss_scale``: a factor on the summed loss where
        ranks were normalised by themselves (1/world size). ``device``: where the sums are gathered, by default their own.
        """
        (sums, own), (self._sums, self._own), self._window = (self._sums, self._own), (None, None), None
        if sums is None and gather is None:
            return None
        if sums is None:
            sums, own = torch.zeros(_SUMS, dtype=torch.float64), torch.zeros(3, dtype=torch.int64)
        vector = torch.cat([sums, own.to(sums)])
        if gather is not None:
            vector = gather(vector if device is None else vector.to(device)).reshape(-1, _SUMS + 3).sum(0)
        values = vector.tolist()
        d_think, d_result, both = values[_D_THINK], values[_D_RESULT], values[_BOTH]
        loss_think = values[_S_THINK] / d_think if d_think else 0.0
        loss_result = values[_S_RESULT] / d_result if d_result else 0.0
        rows, n_think, n_result = (int(x) for x in values[_SUMS:])
        if self._reduction_used == "sample":
            usable = both > 0
            think_of_both = values[_S_BOTH_THINK] / both if usable else 0.0
            result_of_both = values[_S_BOTH_RESULT] / both if usable else 0.0
            gradient = (think_of_both - result_of_both) * both / rows if usable else 0.0
        else:
            usable = d_think > 0 and d_result > 0
            think_of_both, result_of_both = loss_think, loss_result
            gradient = loss_think - loss_result if usable else 0.0
        stats = WindowStats(
            self._alpha_of(n_think, n_result), values[_LOSS] * loss_scale, loss_think, loss_result, n_think, n_result, rows, gradient
        )
        if usable and self.reduction != "token":
            self.balance.step(think_of_both, result_of_both, lr, gradient)
        return stats

    # -- rows for a recorder -------------------------------------------------------------------------------------------

    def capture_rows(self, on=True, extra=()):
        """Keeps ids and log-probabilities of the samples of each window for ``take_rows`` (copied off the device).

        ``extra``: more values of each token, of ``capture.EXTRA``."""
        self._rows = Captured(extra) if on else None

    def take_rows(self):
        """The samples of the window so far, as ``Captured.take`` gives them; none where rows are not kept."""
        return self._rows.take() if self._rows is not None else []

    # -- state ---------------------------------------------------------------------------------------------------------

    def state_dict(self):
        """The balance and the shares seen so far, as plain numbers that survive JSON."""
        return {
            "balance": self.balance.state_dict(),
            "seen": list(self._seen),
            "counts": dict(self.counts),
        }

    def load_state_dict(self, state):
        """Goes on from ``state``; refuses one of another balance mode."""
        self.balance.load_state_dict(state["balance"])
        self._seen = list(state["seen"])
        self.counts.update(state["counts"])

    def describe(self):
        """The settings, for a manifest or a log."""
        plain = self.reduction == "token"
        return {
            "kind": "sft" if plain else "ssb",
            "reduction": self.reduction,
            "missing": self.missing,
            **({} if self.shares is None else {"shares": [float(share) for share in self.shares]}),
            "result": [SEGMENT_NAMES[code] for code in self.result_segments],
            "balance": {"mode": None, "alpha0": None, "bounds": None} if plain else self.balance.describe(),
        }


def srml(alpha, beta=None, **options):
    """v1 of the paper (SRML, also MSL): L = α·L_think + β·L_result with α and β = 1 − α set by hand and fixed."""
    return SSBLoss(alpha, beta=beta, balance=Balance("fixed", alpha), **options)


def _logits_of(outputs):
    if torch.is_tensor(outputs):
        logits = outputs
    elif isinstance(outputs, dict):
        logits = outputs.get("logits")
    elif isinstance(outputs, (tuple, list)):
        logits = outputs[0]
    else:
        logits = getattr(outputs, "logits", None)
    if logits is None or logits.dim() != 3:
        raise ValueError(
            "The model returned no logits of shape [rows, length, vocabulary]: SSB needs them. Switch off fused losses "
            "(use_liger_kernel, chunked losses) that keep logits from being built."
        )
    return logits
