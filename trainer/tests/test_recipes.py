"""The recipes behind small stand-ins for the interfaces that they were written against."""

import importlib.util
import os
import sys
import types
import unittest
from pathlib import Path
from unittest import mock

import torch
import torch.nn.functional as F

from callsmith_trainer import SSBLoss, decode_labels
from callsmith_trainer.labels import segments_of
from helpers import WHOLE, TinyModel, batch_of
from test_attach import Arguments, FakeTrainer, batches

RECIPES = Path(__file__).resolve().parents[1] / "recipes"


def module(name, **contents):
    made = types.ModuleType(name)
    for key, value in contents.items():
        setattr(made, key, value)
    return made


def load(test, file, *fakes):
    """A recipe as a module, with fake modules in place while the test runs."""
    patch = mock.patch.dict(sys.modules, {fake.__name__: fake for fake in fakes})
    patch.start()
    test.addCleanup(patch.stop)
    spec = importlib.util.spec_from_file_location(file.removesuffix(".py"), RECIPES / file)
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe


def wanted_loss(alpha=0.7):
    """The batch reduction's loss on the whole rows, which the static ratio with the rows' own shares equals."""
    batch = batch_of(WHOLE)
    return SSBLoss(alpha, "batch")(TinyModel()(**batch), batch["labels"].clone()).item()


def coded():
    """Per-position losses and codes, shifted to the target's predecessor and flattened, as ms-swift and verl have them."""
    batch = batch_of(WHOLE)
    segments, labels = segments_of(batch["labels"]), batch["labels"].clone()
    decode_labels(labels)
    labels[:, 0] = -100
    code = (segments == 1).long() + 2 * ((segments >= 2) & (segments <= 4)).long()
    code[:, 0] = 0
    logits = TinyModel()(**batch)["logits"]
    shifted = torch.roll(labels, -1, -1)
    nll = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), shifted.reshape(-1), reduction="none", ignore_index=-100)
    shares = [(code == 1).sum().item(), (code == 2).sum().item()]
    return nll, code, labels, shares


class Headers(unittest.TestCase):
    def test_every_recipe_says_whether_it_was_run(self):
        files = [path for path in RECIPES.iterdir() if path.suffix in (".py", ".yaml")]
        self.assertEqual(len(files), 5)
        for path in files:
            first = path.read_text(encoding="utf-8").splitlines()[0]
            self.assertRegex(first, r"^# (Run|Only read): .*\d+\.\d+", path.name)


