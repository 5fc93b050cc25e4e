# Only read: against verl 0.10.0.dev (verl/trainer/sft_trainer.py, verl/workers/utils/losses.py). Not run in verl itself; a
# contract test runs it behind a small stand-in for that interface.
"""SSB for verl's SFT trainer, in the static-ratio form, over log-probabilities; fused kernels keep working.

    class Trainer(SFTTrainer):
        def _build_engine(self):
            super()._build_engine()
            self.loss_fn = SSBForVerl(shares=(0.92, 0.08))
            self.training_client.set_loss_fn(self.loss_fn)

verl's ``loss_mask`` carries the segments: 0 not trained, 1 thought, 2 result (a data set class of your own writes it). verl
divides by ``batch_num_tokens``, its sum of the mask over all ranks, which with these codes is N_t + 2 N_f and not N; the loss
turns that into N by the shares, and that is why they have to be given: N = sum / (rho_think + 2 rho_result).
"""

import torch

THINK, RESULT = 1, 2


class SSBForVerl:
    """Callable as verl's loss: ``loss(config, model_output, data, dp_group)``. ``shares`` (ρ_t, ρ_f): of the data set."""

    def __init__(self, shares, alpha=0.7):
        rho_think, rho_result = shares
        if min(shares) <= 0 or abs(rho_think + rho_result - 1) > 1e-6 or not 0 <= alpha <= 1:
            raise ValueError(f"shares are {shares}, alpha {alpha}: give two shares above 0 that sum to 1, and alpha from 0 to 1.")
        self.alpha, self.rho_think, self.rho_result = alpha, rho_think, rho_result

    def __call__(self, config=None, model_output=None, data=None, dp_group=None):
        """Σ w·(−log p) over this rank's tokens, and no metrics. On the Megatron engine verl scales by its micro-batches."""
        log_probs, mask = _flat(model_output["log_probs"]), _flat(data["loss_mask"])
        if log_probs.shape != mask.shape:
            raise ValueError(
                f"verl gave {tuple(log_probs.shape)} log-probabilities and a loss_mask of {tuple(mask.shape)}: use pad_mode no_padding."
            )
        mask = torch.roll(mask, shifts=-1, dims=0)
        weights = torch.zeros_like(log_probs)
        weights[mask == THINK] = self.alpha / self.rho_think
        weights[mask == RESULT] = (1 - self.alpha) / self.rho_result
        items = data["batch_num_tokens"] / (self.rho_think + 2 * self.rho_result)
        return -(log_probs * weights).sum() / items * data["dp_size"], {}


def _flat(tensor):
    """The values of a nested tensor, or a plain one flattened."""
    return tensor.values() if getattr(tensor, "is_nested", False) else tensor.reshape(-1)
