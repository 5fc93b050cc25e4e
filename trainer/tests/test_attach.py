import json
import types
import unittest

import torch

from callsmith_trainer import Balance, SSBLoss, attach
from callsmith_trainer.attachment import STATE_NAME
from helpers import ROWS, WHOLE, TinyModel, batch_of


class Arguments(types.SimpleNamespace):
    def __init__(self, **options):
        super().__init__(**{"average_tokens_across_devices": True, "remove_unused_columns": True, "n_gpu": 1, "max_grad_norm": 1.0, **options})


class Accelerator:
    num_processes, device, parallelism_config = 1, torch.device("cpu"), None

    def clip_grad_norm_(self, parameters, limit):
        return torch.nn.utils.clip_grad_norm_(list(parameters), limit)


class FakeTrainer:
    """The documented order of a Hugging Face trainer's step: window, forward and backward, clip, optimizer, callbacks, log."""

    def __init__(self, model=None, args=None, accumulation=2, lr=0.05):
        self.model, self.args, self.accelerator = model or TinyModel(), args or Arguments(), Accelerator()
        self.compute_loss_func, self.label_names, self.callbacks, self.logs = None, ["labels"], [], []
        self.accumulation = accumulation
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.state = types.SimpleNamespace(global_step=0, epoch=0.0, stateful_callbacks={})
        self.metric_labels = None

    def add_callback(self, callback):
        self.callbacks.append(callback)

    def remove_callback(self, callback):
        self.callbacks.remove(callback)

    def get_batch_samples(self, iterator, number, device=None):
        batches = [batch for _, batch in zip(range(number), iterator)]
        return batches, sum((batch["labels"][:, 1:] != -100).sum() for batch in batches)

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        self.metric_labels = inputs["labels"]
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = self.compute_loss_func(outputs, labels, num_items_in_batch=num_items_in_batch)
        return (loss, outputs) if return_outputs else loss

    def log(self, logs, start_time=None):
        self.logs.append(logs)

    def evaluate(self, batch):
        self.model.eval()
        with torch.no_grad():
            items = (batch["labels"][:, 1:] != -100).sum()
            loss, _ = self.compute_loss(self.model, dict(batch), return_outputs=True, num_items_in_batch=items)
        return loss.item()

    def save(self):
        self.state.stateful_callbacks = {type(c).__name__: c.state() for c in self.callbacks}
        return json.loads(json.dumps(vars(self.state)))

    def train(self, batches, resume=None):
        if resume:
            self.state = types.SimpleNamespace(**resume)
        for callback in self.callbacks:
            callback.on_train_begin(self.args, self.state, None)
        iterator = iter([dict(batch, labels=batch["labels"].clone()) for batch in batches])
        for _ in range(len(batches) // self.accumulation):
            window, items = self.get_batch_samples(iterator, self.accumulation, torch.device("cpu"))
            total = 0.0
            for inputs in window:
                self.model.train()
                loss = self.compute_loss(self.model, inputs, num_items_in_batch=items)
                loss.backward()
                total += loss.item()
            self.accelerator.clip_grad_norm_(self.model.parameters(), self.args.max_grad_norm)
            self.optimizer.step()
            self.model.zero_grad()
            self.state.global_step += 1
            self.state.epoch += 0.5
            for callback in self.callbacks:
                callback.on_step_end(self.args, self.state, None)
            self.log({"loss": total})
        for callback in self.callbacks:
            getattr(callback, "on_train_end", lambda *_: None)(self.args, self.state, None)


class Recorder:
    def __init__(self, fails=False):
        self.steps, self.ends, self.fails = [], [], fails

    def record_step(self, step, epoch, rows):
        if self.fails:
            raise OSError("disk full")
        self.steps.append((step, epoch, rows))

    def end_step(self, step, epoch, scalars):
        if self.fails:
            raise OSError("disk full")
        self.ends.append((step, epoch, scalars))


def batches(number, seed=0):
    return [batch_of(WHOLE[i % 3 : i % 3 + 2], seed + i) for i in range(number)]


class Training(unittest.TestCase):
    def reference(self, groups, lr=0.05, **options):
        """The same training without a trainer: one batch per window."""
        model = TinyModel()
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        losses = []
        for group in groups:
            loss = SSBLoss(**options)
            loss.prime(group)
            value = sum(loss(model(**batch), batch["labels"].clone()) for batch in group)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(value.item())
        return model, losses

    def test_training_equals_the_plain_reference(self):
        for reduction in ("sample", "batch"):
            data = batches(6)
            wanted, losses = self.reference([data[0:2], data[2:4], data[4:6]], reduction=reduction)
            trainer = FakeTrainer()
            attachment = attach(trainer, SSBLoss(reduction=reduction))
            trainer.train(data)
            for one, other in zip(trainer.model.parameters(), wanted.parameters()):
                self.assertTrue(torch.allclose(one, other, atol=1e-12))
            for log, loss in zip(trainer.logs, losses):
                self.assertAlmostEqual(log["loss"], loss, places=10)
                self.assertAlmostEqual(log["loss"], 0.7 * log["ssb_loss_think"] + 0.3 * log["ssb_loss_result"], places=6)
            self.assertEqual(log["ssb_alpha"], 0.7)
            self.assertAlmostEqual(attachment.stats.loss, losses[-1], places=10)

    def test_labels_are_plain_for_the_trainers_own_metrics(self):
        trainer = FakeTrainer(accumulation=1)
        attach(trainer, SSBLoss())
        batch = batch_of(WHOLE)
        trainer.train([batch])
        ids = trainer.metric_labels
        self.assertTrue(((ids == -100) | (ids == batch["input_ids"])).all())
        self.assertTrue((ids >= 0).any())

    def test_evaluation_between_windows_is_exact_and_moves_nothing(self):
        trainer = FakeTrainer()
        attach(trainer, SSBLoss(balance="kl"))
        trainer.train(batches(2))
        alpha = trainer.compute_loss_func.alpha
        batch = batch_of(WHOLE, 9)
        wanted = SSBLoss(alpha)(trainer.model(**batch), batch["labels"].clone()).item()
        self.assertAlmostEqual(trainer.evaluate(dict(batch, labels=batch["labels"].clone())), wanted, places=12)
        self.assertEqual(trainer.compute_loss_func.alpha, alpha)
        self.assertIsNone(trainer.compute_loss_func.end_window())

    def test_the_paper_mode_gets_the_learning_rate_of_its_step(self):
        trainer = FakeTrainer(lr=0.01)
        loss = SSBLoss(balance="paper")
        attach(trainer, loss)
        trainer.train(batches(2))
        self.assertAlmostEqual(abs(loss.alpha - 0.7), 0.01, places=6)

    def test_a_resumed_run_goes_on_exactly(self):
        for mode in ("paper", "kl", "dwa"):
            with self.subTest(mode):
                def new():
                    trainer = FakeTrainer()
                    return trainer, attach(trainer, SSBLoss(balance=Balance(mode, period=2)))

                data = batches(8)
                whole, _ = new()
                whole.train(data)
                first, _ = new()
                first.train(data[:4])
                saved, weights = first.save(), first.model.state_dict()
                second, _ = new()
                second.model.load_state_dict(weights)
                second.train(data[4:], resume=saved)
                self.assertEqual(second.compute_loss_func.alpha, whole.compute_loss_func.alpha)
                self.assertEqual(second.compute_loss_func.balance.state_dict(), whole.compute_loss_func.balance.state_dict())
                self.assertNotEqual(second.compute_loss_func.alpha, 0.7)

    def test_callbacks_that_a_trainer_makes_anew_reach_the_same_loss(self):
        trainer = FakeTrainer()
        loss = SSBLoss(balance="kl")
        attach(trainer, loss)
        trainer.train(batches(2))
        callback, saved = trainer.callbacks[0], trainer.callbacks[0].state()
        self.assertEqual(type(callback).__name__, STATE_NAME)
        alpha = loss.alpha
        loss.balance.alpha = 0.5
        again = type(callback)(**saved["args"])
        for name, value in saved["attributes"].items():
            setattr(again, name, value)
        self.assertEqual(loss.alpha, alpha)
        loss.balance.alpha = 0.5
        type(callback).from_state(saved)
        self.assertEqual(loss.alpha, alpha)

    def test_resuming_without_a_state_says_so(self):
        trainer = FakeTrainer()
        attach(trainer, SSBLoss(balance="kl"))
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            trainer.train([], resume={"global_step": 7, "epoch": 1.0, "stateful_callbacks": {}})
        self.assertIn("step 7", logs.output[0])

    def test_a_trainer_without_windows_falls_back_and_says_so_once(self):
        class Old(FakeTrainer):
            get_batch_samples = property(doc="not there")

            def train(self, data):
                for batch in data:
                    self.model.train()
                    items = (batch["labels"][:, 1:] != -100).sum()
                    self.compute_loss(self.model, dict(batch, labels=batch["labels"].clone()), num_items_in_batch=items).backward()

        trainer = Old()
        self.assertFalse(hasattr(trainer, "get_batch_samples"))
        attach(trainer, SSBLoss())
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            trainer.train(batches(3))
        self.assertEqual(len(logs.output), 1)
        self.assertIn("static ratio", logs.output[0])

    def test_detach_takes_everything_off(self):
        trainer = FakeTrainer()
        clip = trainer.accelerator.clip_grad_norm_
        attachment = attach(trainer, SSBLoss())
        attachment.detach()
        self.assertIsNone(trainer.compute_loss_func)
        self.assertEqual(trainer.callbacks, [])
        self.assertEqual(trainer.compute_loss, types.MethodType(FakeTrainer.compute_loss, trainer))
        self.assertEqual(trainer.accelerator.clip_grad_norm_, clip)
        attach(trainer, SSBLoss())


class Recording(unittest.TestCase):
    def test_each_step_is_recorded_with_its_rows_and_scalars(self):
        trainer, recorder = FakeTrainer(), Recorder()
        attach(trainer, SSBLoss(), recorder)
        data = batches(4)
        trainer.train(data)
        self.assertEqual([(step, epoch) for step, epoch, _ in recorder.steps], [(1, 0.5), (2, 1.0)])
        self.assertEqual([len(rows) for _, _, rows in recorder.steps], [4, 4])
        for (_, _, rows), (_, _, scalars), log in zip(recorder.steps, recorder.ends, trainer.logs):
            self.assertEqual(scalars["n_think"], sum(row["n_think"] for row in rows))
            self.assertEqual(scalars["n_call"], sum(row["n_call"] for row in rows))
            self.assertAlmostEqual(scalars["loss_think"], sum(row["loss_think"] for row in rows) / 4, places=5)
            self.assertAlmostEqual(scalars["loss"], log["loss"], places=10)
            self.assertEqual((scalars["n_samples"], scalars["lr"], scalars["alpha"]), (4, 0.05, 0.7))
            self.assertGreater(scalars["grad_norm"], 0)
        ids = [row["input_ids"] for row in recorder.steps[0][2]]
        wanted = [batch["input_ids"][i][batch["attention_mask"][i].bool()].tolist() for batch in data[:2] for i in range(2)]
        self.assertEqual(ids, wanted)

    def test_a_failing_recorder_stops_nothing_and_is_logged_once(self):
        trainer = FakeTrainer()
        attach(trainer, SSBLoss(), Recorder(fails=True))
        with self.assertLogs("callsmith_trainer", "ERROR") as logs:
            trainer.train(batches(6))
        self.assertEqual(len(logs.output), 1)
        self.assertIn("disk full", logs.output[0])
        self.assertEqual(trainer.state.global_step, 3)

    def test_recording_changes_no_gradient(self):
        results = []
        for recorder in (None, Recorder()):
            trainer = FakeTrainer()
            attach(trainer, SSBLoss(), recorder)
            trainer.train([batch_of(ROWS), batch_of(ROWS, 1)])
            results.append(torch.cat([p.detach().reshape(-1) for p in trainer.model.parameters()]))
        self.assertTrue(torch.equal(*results))


class Refusals(unittest.TestCase):
    def refused(self, words, loss=None, trainer=None, **options):
        trainer = trainer or FakeTrainer(args=Arguments(**options))
        with self.assertRaisesRegex(ValueError, words):
            attach(trainer, loss or SSBLoss())
        self.assertIsNone(getattr(trainer, "callsmith", None))

    def test_what_cannot_be_right(self):
        self.refused("chunked_nll", loss_type="chunked_nll")
        self.refused("dft", loss_type="dft")
        self.refused("use_liger_kernel=False", use_liger_kernel=True)
        self.refused("label_smoothing_factor", label_smoothing_factor=0.1)
        self.refused("sequence parallelism", parallelism_config=types.SimpleNamespace(sp_size=2, cp_size=1))
        self.refused("context parallelism", parallelism_config=types.SimpleNamespace(cp_size=4))
        self.refused("sequence_parallel_size is 2", sequence_parallel_size=2)
        self.refused("torchrun", n_gpu=2)
        for strategy in ("wrapped", "bfd_split"):
            self.refused(strategy, packing=True, packing_strategy=strategy)
            self.refused(strategy, SSBLoss(reduction="batch", missing="skip"), packing=True, packing_strategy=strategy)

    def test_what_is_right_passes(self):
        for loss, options in (
            (SSBLoss(), {"loss_type": "nll", "packing": True, "packing_strategy": "bfd"}),
            (SSBLoss(reduction="batch"), {"packing": True, "packing_strategy": "wrapped"}),
            (SSBLoss(), {"parallelism_config": types.SimpleNamespace(sp_size=1, cp_size=None)}),
        ):
            attach(FakeTrainer(args=Arguments(**options)), loss)

    def test_a_trainer_that_has_a_loss_or_was_attached(self):
        trainer = FakeTrainer()
        trainer.compute_loss_func = dict
        self.refused("'dict'", trainer=trainer)
        trainer = FakeTrainer()
        attach(trainer, SSBLoss())
        with self.assertRaisesRegex(ValueError, "already"):
            attach(trainer, SSBLoss())
        with self.assertRaisesRegex(ValueError, "4.46"):
            attach(types.SimpleNamespace(args=Arguments()), SSBLoss())

    def test_labels_that_would_be_removed(self):
        class NoLabels(TinyModel):
            def forward(self, input_ids=None, attention_mask=None):
                return super().forward(input_ids)

        trainer = FakeTrainer(NoLabels())
        trainer.label_names = ["targets"]
        self.refused("label_names", trainer=trainer)
        trainer.args.remove_unused_columns = False
        attach(trainer, SSBLoss())

    def test_an_encoder_decoder(self):
        trainer = FakeTrainer()
        trainer.model.config = types.SimpleNamespace(is_encoder_decoder=True)
        self.refused("encoder-decoder", trainer=trainer)

    def test_a_trainer_that_passes_the_loss_over_is_stopped(self):
        class Deaf(FakeTrainer):
            def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
                return model(**inputs)["logits"].sum()

        trainer = Deaf()
        attach(trainer, SSBLoss())
        with self.assertRaisesRegex(RuntimeError, "did not call SSB"):
            trainer.train(batches(2))

    def test_plain_labels_are_refused_before_the_first_step(self):
        trainer = FakeTrainer()
        attach(trainer, SSBLoss())
        plain = [dict(batch, labels=batch["labels"] % 2**24) for batch in batches(2)]
        with self.assertRaisesRegex(ValueError, "carry no segment"):
            trainer.train(plain)


class Ranks(unittest.TestCase):
    class Four(Accelerator):
        """Four ranks in pairs that share a batch (tensor parallelism of 2), all with the same rows."""

        num_processes = 4

        def gather(self, vector):
            return torch.cat([vector] * 4)

    def test_ranks_that_share_a_batch_count_once_and_the_loss_is_divided_for_all(self):
        for flag, parts in ((True, 2), (False, 1)):
            trainer = FakeTrainer(args=Arguments(average_tokens_across_devices=flag), accumulation=1)
            trainer.accelerator, trainer.get_tp_size = self.Four(), lambda: 2
            attachment = attach(trainer, SSBLoss())
            batch = batch_of(WHOLE)
            wanted = SSBLoss()(trainer.model(**batch), batch["labels"].clone()).item()
            trainer.train([batch])
            self.assertAlmostEqual(trainer.logs[0]["loss"], wanted / parts, places=12)
            self.assertAlmostEqual(attachment.stats.loss, wanted, places=10)
            self.assertEqual(attachment.stats.n_samples, 2 * len(WHOLE))

    def test_the_batch_reduction_over_single_ranks_is_told(self):
        trainer = FakeTrainer(args=Arguments(average_tokens_across_devices=False))
        trainer.accelerator = self.Four()
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            attach(trainer, SSBLoss(reduction="batch"))
        self.assertIn("average_tokens_across_devices", logs.output[0])


class Experts(unittest.TestCase):
    def test_the_auxiliary_coefficient_comes_from_the_model(self):
        for config, wanted in (({"output_router_logits": True, "router_aux_loss_coef": 0.02}, 0.02), ({"router_aux_loss_coef": 0.02}, 0.0), ({}, 0.0)):
            trainer = FakeTrainer()
            trainer.model.config = types.SimpleNamespace(**config)
            loss = SSBLoss()
            attach(trainer, loss)
            self.assertEqual(loss.aux_loss_coef, wanted)


if __name__ == "__main__":
    unittest.main()
