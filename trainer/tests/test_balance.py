import json
import logging
import math
import unittest

import torch

from callsmith_trainer.balance import LOSS_FLOOR, Balance, ScalarAdamW, logit, sigmoid

logging.getLogger("callsmith_trainer").addHandler(logging.NullHandler())

THINK, RESULT = 0.45, 0.12


def settle(balance, steps=1, think=THINK, result=RESULT, **options):
    for _ in range(steps):
        balance.step(think, result, **options)
    return balance.alpha


def schedule(step, peak=4e-5, total=498, warm=25):
    """Linear warm-up over 5 % of the steps, then linear decay to 0."""
    return peak * ((step + 1) / warm if step < warm else (total - step) / (total - warm))


class Controllers(unittest.TestCase):
    def test_fixed_never_moves(self):
        self.assertEqual(settle(Balance(), 50), 0.7)

    def test_kl_meets_its_closed_form_and_that_is_the_minimum(self):
        alpha = settle(Balance("kl", lam=0.5))
        self.assertAlmostEqual(alpha, 0.5467, places=4)
        self.assertAlmostEqual(alpha, sigmoid(logit(0.7) - (THINK - RESULT) / 0.5), places=12)

        def objective(a):
            kl = a * math.log(a / 0.7) + (1 - a) * math.log((1 - a) / 0.3)
            return a * THINK + (1 - a) * RESULT + 0.5 * kl

        best = min((i / 10000 for i in range(1, 10000)), key=objective)
        self.assertAlmostEqual(alpha, best, delta=1e-4)

    def test_dro_has_the_other_sign(self):
        alpha = settle(Balance("dro", lam=0.5))
        self.assertAlmostEqual(alpha, 0.8187, places=4)

        def objective(a):
            kl = a * math.log(a / 0.7) + (1 - a) * math.log((1 - a) / 0.3)
            return a * THINK + (1 - a) * RESULT - 0.5 * kl

        best = max((i / 10000 for i in range(1, 10000)), key=objective)
        self.assertAlmostEqual(alpha, best, delta=1e-4)

    def test_uncertainty_weights_are_inverse_losses(self):
        alpha = settle(Balance("uncertainty"))
        self.assertAlmostEqual(alpha, 0.2105, places=4)
        self.assertAlmostEqual(alpha / (1 - alpha), (1 / THINK) / (1 / RESULT), places=12)
        s = [0.0, 0.0]
        for _ in range(4000):
            s = [s_k - 0.05 * (1 - math.exp(-s_k) * loss) for s_k, loss in zip(s, (THINK, RESULT))]
        weights = [math.exp(-s_k) for s_k in s]
        self.assertAlmostEqual(weights[0], 2.22, places=2)
        self.assertAlmostEqual(weights[1], 8.33, places=2)
        self.assertAlmostEqual(alpha, weights[0] / sum(weights), places=6)

    def test_uncertainty_does_not_blow_up_as_a_loss_vanishes(self):
        balance = Balance("uncertainty", bounds=(0.0, 1.0))
        self.assertAlmostEqual(balance.step(1.0, 0.0), LOSS_FLOOR / (1 + LOSS_FLOOR), places=12)

    def test_dwa_is_a_softmax_of_the_rates(self):
        balance = Balance("dwa", ema=0.0, period=1)
        self.assertEqual(balance.step(0.8, 0.4), 0.7)
        rates = [0.6 / 0.8, 0.1 / 0.4]
        top = [math.exp(rate / 2.0) for rate in rates]
        self.assertAlmostEqual(balance.step(0.6, 0.1), top[0] / sum(top), places=12)

    def test_dwa_compares_over_a_period(self):
        balance = Balance("dwa", ema=0.0, period=5)
        alphas = [balance.step(1.0 - 0.1 * i, 0.5) for i in range(5)]
        self.assertEqual(alphas[:4], [0.7] * 4)
        self.assertAlmostEqual(alphas[4], sigmoid((0.6 - 1.0) / 2.0), places=12)

    def test_paper_mode_hardly_moves_at_the_models_learning_rate(self):
        balance = Balance("paper")
        for step in range(498):
            balance.step(THINK, RESULT, lr=schedule(step))
        # Under a constant gradient every Adam step is as long as the learning rate.
        self.assertAlmostEqual(balance.alpha, 0.7 - sum(schedule(step) for step in range(498)), places=6)
        self.assertAlmostEqual(balance.alpha, 0.690, places=3)

    def test_in_bfloat16_the_same_run_would_not_move_at_all(self):
        alpha = torch.nn.Parameter(torch.tensor([0.7], dtype=torch.bfloat16))
        optimizer = torch.optim.AdamW([alpha], lr=4e-5, weight_decay=0.0)
        for step in range(60):
            optimizer.param_groups[0]["lr"] = schedule(step)
            alpha.grad = torch.tensor([THINK - RESULT], dtype=torch.bfloat16)
            optimizer.step()
        self.assertEqual(alpha.item(), 0.69921875)

    def test_unclipped_adam_leaves_the_interval_and_the_balance_does_not(self):
        adamw, alpha = ScalarAdamW(), 0.7
        for _ in range(2000):
            alpha = adamw.step(alpha, THINK - RESULT, 0.02)
        self.assertAlmostEqual(alpha, -39.3, places=3)
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            self.assertEqual(settle(Balance("paper", lr=0.02), 2000), 0.0)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("bound", logs.output[0])

    def test_adamw_equals_torchs_element_for_element(self):
        generator = torch.Generator().manual_seed(3)
        for decay in (0.0, 0.1):
            value = torch.nn.Parameter(torch.tensor([0.7], dtype=torch.float64))
            optimizer = torch.optim.AdamW([value], lr=1e-2, weight_decay=decay)
            ours, mine = ScalarAdamW(weight_decay=decay), 0.7
            for step in range(200):
                gradient = torch.randn(1, generator=generator, dtype=torch.float64)
                optimizer.param_groups[0]["lr"] = 1e-2 / (1 + step)
                value.grad = gradient.clone()
                optimizer.step()
                mine = ours.step(mine, gradient.item(), 1e-2 / (1 + step))
                self.assertAlmostEqual(mine, value.item(), places=12)

    def test_averages_smooth_the_losses(self):
        balance = Balance("kl", ema=0.9)
        balance.step(1.0, 1.0)
        balance.step(2.0, 1.0)
        self.assertAlmostEqual(balance.ema_think, 1.1, places=12)
        self.assertAlmostEqual(balance.alpha, sigmoid(logit(0.7) - 0.1 / 0.5), places=12)

    def test_bounds_hold_and_warn_once_per_visit(self):
        balance = Balance("kl", lam=0.05, ema=0.0)
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            settle(balance, 5)
            balance.step(0.1, 0.1)
            settle(balance, 5)
        self.assertEqual(balance.alpha, 0.1)
        self.assertEqual(len(logs.output), 2)

    def test_losses_that_are_not_finite_change_nothing(self):
        balance = Balance("kl")
        settle(balance)
        before = balance.state_dict()
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            balance.step(float("nan"), 1.0)
            balance.step(1.0, float("inf"))
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(balance.state_dict(), before)

    def test_state_goes_on_exactly_through_json(self):
        for mode in ("fixed", "paper", "kl", "dro", "uncertainty", "dwa"):
            with self.subTest(mode):
                losses = [(1 / (i + 1), 0.5 / (i + 2)) for i in range(30)]
                whole = Balance(mode, period=4)
                for think, result in losses:
                    whole.step(think, result, lr=1e-3)
                first = Balance(mode, period=4)
                for think, result in losses[:13]:
                    first.step(think, result, lr=1e-3)
                second = Balance(mode, period=4)
                second.load_state_dict(json.loads(json.dumps(first.state_dict())))
                for think, result in losses[13:]:
                    second.step(think, result, lr=1e-3)
                self.assertEqual(second.state_dict(), whole.state_dict())

    def test_states_that_do_not_fit_are_refused(self):
        with self.assertRaisesRegex(ValueError, "mode 'kl'"):
            Balance("dro").load_state_dict(Balance("kl").state_dict())
        state = Balance("kl", bounds=(0.1, 0.9)).state_dict()
        with self.assertRaisesRegex(ValueError, "bounds"):
            Balance("kl", 0.4, bounds=(0.3, 0.5)).load_state_dict(state)

    def test_settings_without_meaning_are_refused(self):
        for options, word in (
            ({"mode": "best"}, "unknown"),
            ({"mode": "kl", "lam": 0}, "above 0"),
            ({"mode": "kl", "alpha0": 0.95}, "bounds"),
            ({"mode": "kl", "alpha0": 1.0, "bounds": (0, 1)}, "strictly"),
            ({"bounds": (0.9, 0.1)}, "bounds"),
            ({"ema": 1.0}, "ema"),
        ):
            with self.subTest(options), self.assertRaisesRegex(ValueError, word):
                Balance(**options)
        with self.assertRaisesRegex(ValueError, "learning rate"):
            Balance("paper").step(1.0, 0.5)


if __name__ == "__main__":
    unittest.main()