class MsSwift(unittest.TestCase):
    def plugin(self):
        class BaseLoss:
            def __init__(self, args, trainer):
                self.args, self.trainer = args, trainer

        class LossScale:
            def __init__(self, base_strategy="default"):
                self.base_strategy = base_strategy

        self.losses, self.scales = {}, {}
        return load(
            self, "ms_swift_plugin.py",
            module("swift"), module("swift.loss", loss_map=self.losses), module("swift.loss.base", BaseLoss=BaseLoss),
            module("swift.loss_scale"), module("swift.loss_scale.base", LossScale=LossScale),
            module("swift.loss_scale.mapping", loss_scale_map=self.scales),
        )

    def call(self, loss, scale=None, items=None):
        nll, code, labels, _ = coded()
        scale = torch.roll(code, -1, -1).reshape(-1).float() if scale is None else scale
        outputs = types.SimpleNamespace(loss=nll * scale)
        return loss(outputs, labels, num_items_in_batch=items, loss_scale=scale, trainer=None)

    def test_it_registers_and_equals_the_batch_reduction(self):
        self.plugin()
        self.assertEqual((list(self.losses), list(self.scales)), (["callsmith_ssb"], ["callsmith_segments"]))
        loss = self.losses["callsmith_ssb"](args=None, trainer=None)
        for items in (None, torch.tensor(sum(coded()[3]))):
            value = self.call(loss, items=items)
            self.assertAlmostEqual(value.item(), wanted_loss(), places=5)
        value.backward()

    def test_shares_and_alpha_come_from_the_environment(self):
        self.plugin()
        with mock.patch.dict(os.environ, {"CALLSMITH_ALPHA": "0.5", "CALLSMITH_SHARES": "0.9,0.1"}):
            loss = self.losses["callsmith_ssb"](None, None)
        nll, code, _, _ = coded()
        code = torch.roll(code, -1, -1).reshape(-1)
        wanted = (nll[code == 1].sum() * 0.5 / 0.9 + nll[code == 2].sum() * 0.5 / 0.1) / 77
        self.assertAlmostEqual(self.call(loss, items=77).item(), wanted.item(), places=5)

    def test_missing_or_foreign_scales_are_refused(self):
        self.plugin()
        loss = self.losses["callsmith_ssb"](None, None)
        with self.assertRaisesRegex(ValueError, "loss scale of 1"):
            loss(types.SimpleNamespace(loss=None), coded()[2])
        scale = torch.full_like(coded()[0], 1.5)
        with self.assertRaisesRegex(ValueError, "other than 0, 1 and 2"):
            self.call(loss, scale)
        with mock.patch.dict(os.environ, {"CALLSMITH_ALPHA": "7"}), self.assertRaisesRegex(ValueError, "CALLSMITH_ALPHA"):
            self.losses["callsmith_ssb"](None, None)

    def test_the_scale_splits_an_answer_at_the_end_of_its_thought(self):
        self.plugin()
        scale = self.scales["callsmith_segments"]("default")
        self.assertFalse(scale.is_binary)
        answer = "<think>why</think>\n\n[f(a=1)]"
        pieces, codes = scale.get_loss_scale(answer, query="q")
        self.assertEqual((pieces, codes), (["<think>why</think>", "\n\n[f(a=1)]"], [1.0, 2.0]))
        self.assertEqual(scale.get_loss_scale("[f()]"), (["[f()]"], [2.0]))
        self.assertEqual(scale.get_loss_scale("<think>cut</think>"), (["<think>cut</think>"], [1.0]))
        self.assertEqual(scale.get_loss_scale([5, 6]), ([[5, 6]], [2.0]))


class LlamaFactory(unittest.TestCase):
    def test_every_trainer_made_after_install_is_attached(self):
        class CustomSeq2SeqTrainer(FakeTrainer):
            def __init__(self, finetuning_args=None, processor=None, **kwargs):
                super().__init__(**kwargs)

        names = ("llamafactory", "llamafactory.train", "llamafactory.train.sft")
        recipe = load(
            self, "llamafactory_v0.py", *(module(name) for name in names),
            module("llamafactory.train.sft.trainer", CustomSeq2SeqTrainer=CustomSeq2SeqTrainer),
        )
        self.assertIs(recipe.install(lambda: SSBLoss(0.6)), CustomSeq2SeqTrainer)
        recipe.install()
        trainer = CustomSeq2SeqTrainer(finetuning_args=None, processor=None)
        trainer.train(batches(2))
        self.assertEqual(trainer.logs[0]["ssb_alpha"], 0.6)
        with self.assertRaisesRegex(ValueError, "use_liger_kernel"):
            CustomSeq2SeqTrainer(args=Arguments(use_liger_kernel=True))

    def test_the_command_line_runs_after_the_patch(self):
        ran = []

        class CustomSeq2SeqTrainer:
            pass

        names = ("llamafactory", "llamafactory.train", "llamafactory.train.sft")
        recipe = load(
            self, "llamafactory_v0.py", *(module(name) for name in names),
            module("llamafactory.train.sft.trainer", CustomSeq2SeqTrainer=CustomSeq2SeqTrainer),
            module("llamafactory.train.tuner", run_exp=lambda: ran.append((list(sys.argv), CustomSeq2SeqTrainer.__init__.callsmith))),
        )
        with mock.patch.object(sys, "argv", ["recipe", "train", "config.yaml"]):
            recipe.main()
        self.assertEqual(ran, [(["recipe", "config.yaml"], True)])
        with mock.patch.object(sys, "argv", ["recipe"]), self.assertRaisesRegex(SystemExit, "Usage"):
            recipe.main()


