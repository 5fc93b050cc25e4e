"""Trains a small decoder from scratch with SSB or plain SFT and records it: the runs of examples/runs, on a CPU or a GPU.

    callsmith export --for-trainer DATA.jsonl > rows.jsonl
    python train_small.py rows.jsonl --loss fixed --out runs      # also: kl, sft; --precision bf16 on a GPU
    python train_small.py rows.jsonl --overhead 40                # what recording costs, nothing is kept

Nothing is downloaded: the weights are random, the tokenizer is trained on the rows. The same seed gives the same weights
and the same order of rows for every loss. Needs torch, transformers, accelerate and tokenizers.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, Trainer, TrainingArguments

from callsmith_trainer import Balance, Recorder, SSBLoss, load_rows, record
from callsmith_trainer.dataset import Row, describe_file, read_rows

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHAT_TEMPLATE = """{%- if tools %}<|im_start|>system
You may call these functions:
{% for tool in tools %}{{ tool.function | tojson }}
{% endfor %}<|im_end|>
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{% if message.reasoning_content %}<think>
{{ message.reasoning_content }}
</think>

{% endif %}{{ message.content }}
{%- for call in message.tool_calls or [] %}<tool_call>
{"name": {{ call.function.name | tojson }}, "arguments": {{ call.function.arguments | tojson }}}
</tool_call>{% if not loop.last %}
{% endif %}{% endfor %}<|im_end|>
{% endfor %}"""

LOSSES = {
    "fixed": lambda: SSBLoss(alpha=0.7),
    # Losses of a model from scratch lie some nats apart, with which the default of lambda (0.5) would stay at its bound.
    "kl": lambda: SSBLoss(balance=Balance("kl", 0.7, lam=2.0)),
    "sft": lambda: SSBLoss(reduction="token"),
}


def make_tokenizer(rows, size, folder):
    """A byte-level BPE tokenizer of ``size`` tokens, trained on the rows as the template prints them, or the one in the folder."""
    if (folder / "tokenizer.json").exists():
        return PreTrainedTokenizerFast.from_pretrained(folder)
    bare = Tokenizer(models.BPE())
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bare.decoder = decoders.ByteLevel()
    wrapped = PreTrainedTokenizerFast(tokenizer_object=bare, chat_template=CHAT_TEMPLATE)
    texts = [wrapped.apply_chat_template(row.messages, tools=row.tools, tokenize=False) for row in read_rows(rows) if isinstance(row, Row)]
    if not texts:
        raise SystemExit(f"{rows} has no row that can be read.")
    bare.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bare, chat_template=CHAT_TEMPLATE, pad_token="<|endoftext|>", bos_token="<|im_start|>", eos_token="<|im_end|>", model_max_length=1 << 20
    )
    tokenizer.save_pretrained(folder)
    return PreTrainedTokenizerFast.from_pretrained(folder)


def make_model(tokenizer, options):
    """A Llama of random weights."""
    transformers.set_seed(options.seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=options.width, intermediate_size=options.width * 11 // 4, num_hidden_layers=options.layers,
            num_attention_heads=options.width // 64, max_position_embeddings=options.max_length, tie_word_embeddings=True,
            bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
        )
    )  # fmt: skip


def hardware():
    """What the run is made on, in words."""
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name(0)} (GPU)"
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), name)
    except OSError:
        pass
    return f"CPU, {torch.get_num_threads()} thread{'s' if torch.get_num_threads() != 1 else ''} ({name})"


def peak_memory():
    """Largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)


def train(options):
    """One run; prints what came of it as a line of JSON."""
    out = Path(options.out)
    tokenizer = make_tokenizer(options.rows, options.vocabulary, out / "tokenizer")
    rows = load_rows(options.rows, tokenizer, max_length=options.max_length)
    model = make_model(tokenizer, options)
    name = options.name or f"{options.prefix}-{options.loss}"
    with tempfile.TemporaryDirectory() as checkpoints:
        arguments = TrainingArguments(
            output_dir=checkpoints, num_train_epochs=options.epochs, max_steps=options.max_steps, per_device_train_batch_size=options.batch,
            gradient_accumulation_steps=options.accumulation, learning_rate=options.lr, warmup_steps=options.warmup, lr_scheduler_type="cosine", weight_decay=0.01,
            seed=options.seed, data_seed=options.seed, bf16=options.precision == "bf16", use_cpu=not torch.cuda.is_available(),
            logging_steps=10, save_strategy="no", report_to=[], disable_tqdm=True,
        )  # fmt: skip
        trainer = Trainer(model=model, args=arguments, train_dataset=rows, data_collator=rows.collate)
        kind = "GPU" if torch.cuda.is_available() else "CPU"
        parameters = sum(p.numel() for p in model.parameters())
        manifest = {
            "run": {"name": name, "host": None, "hardware": hardware(), "precision": options.precision, "seed": options.seed},
            "note": f"{kind} run, tiny model trained from scratch",
            "model": {"name": f"Llama-shaped, {parameters / 1e6:.1f} M parameters, random start"},
            "tokenizer": {"name": "byte-level BPE trained on the same rows"},
        }
        if options.data:
            manifest["dataset"] = [describe_file(options.data)]
        policy = {"mode": "watch+every", "every": 1 << 30, "watch": options.watch, "seed": options.seed, "max_bytes": 64_000_000}
        extra = ("entropy", "gnorm") if options.extra else ()
        attachment = None
        if options.record:
            attachment = record(trainer, LOSSES[options.loss](), rows, out / f"{name}.cstrace", policy=policy, extra=extra, manifest=manifest)
        else:
            from callsmith_trainer import attach

            attachment = attach(trainer, LOSSES[options.loss]())
        began = time.monotonic()
        trainer.train()
        seconds = time.monotonic() - began
    if attachment.recorder is not None:
        attachment.recorder.close()
    stats = attachment.stats
    print(
        json.dumps(
            {
                "run": name, "rows": len(rows), "left_out": len(rows.faults), "tokens": sum(len(table.ids) for table in rows.tables), "truncated": rows.counts.truncated,
                "steps": trainer.state.global_step, "seconds": round(seconds, 1), "parameters": parameters, "peak_rss_mb": round(peak_memory()),
                "loss_think": round(stats.loss_think, 4), "loss_call": round(stats.loss_result, 4), "alpha": round(stats.alpha, 4),
                "recorded": bool(options.record), "unknown": getattr(attachment.recorder, "unknown", None),
            }
        )
    )  # fmt: skip


