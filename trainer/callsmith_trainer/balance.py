"""The balance α of SSB as controller state.

α is not an ``nn.Parameter``: outside the wrapped module it would not be reduced over ranks, in bfloat16 steps of 4e-5
round away at 0.7, and in the model's optimizer it would join the global gradient norm. Its gradient is known in closed
form, ∂L/∂α = L_think − L_result, so a few floats (float64) on every rank are enough. The α of one window comes from the
losses of the windows before it.

Modes (the paper, arXiv 2505.20192, says that α is trainable and starts at 0.7, and no more; the rest is our reading):

- ``fixed``: α stays. The published runs amount to this: at the model's learning rate α moves from 0.700 to 0.690.
- ``paper``: α takes AdamW steps at the model's current learning rate along ∂L/∂α and is clipped to [0, 1].
- ``kl``: minimum over α of α·L_t + (1−α)·L_f + λ·KL(α‖α₀): α = σ(logit α₀ − (L_t−L_f)/λ).
- ``dro``: the same with the other sign, the maximum under the prior: weight goes to the harder segment.
- ``uncertainty``: Σ e^(−s_k)·L_k + s_k at its stationary point, weights 1/L_k: α = L_f/(L_t+L_f).
- ``dwa``: softmax over r_k/T with r_k = L_k(now)/L_k(one period ago): weight to the segment that falls more slowly.
"""

import logging
import math

logger = logging.getLogger("callsmith_trainer")

MODES = ("fixed", "paper", "kl", "dro", "uncertainty", "dwa")

#: Losses below this count as this in ``uncertainty`` and ``dwa``, which divide by them (nats per token).
LOSS_FLOOR = 1e-4


