import json
import logging
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch
import torch.multiprocessing as multiprocessing
import torch.nn.functional as F

from callsmith_trainer import Balance, SSBLoss, decode_labels, encode_labels, srml, token_weights
from figures import figure
from helpers import ROWS, VOCABULARY, WHOLE, TinyModel, batch_of, gradients, packed

ALL_WAYS = [(reduction, missing) for reduction in ("sample", "batch") for missing in ("renorm", "skip")]


def ten_lines(logits, labels, alpha=0.7, missing="renorm"):
    """SSB per sample as the paper writes it, slowly."""
    losses = []
    for row, label in zip(logits, labels):
        nll = {t: -F.log_softmax(row[t - 1], 0)[label[t] % 2**24] for t in range(1, len(label)) if label[t] >= 0}
        think = [x for t, x in nll.items() if label[t] // 2**24 == 1]
        result = [x for t, x in nll.items() if label[t] // 2**24 in (2, 3, 4)]
        if think and result:
            losses.append(alpha * sum(think) / len(think) + (1 - alpha) * sum(result) / len(result))
        elif (think or result) and missing == "renorm":
            losses.append(sum(think or result) / len(think or result))
    return sum(losses) / len(losses)


def run(loss, model, batches, gather=None):
    """One accumulation window: primes, adds up gradients, returns the summed loss."""
    model.zero_grad()
    loss.prime(batches, gather)
    total = 0.0
    for batch in batches:
        labels = batch["labels"].clone()
        inputs = {**batch, "labels": labels}
        loss.stage(inputs)
        value = loss(model(**inputs), labels, num_items_in_batch=123)
        value.backward()
        total += value.item()
    return total


def expected_weights(rows, loss):
    """Weights of the targets by the numpy function; the first token of a row is no target."""
    return token_weights([[0] + row[1:] for row in rows], loss.alpha, loss.reduction, loss.missing)


class Value(unittest.TestCase):
    def test_equals_ten_lines(self):
        model, batch = TinyModel(), batch_of(ROWS)
        for missing in ("renorm", "skip"):
            with self.subTest(missing):
                logits = model(**batch)["logits"]
                wanted = ten_lines(logits, batch["labels"], 0.7, missing)
                (wanted_gradient,) = torch.autograd.grad(wanted, model.head.weight, retain_graph=True)
                got = SSBLoss(missing=missing)({"logits": logits}, batch["labels"].clone())
                (gradient,) = torch.autograd.grad(got, model.head.weight)
                self.assertLess(figure("loss against ten lines", abs(got.item() - wanted.item())), 1e-12)
                self.assertLess(figure("its gradient", (gradient - wanted_gradient).abs().max().item()), 1e-12)

    def test_equals_ten_lines_in_single_precision(self):
        model, batch = TinyModel(dtype=torch.float32), batch_of(ROWS)
        logits = model(**batch)["logits"]
        got = SSBLoss()({"logits": logits}, batch["labels"].clone()).item()
        self.assertLess(figure("the same in float32", abs(got - ten_lines(logits, batch["labels"]).item())), 1e-5)

    def test_weights_are_those_of_the_numpy_function_and_sum_to_one(self):
        for reduction, missing in ALL_WAYS:
            for rows in (ROWS, WHOLE, ROWS[4:5], ROWS[5:6]):
                with self.subTest(reduction=reduction, missing=missing, rows=len(rows)):
                    batch = batch_of(rows)
                    logits = torch.zeros(*batch["labels"].shape, VOCABULARY, dtype=torch.float64, requires_grad=True)
                    loss = SSBLoss(reduction=reduction, missing=missing)
                    value = loss(logits, batch["labels"])
                    wanted = expected_weights(rows, loss)
                    total = sum(float(row.sum()) for row in wanted)
                    figure("|sum of weights - 1|", abs(total - 1.0) if total else 0.0)
                    self.assertAlmostEqual(total, 0.0 if missing == "skip" and len(rows) == 1 else 1.0, places=12)
                    # Uniform logits cost ln V a token, so the loss is ln V times the sum of the weights.
                    self.assertAlmostEqual(value.item(), total * torch.log(torch.tensor(float(VOCABULARY), dtype=torch.float64)).item(), places=10)
                    value.backward()
                    for i, row in enumerate(wanted):
                        for t in range(1, len(row)):
                            # dL/dlogit of the target is w (p - 1) with p = 1/V.
                            got = logits.grad[i, t - 1, batch["labels"][i, t]].item() / (1 / VOCABULARY - 1) if batch["labels"][i, t] >= 0 else 0.0
                            self.assertAlmostEqual(got, row[t], places=12)

    def test_loss_is_alpha_think_plus_rest_result(self):
        for reduction in ("sample", "batch"):
            with self.subTest(reduction):
                loss = SSBLoss(0.3, reduction)
                total = run(loss, TinyModel(dtype=torch.float32), [batch_of(WHOLE)])
                stats = loss.end_window()
                figure("loss against alpha*think + (1-alpha)*result", abs(total - 0.3 * stats.loss_think - 0.7 * stats.loss_result))
                self.assertAlmostEqual(total, 0.3 * stats.loss_think + 0.7 * stats.loss_result, delta=1e-5)
                self.assertAlmostEqual(stats.loss, total, delta=1e-6)
                self.assertEqual((stats.n_samples, stats.alpha), (len(WHOLE), 0.3))
                self.assertEqual(stats.n_think, sum(row[1:].count(1) for row in WHOLE))

    def test_alpha_at_the_share_of_the_thought_is_sft(self):
        row = ROWS[1]
        n_think, n = row.count(1), sum(code in (1, 2, 3, 4) for code in row)
        for reduction in ("sample", "batch"):
            batch = batch_of([row, row])
            logits = TinyModel()(**batch)["logits"]
            plain = batch["labels"].clone()
            decode_labels(plain)
            wanted = F.cross_entropy(logits[:, :-1].reshape(-1, VOCABULARY), plain[:, 1:].reshape(-1))
            got = SSBLoss(n_think / n, reduction)({"logits": logits}, batch["labels"])
            self.assertLess(figure("alpha = N_t/N against plain cross-entropy", abs(got.item() - wanted.item())), 1e-12)

    def test_reduction_token_is_plain_sft(self):
        batches = [batch_of(ROWS[:3]), batch_of(ROWS[3:])]
        nll = []
        for batch in batches:
            plain = batch["labels"].clone()
            decode_labels(plain)
            plain[:, 0] = -100
            nll.append(F.cross_entropy(TinyModel()(**batch)["logits"][:, :-1].transpose(1, 2), plain[:, 1:], reduction="none")[plain[:, 1:] >= 0])
        wanted = torch.cat(nll).mean().item()
        loss = SSBLoss(reduction="token")
        self.assertAlmostEqual(run(loss, TinyModel(), batches), wanted, places=12)
        stats = loss.end_window()
        self.assertAlmostEqual(stats.alpha, stats.n_think / (stats.n_think + stats.n_result), places=12)
        self.assertAlmostEqual(stats.loss, stats.alpha * stats.loss_think + (1 - stats.alpha) * stats.loss_result, places=10)
        self.assertEqual(loss.alpha, 0.7)
        # By what a trainer counts alone, too: every item weighs the same.
        items = torch.tensor(len(torch.cat(nll)))
        unprimed = sum(SSBLoss(reduction="token")(TinyModel()(**batch), batch["labels"].clone(), items).item() for batch in batches)
        self.assertAlmostEqual(unprimed, wanted, places=12)
        self.assertEqual((loss.describe()["kind"], loss.describe()["balance"]["alpha0"]), ("sft", None))
        self.assertNotIn("shares", loss.describe())
        self.assertEqual(SSBLoss(reduction="static-ratio", shares=(0.9, 0.1)).describe()["shares"], [0.9, 0.1])
        with self.assertRaisesRegex(ValueError, "no alpha to move"):
            SSBLoss(reduction="token", balance="kl")

    def test_gradient_by_alpha_is_the_analytic_one(self):
        for reduction, missing in ALL_WAYS:
            for rows in (WHOLE, ROWS):
                with self.subTest(reduction=reduction, missing=missing, rows=len(rows)):
                    loss = SSBLoss(reduction=reduction, missing=missing)
                    alpha = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
                    loss.balance.alpha = alpha
                    batch = batch_of(rows)
                    value = loss({"logits": TinyModel()(**batch)["logits"]}, batch["labels"])
                    (by_autograd,) = torch.autograd.grad(value, alpha)
                    stats = loss.end_window()
                    figure("gradient by alpha: autograd against analytic", abs(by_autograd.item() - stats.gradient))
                    self.assertAlmostEqual(by_autograd.item(), stats.gradient, places=10)
                    if rows is WHOLE:
                        self.assertAlmostEqual(stats.gradient, stats.loss_think - stats.loss_result, places=10)

    def test_bfloat16_logits_are_taken_in_float32(self):
        batch = batch_of(WHOLE)
        logits = TinyModel(dtype=torch.float32)(**batch)["logits"].detach().bfloat16()
        got = SSBLoss()({"logits": logits}, batch["labels"].clone())
        wanted = ten_lines(logits.float(), batch["labels"])
        self.assertEqual(got.dtype, torch.float32)
        self.assertAlmostEqual(got.item(), wanted.item(), delta=1e-5)

    def test_srml_takes_alpha_and_beta(self):
        batch = batch_of(WHOLE)
        logits = TinyModel()(**batch)["logits"]
        got = srml(0.6, 0.4)({"logits": logits}, batch["labels"].clone())
        self.assertAlmostEqual(got.item(), ten_lines(logits, batch["labels"], 0.6).item(), places=12)
        with self.assertRaisesRegex(ValueError, "sum must be 1"):
            srml(0.7, 0.7)

    def test_tools_and_other_segments_weigh_nothing_even_if_supervised(self):
        ids, row = [3, 4, 5, 6, 7], [0, 1, 5, 6, 2]
        labels = torch.tensor([encode_labels(ids, row, supervised=[0, 1, 1, 1, 1])])
        logits = torch.randn(1, 5, VOCABULARY, dtype=torch.float64, requires_grad=True)
        SSBLoss()(logits, labels).backward()
        self.assertEqual((logits.grad.abs().sum(-1) > 0).tolist(), [[True, False, False, True, False]])

    def test_nothing_to_train_on_is_a_zero_with_a_gradient_path(self):
        batch = batch_of([[0, 0, 5]])
        model, loss = TinyModel(), SSBLoss()
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            self.assertEqual(run(loss, model, [batch]), 0.0)
        self.assertIn("nothing to train on", logs.output[0])
        self.assertEqual(gradients(model).abs().max().item(), 0.0)

    def test_the_auxiliary_loss_joins_once_per_window(self):
        class Outputs:
            def __init__(self, logits):
                self.logits, self.aux_loss = logits, torch.tensor(2.0)

        batch, model, totals = batch_of(WHOLE), TinyModel(), []
        for coefficient in (0.0, 0.5):
            loss = SSBLoss()
            loss.aux_loss_coef = coefficient
            loss.prime([batch, batch])
            totals.append(sum(loss(Outputs(model(**batch)["logits"]), batch["labels"].clone(), 9).item() for _ in range(2)))
        self.assertAlmostEqual(totals[1] - totals[0], 1.0, places=6)


class Windows(unittest.TestCase):
    def test_the_split_into_micro_batches_does_not_matter(self):
        for reduction, missing in ALL_WAYS + [("static-ratio", "renorm")]:
            with self.subTest(reduction=reduction, missing=missing):
                whole = TinyModel()
                wanted = run(SSBLoss(reduction=reduction, missing=missing), whole, [batch_of(ROWS)])
                for cuts in ([0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 3, 8], [0, 5, 6, 8]):
                    model = TinyModel()
                    loss = SSBLoss(reduction=reduction, missing=missing)
                    got = run(loss, model, [batch_of(ROWS[a:b]) for a, b in zip(cuts, cuts[1:])])
                    self.assertLess(figure("micro-batches against one batch: loss", abs(got - wanted)), 1e-12)
                    self.assertLess(figure("micro-batches against one batch: gradient", (gradients(model) - gradients(whole)).abs().max().item()), 1e-12)

    def test_means_of_micro_batches_would_not_pass_that_test(self):
        model = TinyModel()
        batches = [batch_of(ROWS[:3]), batch_of(ROWS[3:])]
        wanted = run(SSBLoss(reduction="batch"), TinyModel(), [batch_of(ROWS)])
        naive = sum(SSBLoss(reduction="batch")(model(**b), b["labels"]).item() for b in batches) / 2
        self.assertGreater(figure("the same for means of micro-batches, which are not offered", abs(naive - wanted)), 1e-3)

    def test_packed_rows_give_what_padded_ones_give(self):
        for reduction, missing in ALL_WAYS:
            with self.subTest(reduction=reduction, missing=missing):
                padded_model, packed_model = TinyModel(), TinyModel()
                one, other = (SSBLoss(reduction=reduction, missing=missing) for _ in range(2))
                wanted = run(one, padded_model, [batch_of([row]) for row in ROWS])
                got = run(other, packed_model, [packed(ROWS[:5]), packed(ROWS[5:])])
                self.assertAlmostEqual(got, wanted, places=12)
                self.assertLess((gradients(packed_model) - gradients(padded_model)).abs().max().item(), 1e-12)
                self.assertEqual(one.end_window().n_samples, other.end_window().n_samples)

    def test_a_packed_samples_first_token_is_no_target(self):
        batch = packed([[1, 1, 2], [1, 1, 2]])
        loss = SSBLoss(reduction="batch")
        run(loss, TinyModel(), [batch])
        self.assertEqual(loss.end_window().n_think, 2)

    def test_without_prime_the_static_ratio_is_used_and_said_once(self):
        rows, model = WHOLE, TinyModel()
        batch = batch_of(rows)
        items = sum(code in (1, 2, 3, 4) for row in rows for code in row[1:])
        loss = SSBLoss(reduction="sample")
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            first = loss(model(**batch), batch["labels"].clone(), torch.tensor(items))
            loss(model(**batch), batch["labels"].clone(), items)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("static ratio", logs.output[0])
        wanted = SSBLoss(reduction="batch")(model(**batch), batch["labels"].clone())
        self.assertAlmostEqual(first.item(), wanted.item(), places=10)

    def test_a_window_serves_as_many_calls_as_it_has_micro_batches(self):
        model, batch, other = TinyModel(), batch_of(WHOLE), batch_of(WHOLE[:2])
        loss = SSBLoss(reduction="batch")
        loss.prime([batch, batch])
        for _ in range(2):
            loss(model(**batch), batch["labels"].clone(), 5)
        alone = loss(model(**other), other["labels"].clone())
        self.assertAlmostEqual(alone.item(), SSBLoss(reduction="batch")(model(**other), other["labels"].clone()).item(), places=12)
        with self.assertLogs("callsmith_trainer", "WARNING"):
            loss(model(**other), other["labels"].clone(), 5)

    def test_estimated_shares_belong_to_the_state(self):
        model, batch, other = TinyModel(), batch_of(WHOLE), batch_of(WHOLE[:2])
        first, second, fresh = (SSBLoss(reduction="static-ratio") for _ in range(3))
        first(model(**batch), batch["labels"].clone(), 50)
        second.load_state_dict(json.loads(json.dumps(first.state_dict())))
        values = [loss(model(**other), other["labels"].clone(), 50).item() for loss in (first, second, fresh)]
        self.assertEqual(values[0], values[1])
        self.assertNotAlmostEqual(values[0], values[2], places=4)

    def test_given_shares_multiply_and_divide_by_the_items(self):
        batch, model = batch_of(WHOLE), TinyModel()
        loss = SSBLoss(reduction="static-ratio", shares=(0.9, 0.1))
        got = loss(model(**batch), batch["labels"].clone(), 64)
        weights = token_weights([[0] + row[1:] for row in WHOLE], 0.7, "static-ratio", shares=(0.9, 0.1), num_items=64)
        wanted, plain = 0.0, batch["labels"].clone()
        decode_labels(plain)
        nll = -F.log_softmax(model(**batch)["logits"], -1)
        for i, row in enumerate(weights):
            wanted += sum(row[t] * nll[i, t - 1, plain[i, t]].item() for t in range(1, len(row)) if row[t])
        self.assertAlmostEqual(got.item(), wanted, places=10)

    def test_evaluation_counts_for_itself_and_leaves_the_window_alone(self):
        model, batch, other = TinyModel(), batch_of(WHOLE), batch_of(WHOLE[:2])
        loss = SSBLoss()
        loss.prime([batch, batch])
        with torch.no_grad(), loss.evaluating(other):
            value = loss(model(**other), other["labels"].clone(), 5)
        self.assertAlmostEqual(value.item(), ten_lines(model(**other)["logits"], other["labels"]).item(), places=12)
        total = sum(loss(model(**batch), batch["labels"].clone(), 5) for _ in range(2))
        self.assertAlmostEqual(total.item(), ten_lines(model(**batch)["logits"], batch["labels"]).item(), places=12)
        self.assertEqual(loss.end_window().n_samples, 2 * len(WHOLE))

    def test_cut_off_samples_are_counted_and_reported_once(self):
        loss = SSBLoss()
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            loss.prime([batch_of(ROWS)])
            loss.prime([batch_of(ROWS)])
        self.assertEqual(len(logs.output), 1)
        self.assertIn("cut off", logs.output[0])
        self.assertEqual(loss.counts, {"samples": 16, "no_think": 2, "no_result": 2, "empty": 0})

    def test_the_window_trains_with_the_alpha_from_before(self):
        loss = SSBLoss(balance=Balance("kl", ema=0.0))
        run(loss, TinyModel(), [batch_of(WHOLE)])
        stats = loss.end_window()
        self.assertEqual(stats.alpha, 0.7)
        self.assertNotEqual(loss.alpha, 0.7)
        wanted = Balance("kl", ema=0.0).step(stats.loss_think, stats.loss_result)
        self.assertAlmostEqual(loss.alpha, wanted, places=12)

    def test_paper_mode_is_what_adamw_does_to_a_trained_alpha(self):
        model, batch = TinyModel(), batch_of(WHOLE)
        alpha = torch.nn.Parameter(torch.tensor(0.7, dtype=torch.float64))
        optimizer = torch.optim.AdamW([alpha], lr=1e-3, weight_decay=0.0)
        loss = SSBLoss(balance="paper")
        for _ in range(20):
            reference = SSBLoss()
            reference.balance.alpha = alpha
            optimizer.zero_grad()
            reference(model(**batch), batch["labels"].clone()).backward()
            optimizer.step()
            run(loss, model, [batch])
            loss.end_window(lr=1e-3)
            self.assertAlmostEqual(loss.alpha, alpha.item(), places=10)

    def test_state_goes_on_through_json(self):
        def train(loss, seeds):
            for seed in seeds:
                run(loss, TinyModel(seed), [batch_of(WHOLE, seed)])
                loss.end_window(lr=1e-2)

        for mode in ("paper", "kl", "dwa"):
            whole, first, second = (SSBLoss(balance=Balance(mode, period=2)) for _ in range(3))
            train(whole, range(8))
            train(first, range(5))
            second.load_state_dict(json.loads(json.dumps(first.state_dict())))
            train(second, range(5, 8))
            self.assertEqual(second.state_dict(), whole.state_dict())


class Readme(unittest.TestCase):
    def test_its_loop_trains(self):
        readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
        lines = readme.split("in a loop of your own:")[1].split("```python\n")[1].split("```")[0]
        model, batches = TinyModel(), [batch_of(WHOLE[:2]), batch_of(WHOLE[2:])]
        wanted = TinyModel()
        run(SSBLoss(), wanted, [{k: v.clone() for k, v in batch.items()} for batch in batches])
        names = {"SSBLoss": SSBLoss, "model": model, "micro_batches": batches, "optimizer": torch.optim.SGD(model.parameters(), 0.1)}
        exec(compile(lines, "README.md", "exec"), names)
        self.assertLess((gradients(model) - gradients(wanted)).abs().max().item(), 1e-12)
        self.assertIsNone(names["loss"].end_window())


class Refusals(unittest.TestCase):
    def test_labels_without_segments(self):
        plain = torch.tensor([[-100, 5, 6, 7]])
        for call in (lambda: SSBLoss().prime([{"labels": plain}]), lambda: SSBLoss()(torch.zeros(1, 4, VOCABULARY), plain.clone())):
            with self.assertRaisesRegex(ValueError, "carry no segment"):
                call()

    def test_two_alphas(self):
        with self.assertRaisesRegex(ValueError, "starts at 0.7"):
            SSBLoss(0.5, balance=Balance("kl"))
        self.assertEqual(SSBLoss(balance=Balance("kl", 0.6)).alpha, 0.6)

    def test_labels_that_were_decoded_twice(self):
        batch, loss = batch_of(WHOLE), SSBLoss()
        loss.prime([batch, batch])
        loss(TinyModel()(**batch), batch["labels"])
        with self.assertRaisesRegex(ValueError, "twice"):
            loss(TinyModel()(**batch), batch["labels"])

    def test_outputs_without_logits_and_wrong_shapes(self):
        batch = batch_of(WHOLE)
        with self.assertRaisesRegex(ValueError, "no logits"):
            SSBLoss()({"logits": None}, batch["labels"].clone())
        with self.assertRaisesRegex(ValueError, "equal"):
            SSBLoss()(torch.zeros(len(WHOLE), 3, VOCABULARY), batch["labels"].clone())
        with self.assertRaisesRegex(ValueError, "without labels"):
            SSBLoss()(torch.zeros(1, 3, VOCABULARY), None)
        with self.assertRaisesRegex(ValueError, "no labels"):
            SSBLoss().prime([{"input_ids": batch["input_ids"]}])
        with self.assertRaisesRegex(ValueError, "no labels"):
            SSBLoss().stage({"input_ids": batch["input_ids"]})


class Rows(unittest.TestCase):
    def check(self, batches, rows):
        model, loss = TinyModel(), SSBLoss()
        loss.capture_rows()
        run(loss, model, batches)
        taken = loss.take_rows()
        self.assertEqual(loss.take_rows(), [])
        self.assertEqual(len(taken), len(rows))
        for got, segments in zip(taken, rows):
            single = batch_of([segments])
            ids = single["input_ids"][0].tolist()
            nll = -F.log_softmax(model(**single)["logits"][0], -1)
            wanted = [-nll[t - 1, ids[t]].item() for t in range(1, len(ids))]
            first = next(t for t, code in enumerate(segments) if code in (1, 2, 3, 4) and t)
            self.assertEqual((got["input_ids"], got["first_supervised"]), (ids, first))
            self.assertEqual(len(got["logprobs"]), len(ids) - first)
            for one, other in zip(got["logprobs"], wanted[first - 1 :]):
                self.assertAlmostEqual(one, other, places=5)
            think = [-wanted[t - 1] for t, code in enumerate(segments) if code == 1 and t]
            result = [-wanted[t - 1] for t, code in enumerate(segments) if code in (2, 3, 4) and t]
            self.assertEqual((got["n_think"], got["n_call"]), (len(think), len(result)))
            self.assertAlmostEqual(got["loss_think"], sum(think) / len(think) if think else 0.0, places=5)
            self.assertAlmostEqual(got["loss_call"], sum(result) / len(result) if result else 0.0, places=5)
            self.assertEqual(got["alpha"], 0.7)

    def test_padded(self):
        self.check([batch_of(ROWS[:3]), batch_of(ROWS[3:])], ROWS)

    def test_packed(self):
        self.check([packed(ROWS[:4]), packed(ROWS[4:])], ROWS)

    def test_padded_on_the_left(self):
        batch = batch_of(ROWS)
        for i, row in enumerate(ROWS):
            shift = batch["labels"].shape[1] - len(row)
            for key in batch:
                batch[key][i] = batch[key][i].roll(shift)
        self.check([batch], ROWS)

    def test_a_failure_to_keep_rows_is_told_once_and_changes_nothing(self):
        loss, model = SSBLoss(), TinyModel()
        loss.capture_rows()
        wanted = run(SSBLoss(), model, [batch_of(WHOLE)])
        with mock.patch("callsmith_trainer.capture.HostCopy", side_effect=RuntimeError("no memory")):
            with self.assertLogs("callsmith_trainer", "WARNING") as logs:
                for _ in range(2):
                    self.assertEqual(run(loss, model, [batch_of(WHOLE)]), wanted)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("no memory", logs.output[0])
        self.assertEqual(loss.take_rows(), [])

    def test_entropy_and_gradient_length_are_those_of_autograd(self):
        loss, batch = SSBLoss(), batch_of(ROWS)
        loss.capture_rows(extra=("gnorm", "entropy"))
        loss.prime([batch])
        inputs = {**batch, "labels": batch["labels"].clone()}
        logits = TinyModel()(**inputs)["logits"].detach().requires_grad_()
        loss.stage(inputs)
        loss(logits, inputs["labels"])
        for i, row in enumerate(loss.take_rows()):
            first = row["first_supervised"]
            for at, (entropy, gnorm, logprob) in enumerate(zip(row["entropy"], row["gnorm"], row["logprobs"])):
                t = first + at
                if ROWS[i][t] not in (1, 2, 3, 4):
                    continue
                distribution = torch.distributions.Categorical(logits=logits[i, t - 1])
                self.assertAlmostEqual(entropy, distribution.entropy().item(), delta=1e-5)
                own = F.cross_entropy(logits[i, t - 1], batch["input_ids"][i, t])
                (gradient,) = torch.autograd.grad(own, logits)
                self.assertLess(figure("gnorm against autograd", abs(gnorm - gradient.norm().item())), 1e-5)
                self.assertAlmostEqual(logprob, -own.item(), delta=1e-5)
            self.assertEqual(len(row["entropy"]), len(row["logprobs"]))
        with self.assertRaisesRegex(ValueError, "cannot be recorded"):
            loss.capture_rows(extra=("colour",))

    def test_a_row_without_anything_supervised_is_not_recorded(self):
        loss = SSBLoss()
        loss.capture_rows()
        run(loss, TinyModel(), [batch_of([[0, 1, 2], [0, 0, 0]])])
        self.assertEqual(len(loss.take_rows()), 1)


def _rank(rank, world, folder, reduction, mode):
    """One of two processes: its half of each window, gradients summed over ranks; saves loss, gradient and α."""
    torch.set_num_threads(1)
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    torch.distributed.init_process_group("gloo", init_method=f"file://{folder}/meet-{reduction}", rank=rank, world_size=world)

    def gather(vector):
        parts = [torch.empty_like(vector) for _ in range(world)]
        torch.distributed.all_gather(parts, vector)
        return torch.cat(parts)

    model = TinyModel()
    loss = SSBLoss(reduction=reduction, balance=Balance(mode, ema=0.5))
    out = []
    for window in range(3):
        rows = ROWS[:3] if rank == 0 else ROWS[3:]
        batches = [batch_of(rows[:1], window), batch_of(rows[1:], window)]
        total = torch.tensor(run(loss, model, batches, gather), dtype=torch.float64)
        gradient = gradients(model)
        torch.distributed.all_reduce(total)
        torch.distributed.all_reduce(gradient)
        stats = loss.end_window(gather, lr=1e-2)
        out.append((total.item(), gradient, loss.alpha, stats))
    torch.save(out, f"{folder}/{reduction}-{rank}.pt")
    torch.distributed.destroy_process_group()


class TwoRanks(unittest.TestCase):
    def test_two_ranks_equal_one(self):
        with tempfile.TemporaryDirectory() as folder:
            for reduction, mode in (("sample", "paper"), ("batch", "kl")):
                with self.subTest(reduction):
                    multiprocessing.spawn(_rank, (2, folder, reduction, mode), nprocs=2)
                    load = {"weights_only": False} if torch.__version__ >= "2" else {}
                    first, second = (torch.load(f"{folder}/{reduction}-{rank}.pt", **load) for rank in range(2))
                    model, loss = TinyModel(), SSBLoss(reduction=reduction, balance=Balance(mode, ema=0.5))
                    for window in range(3):
                        wanted = run(loss, model, [batch_of(ROWS, window)])
                        stats = loss.end_window(lr=1e-2)
                        total, gradient, alpha, seen = first[window]
                        self.assertAlmostEqual(total, wanted, places=11)
                        self.assertLess(figure("two gloo ranks against one: gradient", (gradient - gradients(model)).abs().max().item()), 1e-11)
                        self.assertEqual(alpha, second[window][2])
                        self.assertLess(figure("two gloo ranks against one: alpha", abs(alpha - loss.alpha)), 1e-11)
                        self.assertEqual((seen.n_think, seen.n_result, seen.n_samples), (stats.n_think, stats.n_result, stats.n_samples))
                        self.assertAlmostEqual(seen.loss, stats.loss, places=11)


if __name__ == "__main__":
    unittest.main()
