# Only read: against ms-swift 4.6.0.dev0 (swift/loss/base.py, swift/loss_scale/base.py, swift/trainers/seq2seq_trainer.py). Not run
# in ms-swift itself; a contract test runs it behind a small stand-in for that interface.
"""SSB for ms-swift, as a loss plugin.

    swift sft --external_plugins ms_swift_plugin.py --loss_type callsmith_ssb --loss_scale callsmith_segments ...

ms-swift has no segments in its labels but a float per token, the loss scale. Here that number is a *code*: 1 for the thought,
2 for the result, 0 for what is not trained. When the plugin is called, ``outputs.loss`` holds one loss per position,
shifted and flattened, already multiplied by the scale; the plugin divides the scale out and weighs by segment instead.
ms-swift tokenizes the pieces of an answer apart, so tokens at the border may differ from those at inference.

The form is the static ratio: the thought's losses times alpha/rho_think, the result's times (1-alpha)/rho_result, divided
by the number of trained tokens in the window. The shares rho come from the environment (``CALLSMITH_SHARES=0.92,0.08``;
Callsmith shows them for a data set) or, without it, from all tokens seen so far. ``CALLSMITH_ALPHA`` is 0.7 by default.
"""

import os

import torch

from swift.loss import loss_map
from swift.loss.base import BaseLoss
from swift.loss_scale.base import LossScale
from swift.loss_scale.mapping import loss_scale_map

THINK_SCALE, RESULT_SCALE = 1.0, 2.0


class CallsmithSegments(LossScale):
    """``--loss_scale callsmith_segments``: 1 up to and with ``</think>``, 2 behind it and at the turn's end."""

    is_binary = False

    def get_loss_scale(self, context, **kwargs):
        """The pieces of one answer and the code of each."""
        if isinstance(context, str) and "</think>" in context:
            end = context.rindex("</think>") + len("</think>")
            pieces = [(context[:end], THINK_SCALE), (context[end:], RESULT_SCALE)]
            pieces = [(text, scale) for text, scale in pieces if text]
            return [text for text, _ in pieces], [scale for _, scale in pieces]
        return [context], [RESULT_SCALE]


class CallsmithSSB(BaseLoss):
    """``--loss_type callsmith_ssb``."""

    def __init__(self, args, trainer):
        super().__init__(args, trainer)
        self.alpha = float(os.environ.get("CALLSMITH_ALPHA", "0.7"))
        shares = os.environ.get("CALLSMITH_SHARES")
        self.shares = tuple(float(share) for share in shares.split(",")) if shares else None
        if not 0 <= self.alpha <= 1 or (self.shares and (len(self.shares) != 2 or min(self.shares) <= 0)):
            raise ValueError("CALLSMITH_ALPHA must be from 0 to 1, CALLSMITH_SHARES two numbers above 0 such as 0.92,0.08.")
        self.seen = [0, 0]

    def __call__(self, outputs, labels, *, num_items_in_batch=None, loss_scale=None, **kwargs):
        """``outputs.loss`` and ``loss_scale``: one float per position, flattened, shifted to the target's predecessor."""
        if loss_scale is None or outputs.loss is None:
            raise ValueError(
                "callsmith_ssb needs a loss scale of 1 for thoughts and 2 for results: set --loss_scale callsmith_segments and "
                "leave --is_binary_loss_scale off."
            )
        think, result = loss_scale == THINK_SCALE, loss_scale == RESULT_SCALE
        if not bool((think | result | (loss_scale == 0)).all()):
            raise ValueError("callsmith_ssb got loss scales other than 0, 1 and 2: they are codes of segments here.")
        # A rolled label of -100 has loss 0 whatever its scale; it must not be counted either.
        trained = torch.roll(labels, shifts=-1, dims=-1).reshape(-1) != -100
        if trained.shape != loss_scale.shape:
            raise ValueError(
                "callsmith_ssb does not know where the labels of sequence parallelism are: set --sequence_parallel_size 1."
            )
        think, result = think & trained, result & trained
        n_think, n_result = int(think.sum()), int(result.sum())
        if torch.is_grad_enabled():
            self.seen = [self.seen[0] + n_think, self.seen[1] + n_result]
        counts = self.seen if sum(self.seen) else [n_think, n_result]
        rho_think, rho_result = self.shares or (counts[0] / max(sum(counts), 1), counts[1] / max(sum(counts), 1))
        share_think = self.alpha if rho_result else 1.0
        share_result = 1.0 - self.alpha if rho_think else 1.0
        weights = torch.zeros_like(loss_scale, dtype=torch.float32)
        weights[think] = share_think / (rho_think or 1.0) / THINK_SCALE
        weights[result] = share_result / (rho_result or 1.0) / RESULT_SCALE
        items = num_items_in_batch if num_items_in_batch is not None else max(n_think + n_result, 1)
        return (outputs.loss.float() * weights).sum() / items


loss_map["callsmith_ssb"] = CallsmithSSB
loss_scale_map["callsmith_segments"] = CallsmithSegments