def sigmoid(x):
    """1/(1+e^(−x)) without overflow."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def logit(p):
    """ln(p/(1−p)) for p in (0, 1)."""
    return math.log(p / (1.0 - p))


class ScalarAdamW:
    """AdamW on one scalar in float64, step for step what ``torch.optim.AdamW`` does to a parameter of one element."""

    def __init__(self, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        self.betas, self.eps, self.weight_decay = tuple(betas), eps, weight_decay
        self.step_count, self.m, self.v = 0, 0.0, 0.0

    def step(self, value, gradient, lr):
        """The value after one step along ``gradient`` with learning rate ``lr``."""
        beta1, beta2 = self.betas
        self.step_count += 1
        value -= lr * self.weight_decay * value
        self.m = beta1 * self.m + (1.0 - beta1) * gradient
        self.v = beta2 * self.v + (1.0 - beta2) * gradient * gradient
        scale1 = 1.0 - beta1**self.step_count
        scale2 = 1.0 - beta2**self.step_count
        return value - lr / scale1 * self.m / (math.sqrt(self.v) / math.sqrt(scale2) + self.eps)


class Balance:
    """Holds α and moves it after each optimizer step.

    ``alpha0``: the first α, and the prior of ``kl`` and ``dro``. ``lam`` (λ, nats): how hard the prior holds.
    ``bounds``: α is clipped to them; by default [0, 1] for fixed and paper, [0.1, 0.9] for the others. ``ema``: the part
    of the old value kept in the moving averages of the losses, in [0, 1); the first loss seen starts them. ``lr``: the
    learning rate of ``paper``; None takes the model's at each step. ``betas``, ``eps``, ``weight_decay``: of its AdamW.
    ``temperature`` (T) and ``period`` (optimizer steps between the two losses compared): of ``dwa``.
    """

    def __init__(
        self,
        mode="fixed",
        alpha0=0.7,
        *,
        lam=0.5,
        bounds=None,
        ema=0.9,
        lr=None,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0.0,
        temperature=2.0,
        period=20,
    ):
        if mode not in MODES:
            raise ValueError(f"balance mode {mode!r} is unknown: use one of {', '.join(MODES)}.")
        if bounds is None:
            bounds = (0.0, 1.0) if mode in ("fixed", "paper") else (0.1, 0.9)
        low, high = (float(bound) for bound in bounds)
        if not 0.0 <= low < high <= 1.0:
            raise ValueError(f"bounds of the balance are {tuple(bounds)}: give two numbers of [0, 1], the lower first.")
        if not low <= alpha0 <= high:
            raise ValueError(f"alpha0 is {alpha0}, outside the bounds [{low}, {high}]: move it inside or widen them.")
        if mode in ("kl", "dro") and not 0.0 < alpha0 < 1.0:
            raise ValueError(f"alpha0 is {alpha0}: the prior of mode {mode} has to lie strictly between 0 and 1.")
        if lam <= 0 or temperature <= 0 or period < 1:
            raise ValueError(
                f"lam is {lam}, temperature {temperature}, period {period}: the first two must be above 0, the third at least 1."
            )
        if not 0.0 <= ema < 1.0:
            raise ValueError(f"ema is {ema}: give the part of the old average to keep, from 0 up to but not including 1.")
        self.mode, self.alpha0, self.lam, self.bounds = mode, float(alpha0), float(lam), (low, high)
        self.ema, self.lr, self.temperature, self.period = float(ema), lr, float(temperature), int(period)
        self.alpha = float(alpha0)
        self.ema_think = None
        self.ema_result = None
        self.steps = 0
        self.earlier = None
        self._adamw = ScalarAdamW(betas, eps, weight_decay)
        self._at_bound = None
        self._warned_not_finite = False

    def step(self, loss_think, loss_result, lr=None, gradient=None):
        """Takes the losses of one window and returns the α of the next one.

        ``loss_think``, ``loss_result``: segment means in nats per token, the same on every rank. ``lr``: the learning rate
        that the optimizer has just used (``paper``). ``gradient``: ∂L/∂α where it is not L_think − L_result, as when some
        answers lack a segment and do not depend on α.
        """
        if gradient is None:
            gradient = loss_think - loss_result
        if not all(math.isfinite(x) for x in (loss_think, loss_result, gradient)):
            if not self._warned_not_finite:
                self._warned_not_finite = True
                logger.warning(
                    "The balance got losses that are not finite (think %s, result %s): alpha stays at %.4f for such steps. "
                    "Look at the run's loss scale or learning rate.",
                    loss_think,
                    loss_result,
                    self.alpha,
                )
            return self.alpha
        if self.ema_think is None:
            self.ema_think, self.ema_result = float(loss_think), float(loss_result)
        else:
            self.ema_think = self.ema * self.ema_think + (1.0 - self.ema) * loss_think
            self.ema_result = self.ema * self.ema_result + (1.0 - self.ema) * loss_result
        self.steps += 1
        wanted = self._next(gradient, lr)
        low, high = self.bounds
        self.alpha = min(max(wanted, low), high)
        self._warn_at_bound(wanted)
        return self.alpha

    def _next(self, gradient, lr):
        if self.mode == "fixed":
            return self.alpha
        if self.mode == "paper":
            rate = self.lr if self.lr is not None else lr
            if rate is None:
                raise ValueError(
                    "balance mode 'paper' needs a learning rate at each step: pass lr to step(), or give Balance(lr=...)."
                )
            return self._adamw.step(self.alpha, gradient, rate)
        if self.mode in ("kl", "dro"):
            sign = -1.0 if self.mode == "kl" else 1.0
            return sigmoid(logit(self.alpha0) + sign * (self.ema_think - self.ema_result) / self.lam)
        think, result = max(self.ema_think, LOSS_FLOOR), max(self.ema_result, LOSS_FLOOR)
        if self.mode == "uncertainty":
            return result / (think + result)
        if self.earlier is None:
            self.earlier = [think, result]
        elif self.steps % self.period == 0:
            before_think, before_result = self.earlier
            self.earlier = [think, result]
            return sigmoid((think / before_think - result / before_result) / self.temperature)
        return self.alpha

    def _warn_at_bound(self, wanted):
        low, high = self.bounds
        at = low if wanted <= low else high if wanted >= high else None
        if at is not None and at != self._at_bound and self.mode != "fixed":
            logger.warning(
                "The balance (mode %s) reached its bound: alpha = %.4f after %d steps, think %.4f, result %.4f nats per token. "
                "The segment with the small weight is hardly trained any more; use mode 'kl' with a larger lam, or 'fixed'.",
                self.mode,
                at,
                self.steps,
                self.ema_think,
                self.ema_result,
            )
        self._at_bound = at

    def state_dict(self):
        """All that a later run needs to go on exactly here, as plain numbers that survive JSON."""
        return {
            "mode": self.mode,
            "alpha": self.alpha,
            "ema_think": self.ema_think,
            "ema_result": self.ema_result,
            "steps": self.steps,
            "earlier": list(self.earlier) if self.earlier else None,
            "adamw": {"step": self._adamw.step_count, "m": self._adamw.m, "v": self._adamw.v},
        }

    def load_state_dict(self, state):
        """Goes on from ``state``. A state of another mode, or outside this balance's bounds, is refused."""
        if state["mode"] != self.mode:
            raise ValueError(
                f"The saved balance is of mode {state['mode']!r}, this run's of {self.mode!r}: start this run with "
                f"balance mode {state['mode']!r}, or train from the checkpoint's weights as a new run."
            )
        low, high = self.bounds
        if not low <= state["alpha"] <= high:
            raise ValueError(
                f"The saved alpha {state['alpha']} lies outside this run's bounds [{low}, {high}]: use the bounds it was "
                "trained with."
            )
        self.alpha = float(state["alpha"])
        self.ema_think, self.ema_result = state["ema_think"], state["ema_result"]
        self.steps = int(state["steps"])
        self.earlier = list(state["earlier"]) if state["earlier"] else None
        adamw = state["adamw"]
        self._adamw.step_count, self._adamw.m, self._adamw.v = int(adamw["step"]), float(adamw["m"]), float(adamw["v"])

    def describe(self):
        """The settings, for a manifest or a log."""
        return {"mode": self.mode, "alpha0": self.alpha0, "lambda": self.lam, "lr": self.lr, "bounds": list(self.bounds)}