class Axolotl(unittest.TestCase):
    def plugin(self):
        class BasePlugin:
            pass

        names = ("axolotl", "axolotl.integrations")
        return load(self, "axolotl_plugin.py", *(module(name) for name in names), module("axolotl.integrations.base", BasePlugin=BasePlugin))

    def test_the_trainer_is_attached_with_the_settings(self):
        recipe = self.plugin()
        trainer = FakeTrainer()
        configuration = types.SimpleNamespace(callsmith_alpha=0.6, callsmith_reduction="batch", callsmith_balance="kl", callsmith_missing=None)
        recipe.CallsmithPlugin().post_trainer_create(configuration, trainer)
        loss = trainer.compute_loss_func
        self.assertEqual((loss.alpha, loss.reduction, loss.missing, loss.balance.mode), (0.6, "batch", "renorm", "kl"))
        trainer.train(batches(2))
        self.assertEqual(len(trainer.logs), 1)

    def test_the_schema_is_where_the_plugin_says(self):
        recipe = self.plugin()
        home, name = recipe.CallsmithPlugin().get_input_args().rsplit(".", 1)
        self.assertEqual(home, "axolotl_plugin")

        class BaseModel:
            pass

        with mock.patch.dict(sys.modules, {"pydantic": module("pydantic", BaseModel=BaseModel)}):
            schema = getattr(recipe, name)
        self.assertTrue(issubclass(schema, BaseModel))
        self.assertEqual((schema.callsmith_alpha, schema.callsmith_balance), (0.7, "fixed"))
        with self.assertRaises(AttributeError):
            recipe.nothing

    def test_the_example_names_the_plugin_and_its_settings(self):
        text = (RECIPES / "axolotl.yaml").read_text(encoding="utf-8")
        for word in ("axolotl_plugin.CallsmithPlugin", "callsmith_alpha: 0.7", "callsmith_reduction: sample", "callsmith_balance: fixed"):
            self.assertIn(word, text)


class Verl(unittest.TestCase):
    def test_it_equals_the_batch_reduction_when_the_shares_are_the_datas(self):
        recipe = load(self, "verl_loss.py")
        nll, code, _, (think, result) = coded()
        code = code.reshape(-1)
        loss = recipe.SSBForVerl((think / (think + result), result / (think + result)))
        data = {"loss_mask": code, "batch_num_tokens": code.sum(), "dp_size": 1}
        value, metrics = loss(config=None, model_output={"log_probs": -nll}, data=data, dp_group=None)
        self.assertEqual(metrics, {})
        self.assertAlmostEqual(value.item(), wanted_loss(), places=6)
        value.backward()
        doubled, _ = loss(model_output={"log_probs": -nll.detach()}, data={**data, "dp_size": 2})
        self.assertAlmostEqual(doubled.item(), 2 * value.item(), places=6)

    def test_nested_tensors_are_taken_by_their_values(self):
        recipe = load(self, "verl_loss.py")
        nll, code, _, _ = coded()

        class Nested:
            is_nested = True

            def __init__(self, values):
                self._values = values

            def values(self):
                return self._values

        loss = recipe.SSBForVerl((0.6, 0.4))
        data = {"loss_mask": code.reshape(-1), "batch_num_tokens": code.sum(), "dp_size": 1}
        plain, _ = loss(model_output={"log_probs": -nll}, data=data)
        nested, _ = loss(model_output={"log_probs": Nested(-nll)}, data={**data, "loss_mask": Nested(code.reshape(-1))})
        self.assertEqual(plain.item(), nested.item())

    def test_shapes_and_settings_that_do_not_fit_are_refused(self):
        recipe = load(self, "verl_loss.py")
        with self.assertRaisesRegex(ValueError, "shares"):
            recipe.SSBForVerl((1.0, 0.0))
        with self.assertRaisesRegex(ValueError, "no_padding"):
            recipe.SSBForVerl((0.5, 0.5))(model_output={"log_probs": torch.zeros(3)}, data={"loss_mask": torch.zeros(4)})


if __name__ == "__main__":
    unittest.main()