def overhead(options):
    """Steps with and without a recorder, in the order off, on, on, off, on the same batches; prints the times as JSON."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    with tempfile.TemporaryDirectory() as folder:
        tokenizer = make_tokenizer(options.rows, options.vocabulary, Path(folder) / "tokenizer")
        rows = load_rows(options.rows, tokenizer, max_length=options.max_length)
        model = make_model(tokenizer, options).to(device)
        optimizer = torch.optim.AdamW(model.parameters(), lr=options.lr)
        extra = ("entropy", "gnorm") if options.extra else ()
        recorder = Recorder(Path(folder) / "run.cstrace", policy={"mode": "all"}, extra=extra, flush_seconds=5.0)
        recorder.add_renders(rows.tables)
        recorder.flush()
        loss = SSBLoss(alpha=0.7)
        autocast = torch.autocast(device.type, torch.bfloat16, enabled=options.precision == "bf16")
        size = options.batch * options.accumulation
        times, processor = {True: [], False: []}, {True: [], False: []}
        step, own = 0, [0.0]

        def clocked(function):
            """The same function, whose time is added up: what recording does by itself."""

            def call(*arguments):
                start = time.perf_counter()
                try:
                    return function(*arguments)
                finally:
                    own[0] += time.perf_counter() - start

            return call

        def one(batches, recording):
            nonlocal step
            step += 1
            if device.type == "cuda":
                torch.cuda.synchronize()
            start, spent = time.perf_counter(), time.process_time()
            loss.capture_rows(recording, extra)
            if recording:
                loss._rows.keep = clocked(loss._rows.keep)
            loss.prime(batches)
            for batch in batches:
                labels = batch["labels"]
                loss.stage(batch)
                with autocast:
                    outputs = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
                loss(outputs, labels).backward()
            optimizer.step()
            optimizer.zero_grad()
            stats = loss.end_window()
            if recording:
                clocked(recorder.record_step)(step, 0.0, clocked(loss.take_rows)())
                clocked(recorder.end_step)(step, 0.0, {"alpha": stats.alpha, "loss": stats.loss, "loss_think": stats.loss_think, "loss_call": stats.loss_result})
            if device.type == "cuda":
                torch.cuda.synchronize()
            return time.perf_counter() - start, time.process_time() - spent

        for number in range(options.overhead + 1):
            picked = [rows[(number * size + i) % len(rows)] for i in range(size)]
            for recording in (False, True, True, False):
                batches = [
                    {key: value.to(device) for key, value in rows.collate(picked[i : i + options.batch]).items()} for i in range(0, size, options.batch)
                ]
                seconds, spent = one(batches, recording)
                if number:  # The first round warms up.
                    times[recording].append(seconds)
                    processor[recording].append(spent)
        before = time.perf_counter()
        recorder.close()
        closing = time.perf_counter() - before
    without, with_ = (statistics.median(times[key]) for key in (False, True))

    def percent(values):
        each = [(sum(values[True][i : i + 2]) / sum(values[False][i : i + 2]) - 1) * 100 for i in range(0, len(values[True]), 2)]
        return {"median_of_batches": round(statistics.median(each), 2), "of_sums": round((sum(values[True]) / sum(values[False]) - 1) * 100, 2)}

    print(
        json.dumps(
            {
                "hardware": hardware(), "batches": options.overhead, "extra": list(extra), "median_step_ms_without": round(without * 1e3, 2), "median_step_ms_with": round(with_ * 1e3, 2),
                "recording_ms_per_step": round(own[0] * 1e3 / (2 * options.overhead + 2), 2), "percent_wall": percent(times), "percent_processor": percent(processor),
                "closing_ms": round(closing * 1e3, 1), "recorded_visits": recorder.recorded,
            }
        )
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", help="JSONL of `callsmith export --for-trainer`")
    parser.add_argument("--data", help="the file that the rows were exported from; its hash goes into the manifest")
    parser.add_argument("--loss", choices=sorted(LOSSES), default="fixed")
    parser.add_argument("--out", default="runs", help="folder of the traces and the tokenizer")
    parser.add_argument("--prefix", default="calls-small")
    parser.add_argument("--name", help="name of the run; by default PREFIX-LOSS")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--max-steps", type=int, default=-1)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--accumulation", type=int, default=2)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--warmup", type=int, default=10, metavar="STEPS")
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--vocabulary", type=int, default=3000)
    parser.add_argument("--max-length", type=int, default=1024)
    parser.add_argument("--watch", type=int, default=200, help="samples that are recorded at every step")
    parser.add_argument("--extra", action="store_true", help="record entropy and gradient length of each token too")
    parser.add_argument("--no-record", dest="record", action="store_false", help="train alike without a recorder")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads of torch; 0 leaves its own choice")
    parser.add_argument("--overhead", type=int, default=0, metavar="BATCHES", help="measure what recording costs, and stop")
    options = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if options.threads:
        torch.set_num_threads(options.threads)
    (overhead if options.overhead else train)(options)


if __name__ == "__main__":
    main()
