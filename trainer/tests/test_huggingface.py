"""attach in the real trainers, with tiny models of random weights. Skipped where transformers or TRL are not installed."""

import importlib.metadata
import importlib.util
import json
import os
import socket
import tempfile
import unittest
import warnings
from pathlib import Path

import torch
import torch.nn.functional as F

from callsmith_trainer import Balance, SSBLoss, attach, encode_labels
from helpers import ROWS, VOCABULARY, WHOLE


def missing(*names):
    """A reason to skip, or None."""
    absent = [name for name in names if importlib.util.find_spec(name) is None]
    return f"{', '.join(absent)} not installed" if absent else None


def major(name):
    """Major version of an installed package."""
    return int(importlib.metadata.version(name).split(".")[0])


#: transformers before 5 rounds the losses that it logs to four digits.
LOGGED = 1e-5 if missing("transformers") or major("transformers") >= 5 else 6e-5

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def samples(rows, seed=0):
    """Records with ``input_ids`` and encoded ``labels`` (no padding)."""
    generator = torch.Generator().manual_seed(seed)
    out = []
    for row in rows:
        ids = torch.randint(3, VOCABULARY, (len(row),), generator=generator).tolist()
        out.append({"input_ids": ids, "labels": encode_labels(ids, row)})
    return out


def pad(records):
    """A padded batch."""
    length = max(len(r["input_ids"]) for r in records)
    batch = {
        "input_ids": [r["input_ids"] + [0] * (length - len(r["input_ids"])) for r in records],
        "attention_mask": [[1] * len(r["input_ids"]) + [0] * (length - len(r["input_ids"])) for r in records],
        "labels": [r["labels"] + [-100] * (length - len(r["labels"])) for r in records],
    }
    return {key: torch.tensor(value) for key, value in batch.items()}


class Collator:
    """Pads, and keeps a copy of every batch in the order in which the trainer took them."""

    def __init__(self, collate=pad):
        self.collate, self.batches = collate, []

    def __call__(self, records):
        batch = self.collate(records)
        self.batches.append({key: value.clone() if torch.is_tensor(value) else value for key, value in batch.items()})
        return batch


def tiny(kind, seed=0):
    """A causal language model of two layers, without dropout, from a fresh configuration."""
    import transformers

    torch.manual_seed(seed)
    if kind == "gpt2":
        config = transformers.GPT2Config(
            vocab_size=VOCABULARY, n_positions=128, n_embd=16, n_layer=2, n_head=2, resid_pdrop=0, embd_pdrop=0, attn_pdrop=0,
            bos_token_id=1, eos_token_id=2,
        )
        return transformers.GPT2LMHeadModel(config)
    config = transformers.LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=128, bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )
    return transformers.LlamaForCausalLM(config)


def plain_loss(model, window, alpha, reduction):
    """SSB of a whole window from its formula, sample by sample."""
    think, result = [], []
    for batch in window:
        inputs = {key: value for key, value in batch.items() if key in ("input_ids", "attention_mask", "position_ids")}
        logits = model(**inputs, use_cache=False).logits
        positions = batch.get("position_ids", torch.arange(logits.shape[1]).expand(logits.shape[:2]))
        for row, labels, places in zip(logits, batch["labels"], positions.expand(logits.shape[:2])):
            starts = [t for t in range(len(labels)) if places[t] == 0] + [len(labels)]
            for start, end in zip(starts, starts[1:]):
                at = {1: [], 2: []}
                for t in range(start + 1, end):
                    if labels[t] >= 0:
                        code = int(labels[t]) >> 24
                        at[1 if code == 1 else 2].append(F.cross_entropy(row[t - 1], labels[t] & 0xFFFFFF))
                if at[1] or at[2]:
                    think.append(at[1])
                    result.append(at[2])
    if reduction == "batch":
        flat = [sum(part, []) for part in (think, result)]
        return alpha * sum(flat[0]) / len(flat[0]) + (1 - alpha) * sum(flat[1]) / len(flat[1])
    losses = []
    for t, f in zip(think, result):
        parts = [sum(part) / len(part) for part in (t, f) if part]
        losses.append(alpha * parts[0] + (1 - alpha) * parts[1] if len(parts) == 2 else parts[0])
    return sum(losses) / len(losses)


def follow(model, batches, accumulation, alphas, reduction, lr=1e-2, clip=1.0):
    """Trains ``model`` on the batches with plain torch; the loss of every step."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.0)
    losses = []
    for i, alpha in zip(range(0, len(batches), accumulation), alphas):
        loss = plain_loss(model, batches[i : i + accumulation], alpha, reduction)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        losses.append(loss.item())
    return losses


class Recorder:
    def __init__(self):
        self.rows, self.scalars = [], []

    def record_step(self, step, epoch, rows):
        self.rows.append((step, rows))

    def end_step(self, step, epoch, scalars):
        self.scalars.append((step, scalars))


def arguments(make, folder, **options):
    return make(
        output_dir=str(folder),
        **{
            "per_device_train_batch_size": 2, "gradient_accumulation_steps": 2, "learning_rate": 1e-2, "weight_decay": 0.0,
            "lr_scheduler_type": "constant", "optim": "adamw_torch", "logging_steps": 1, "save_steps": 2, "max_steps": 4, "bf16": False,
            "report_to": [], "use_cpu": True, "disable_tqdm": True, "seed": 7, "dataloader_pin_memory": False, **options,
        },
    )


def logged(trainer, key="loss"):
    return [log[key] for log in trainer.state.log_history if key in log]


def parameters(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


@unittest.skipIf(missing("transformers", "accelerate"), missing("transformers", "accelerate") or "")
class HuggingFaceTrainer(unittest.TestCase):
    def setUp(self):
        warnings.simplefilter("ignore")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def trainer(self, loss, name="run", recorder=None, kind="gpt2", evaluate=None, **options):
        from transformers import Trainer, TrainingArguments

        collator = Collator()
        trainer = Trainer(
            model=tiny(kind), args=arguments(TrainingArguments, Path(self.folder.name) / name, **options),
            train_dataset=samples(ROWS * 2), eval_dataset=evaluate, data_collator=collator,
        )
        trainer.attachment = attach(trainer, loss, recorder)
        trainer.collator = collator
        return trainer

    def test_trains_like_plain_torch(self):
        for reduction in ("sample", "batch"):
            for kind in ("gpt2", "llama"):
                with self.subTest(reduction=reduction, kind=kind):
                    trainer = self.trainer(SSBLoss(reduction=reduction), f"{reduction}{kind}", kind=kind)
                    trainer.train()
                    model = tiny(kind)
                    wanted = follow(model, trainer.collator.batches[:8], 2, [0.7] * 4, reduction)
                    for got, want in zip(logged(trainer), wanted):
                        self.assertAlmostEqual(got, want, delta=LOGGED)
                    self.assertEqual(len(logged(trainer)), 4)
                    self.assertLess((parameters(trainer.model) - parameters(model)).abs().max().item(), 1e-4)

    def test_it_learns(self):
        trainer = self.trainer(SSBLoss(), max_steps=40, save_strategy="no")
        trainer.train()
        self.assertLess(logged(trainer)[-1], 0.7 * logged(trainer)[0])

    def test_the_recorder_sees_every_step(self):
        recorder = Recorder()
        trainer = self.trainer(SSBLoss(), recorder=recorder)
        trainer.train()
        self.assertEqual([step for step, _ in recorder.rows], [1, 2, 3, 4])
        seen = [row["input_ids"] for _, rows in recorder.rows for row in rows]
        taken = [b["input_ids"][i][b["attention_mask"][i].bool()].tolist() for b in trainer.collator.batches[:8] for i in range(2)]
        self.assertEqual(seen, taken)
        for (step, scalars), (_, rows), loss in zip(recorder.scalars, recorder.rows, logged(trainer)):
            self.assertAlmostEqual(scalars["loss"], loss, delta=LOGGED)
            self.assertEqual(scalars["n_think"], sum(row["n_think"] for row in rows))
            self.assertAlmostEqual(scalars["grad_norm"], logged(trainer, "grad_norm")[step - 1], delta=1e-3)
            self.assertEqual(scalars["lr"], 1e-2)
        logits = tiny("gpt2")(input_ids=torch.tensor([seen[0]])).logits[0].log_softmax(-1)
        row = recorder.rows[0][1][0]
        first = row["first_supervised"]
        wanted = [logits[t - 1, seen[0][t]].item() for t in range(first, len(seen[0]))]
        for got, want in zip(row["logprobs"], wanted):
            self.assertAlmostEqual(got, want, delta=1e-4)
        self.assertEqual(len(row["logprobs"]), len(wanted))

    def test_a_checkpoint_resumes_exactly(self):
        for restore in (False, True):
            with self.subTest(restore_callback_states_from_checkpoint=restore):
                options = {"balance": Balance("kl", ema=0.5)}
                whole = self.trainer(SSBLoss(**options), f"whole{restore}")
                whole.train()
                again = self.trainer(
                    SSBLoss(balance=Balance("kl", ema=0.5)), f"again{restore}", restore_callback_states_from_checkpoint=restore
                )
                checkpoint = Path(self.folder.name) / f"whole{restore}" / "checkpoint-2"
                saved = json.loads((checkpoint / "trainer_state.json").read_text())["stateful_callbacks"]
                self.assertIn("CallsmithBalanceCallback", saved)
                again.train(resume_from_checkpoint=str(checkpoint))
                self.assertEqual(len(logged(again)), 4)
                for got, want in zip(logged(again, "ssb_alpha"), logged(whole, "ssb_alpha")):
                    self.assertAlmostEqual(got, want, places=9)
                self.assertGreater(len(set(logged(whole, "ssb_alpha"))), 2)
                for got, want in zip(logged(again), logged(whole)):
                    self.assertAlmostEqual(got, want, delta=LOGGED)
                self.assertAlmostEqual(again.attachment.loss.alpha, whole.attachment.loss.alpha, places=9)
                self.assertLess((parameters(again.model) - parameters(whole.model)).abs().max().item(), 1e-5)

    def test_the_moving_alpha_is_used_a_step_later(self):
        loss = SSBLoss(balance=Balance("paper"))
        trainer = self.trainer(loss)
        trainer.train()
        alphas = logged(trainer, "ssb_alpha")
        self.assertEqual(alphas[0], 0.7)
        self.assertAlmostEqual(abs(alphas[1] - alphas[0]), 1e-2, places=6)
        wanted = follow(tiny("gpt2"), trainer.collator.batches[:8], 2, alphas, "sample")
        for got, want in zip(logged(trainer), wanted):
            self.assertAlmostEqual(got, want, delta=LOGGED)

    def test_evaluation_gives_the_same_loss(self):
        rows = samples(WHOLE[:4], 5)
        trainer = self.trainer(
            SSBLoss(), evaluate=rows, eval_strategy="steps", eval_steps=2, per_device_eval_batch_size=4, prediction_loss_only=True
        )
        trainer.train()
        with torch.no_grad():
            wanted = plain_loss(trainer.model, [pad(rows)], 0.7, "sample").item()
        self.assertAlmostEqual(logged(trainer, "eval_loss")[-1], wanted, delta=LOGGED)
        wanted = follow(tiny("gpt2"), [b for b in trainer.collator.batches if len(b["labels"]) == 2][:8], 2, [0.7] * 4, "sample")
        for got, want in zip(logged(trainer), wanted):
            self.assertAlmostEqual(got, want, delta=LOGGED)

    def test_two_ranks_train_like_one(self):
        # Without the flag each rank counts for itself, which the sample reduction survives where ranks have equally many rows.
        for flag, reduction in ((True, "sample"), (False, "sample"), (True, "batch")):
            with self.subTest(average_tokens_across_devices=flag, reduction=reduction):
                folder = Path(self.folder.name) / f"ranks-{flag}-{reduction}"
                folder.mkdir()
                with socket.socket() as free:
                    free.bind(("127.0.0.1", 0))
                    port = free.getsockname()[1]
                torch.multiprocessing.spawn(_rank, (2, str(folder), port, flag, reduction), nprocs=2)
                one, two = (torch.load(folder / f"{rank}.pt", weights_only=False) for rank in range(2))
                self.assertLess((one["parameters"] - two["parameters"]).abs().max().item(), 1e-7)
                self.assertEqual(one["alphas"], two["alphas"])
                merged = []
                for a, b in zip(one["batches"], two["batches"]):
                    merged += [a, b]
                # Each rank takes 2 micro-batches of one row per step; a step of the reference sees all four.
                model = tiny("gpt2")
                wanted = follow(model, merged[:12], 4, one["alphas"], reduction)
                for got, want in zip(one["losses"], wanted):
                    self.assertAlmostEqual(got, want, delta=LOGGED)
                self.assertLess((one["parameters"] - parameters(model)).abs().max().item(), 1e-4)


def _rank(rank, world, folder, port, flag, reduction):
    os.environ.update(
        RANK=str(rank), LOCAL_RANK=str(rank), WORLD_SIZE=str(world), MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port),
        GLOO_SOCKET_IFNAME="lo", ACCELERATE_USE_CPU="true",
    )
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    from transformers import Trainer, TrainingArguments

    collator = Collator()
    trainer = Trainer(
        model=tiny("gpt2"),
        args=arguments(
            TrainingArguments, Path(folder) / "run", per_device_train_batch_size=1, max_steps=3, save_strategy="no",
            average_tokens_across_devices=flag, ddp_backend="gloo",
        ),
        train_dataset=samples(WHOLE * 4), data_collator=collator,
    )
    attach(trainer, SSBLoss(reduction=reduction, balance=Balance("kl", ema=0.5)))
    trainer.train()
    torch.save(
        {
            "losses": logged(trainer), "alphas": logged(trainer, "ssb_alpha"), "batches": collator.batches,
            "parameters": parameters(trainer.model),
        },
        f"{folder}/{rank}.pt",
    )
    torch.distributed.destroy_process_group()


@unittest.skipIf(missing("transformers", "trl", "datasets"), missing("transformers", "trl", "datasets") or "")
class TrlTrainer(unittest.TestCase):
    def setUp(self):
        warnings.simplefilter("ignore")
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    @staticmethod
    def tokenizer():
        from tokenizers import Tokenizer, models
        from transformers import PreTrainedTokenizerFast

        words = {"<pad>": 0, "<s>": 1, "</s>": 2, **{f"w{i}": i for i in range(3, VOCABULARY)}}
        return PreTrainedTokenizerFast(
            tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="<pad>")), pad_token="<pad>", eos_token="</s>", bos_token="<s>"
        )

    def trainer(self, loss, **options):
        from datasets import Dataset
        from trl import SFTConfig, SFTTrainer

        trainer = SFTTrainer(
            model=tiny("llama"), args=arguments(SFTConfig, self.folder.name, **{"loss_type": "nll", **options}),
            train_dataset=Dataset.from_list(samples(ROWS * 4)), processing_class=self.tokenizer(),
        )
        trainer.attachment = attach(trainer, loss)
        trainer.collator = trainer.data_collator = Collator(trainer.data_collator)
        return trainer

    def test_trains_like_plain_torch(self):
        for reduction in ("sample", "batch"):
            with self.subTest(reduction):
                trainer = self.trainer(SSBLoss(reduction=reduction))
                trainer.train()
                wanted = follow(tiny("llama"), trainer.collator.batches[:8], 2, [0.7] * 4, reduction)
                self.assertEqual(len(logged(trainer)), 4)
                for got, want in zip(logged(trainer), wanted):
                    self.assertAlmostEqual(got, want, delta=LOGGED)
                for accuracy in logged(trainer, "mean_token_accuracy"):
                    self.assertTrue(0.0 <= accuracy <= 1.0)

    def test_its_token_accuracy_is_that_of_plain_labels(self):
        trainer = self.trainer(SSBLoss(), max_steps=1, gradient_accumulation_steps=1)
        trainer.train()
        batch = trainer.collator.batches[0]
        with torch.no_grad():
            best = tiny("llama")(input_ids=batch["input_ids"], attention_mask=batch.get("attention_mask")).logits.argmax(-1)[:, :-1]
        labels = batch["labels"][:, 1:]
        right = (best == labels % 2**24)[labels >= 0].float().mean().item()
        self.assertAlmostEqual(logged(trainer, "mean_token_accuracy")[0], right, delta=1e-6)

    def test_packed_rows_keep_their_samples_apart(self):
        trainer = self.trainer(SSBLoss(), packing=True, packing_strategy="bfd", max_length=32, per_device_train_batch_size=1)
        if major("trl") < 1:
            # Packing of these versions drops the labels, and the collator makes new ones from the ids.
            with self.assertRaisesRegex(ValueError, "carry no segment"):
                trainer.train()
            return
        trainer.train()
        batches = trainer.collator.batches[:8]
        self.assertTrue(all("position_ids" in batch for batch in batches))
        self.assertTrue(any((batch["position_ids"] == 0).sum() > 1 for batch in batches))
        wanted = follow(tiny("llama"), batches, 2, [0.7] * 4, "sample")
        for got, want in zip(logged(trainer), wanted):
            self.assertAlmostEqual(got, want, delta=LOGGED)

    def test_a_chunked_loss_is_refused_where_trl_has_one(self):
        from trl import SFTConfig

        if SFTConfig(output_dir=self.folder.name, loss_type="chunked_nll", use_cpu=True, bf16=False).loss_type != "chunked_nll":
            self.skipTest("this TRL version has turned chunked_nll into nll")
        with self.assertRaisesRegex(ValueError, "chunked_nll"):
            self.trainer(SSBLoss(), loss_type="chunked_nll")

    def test_the_readmes_five_lines_work(self):
        from datasets import Dataset

        readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
        lines = readme.split("## Train with SSB")[1].split("```python\n")[1].split("```")[0]
        self.assertEqual(len(lines.splitlines()), 5)
        if not torch.cuda.is_available():
            lines = lines.replace('loss_type="nll"', 'loss_type="nll", use_cpu=True, bf16=False')
        names = {"model": tiny("llama"), "rows": Dataset.from_list(samples(WHOLE)), "tokenizer": self.tokenizer()}
        before, here = parameters(names["model"]), os.getcwd()
        os.chdir(self.folder.name)
        self.addCleanup(os.chdir, here)
        exec(compile(lines, "README.md", "exec"), names)
        self.assertGreater(names["trainer"].state.global_step, 0)
        self.assertGreater((parameters(names["model"]) - before).abs().max().item(), 0)
        self.assertEqual(names["trainer"].callsmith.stats.alpha, 0.7)
        os.chdir(here)

    def test_wrapped_packing_is_refused(self):
        with self.assertRaisesRegex(ValueError, "wrapped"):
            self.trainer(SSBLoss(), packing=True, packing_strategy="wrapped", max_length=32)


if __name__ == "__main__":
    unittest.main()
