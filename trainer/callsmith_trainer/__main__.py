"""``python -m callsmith_trainer``: render data, and look after the traces of runs.

Exit codes: 0 done, 1 something is wrong with the data or the trace, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .demo import write_demo
from .labels import SEGMENT_NAMES
from .loading import LoadError, NoRows, load_rows
from .policy import TraceError
from .recorder import Recorder
from .safetensors_io import SafetensorsError, SafetensorsFile
from .segments import CODE_BITS
from .trace_reader import Trace, TraceFolderError

#: How many faults of one kind are printed; the rest is counted.
_SHOWN = 20


def _few(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        print(line, file=sys.stderr)
    if len(lines) > _SHOWN:
        print(f"and {len(lines) - _SHOWN} more.", file=sys.stderr)


def command_render(options: argparse.Namespace) -> int:
    """Render data with the tokenizer's template and write the tables of tokens into a trace, before any run."""
    template = None
    if options.template:
        try:
            with open(options.template, encoding="utf-8") as file:
                template = file.read()
        except (OSError, ValueError) as error:
            raise LoadError(f"The template {options.template} cannot be read: {error}") from None
    data = load_rows(options.data, options.tokenizer, options.max_length, supervise=options.supervise, template=template)
    manifest = {
        "run": {"prepass": True},
        **data.entries,
        "template": {**data.entries["template"], "name": os.path.basename(options.template) if options.template else None},
    }
    with Recorder(options.out, policy=None, manifest=manifest, on_error="raise") as recorder:
        new = recorder.add_renders(data.tables)
        recorder.event("render", counts=data.counts.as_json())
    _few(data.faults)
    counts, by_segment = data.counts, data.tokens_by_segment()
    print(f"{len(data)} rows rendered into {options.out}, {new} of them new; {len(data.faults)} left out.")
    print("Tokens: " + ", ".join(f"{SEGMENT_NAMES[code]} {by_segment[code]}" for code in sorted(by_segment)))
    if data.shares:
        think, result = data.shares
        print(f"Share of the loss without balance: thought {think:.1%}, result {result:.1%}; with alpha 0.7, in samples that have both: 70.0%, 30.0%.")
    for number, text in (
        (counts.truncated, "rows were cut to max_length"),
        (counts.truncated_call, "of them lost a part of their call: raise --max-length, or leave them out"),
        (counts.not_rendered, "rows have a part that the template leaves out"),
        (counts.rebuilt, "rows have offsets rebuilt from the strings of tokens"),
        (counts.straddling_tokens, "tokens cover two segments"),
        (counts.parts_not_placed, "parts of exported rows do not fit their text and were found anew"),
    ):
        if number:
            print(f"{number} {text}.")
    return 0


def command_validate(options: argparse.Namespace) -> int:
    """Check every file of a trace."""
    trace = Trace(options.run)
    faults = trace.validate()
    for fault in faults:
        print(fault)
    leftovers = trace.leftovers()
    if leftovers:
        print(f"{len(leftovers)} unfinished files of writers that died; readers pass over them.")
    shards = len(trace.shards("renders")) + len(trace.shards("visits"))
    print(f"{shards} shards, {len(trace.steps())} steps: " + (f"{len(faults)} faults." if faults else "everything is in order."))
    return 1 if faults else 0


def command_info(options: argparse.Namespace) -> int:
    """Tell what a trace holds."""
    trace = Trace(options.run)
    manifest = trace.manifest
    run = manifest.get("run") or {}
    print(f"{run.get('name') or os.path.basename(os.path.abspath(options.run))}, created {manifest.get('created')}" + (" (synthetic: no model was trained)" if manifest.get("synthetic") else ""))
    for label, value in (("model", manifest.get("model")), ("tokenizer", manifest.get("tokenizer"))):
        print(f"{label}: {(value or {}).get('name')}")
    for entry in manifest.get("dataset") or []:
        print(f"data: {entry.get('path')}" + (f", {entry['lines']} lines" if entry.get("lines") is not None else ""))
    loss = manifest.get("loss") or {}
    print(f"loss: {loss.get('kind')}, reduction {loss.get('reduction')}, balance {(loss.get('balance') or {}).get('mode')}")
    for kind in ("renders", "visits"):
        shards = trace.shards(kind)
        rows = size = unreadable = 0
        for shard in shards:
            size += os.path.getsize(shard.path)
            try:
                with SafetensorsFile(shard.path) as file:
                    rows += file.info("render.key" if kind == "renders" else "visit.step").shape[0]
            except (SafetensorsError, IndexError):
                unreadable += 1
        print(f"{kind}: {rows} in {len(shards)} shards, {size / 1e6:.1f} MB" + (f"; {unreadable} unreadable, see validate" if unreadable else ""))
    steps = trace.steps()
    if steps:
        first, last = steps[0], steps[-1]
        print(f"steps: {first['step']} to {last['step']}, attempts {sorted({line.get('attempt', 0) for line in steps})}")
        for name in ("loss", "loss_think", "loss_call", "alpha"):
            if isinstance(first.get(name), (int, float)) and isinstance(last.get(name), (int, float)):
                print(f"{name}: {first[name]:.4f} to {last[name]:.4f}")
        unknown = sum(line.get("n_unknown", 0) for line in steps)
        if unknown:
            print(f"unknown rows: {unknown}")
    return 0


def command_export(options: argparse.Namespace) -> int:
    """Write the visits of a trace as one Parquet file, a row for each sample and step."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise LoadError("Writing Parquet needs pyarrow, which is not installed: pip install pyarrow") from None
    trace = Trace(options.run)
    known: Dict[bytes, Tuple[Dict[str, Any], np.ndarray, np.ndarray]] = {}
    passed: List[str] = []
    for shard in trace.shards("renders"):
        try:
            for render in trace.renders(shard):
                facts = {
                    "dataset": render.meta.get("dataset_name"),
                    "line": render.meta.get("line"),
                    "id": render.meta.get("id"),
                    "line_sha": render.line_sha,
                    "content_sha": render.content_sha,
                    "first_supervised": render.first_supervised,
                }
                known.setdefault(render.key, (facts, render.ids[render.first_supervised :], render.segments[render.first_supervised :]))
        except (SafetensorsError, ValueError, IndexError) as error:
            passed.append(str(error))
    winner = trace.attempt_of_step()
    scalars = [(name, pyarrow.float32()) for name in trace.scalar_names]
    schema = pyarrow.schema(
        [
            ("step", pyarrow.uint32()), ("epoch", pyarrow.float32()), ("attempt", pyarrow.uint32()), ("rank", pyarrow.uint32()), ("render_key", pyarrow.string()),
            ("dataset", pyarrow.string()), ("line", pyarrow.int64()), ("id", pyarrow.string()), ("line_sha", pyarrow.string()), ("content_sha", pyarrow.string()),
            ("first_supervised", pyarrow.uint32()), *scalars,
            ("token_id", pyarrow.list_(pyarrow.uint32())), ("segment", pyarrow.list_(pyarrow.uint8())), ("logprob", pyarrow.list_(pyarrow.float32())),
        ]
    )  # fmt: skip
    written = 0
    temporary = options.parquet + ".tmp"
    with pyarrow.parquet.ParquetWriter(temporary, schema) as writer:
        for shard in trace.shards("visits"):
            batch: List[Dict[str, Any]] = []
            try:
                for visit in trace.visits(shard):
                    if winner.get(visit.step, visit.attempt) != visit.attempt or visit.key not in known:
                        continue
                    facts, ids, segments = known[visit.key]
                    batch.append(
                        {
                            "step": visit.step, "epoch": visit.epoch, "attempt": visit.attempt, "rank": visit.rank, "render_key": visit.key.hex(), **facts, **visit.scalars,
                            "token_id": ids.tolist(), "segment": (segments & CODE_BITS).tolist(), "logprob": visit.logprob.astype(np.float32).tolist(),
                        }
                    )  # fmt: skip
            except (SafetensorsError, ValueError, IndexError) as error:
                passed.append(str(error))
            if batch:
                writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
                written += len(batch)
    os.replace(temporary, options.parquet)
    _few([f"Passed over: {message}" for message in passed])
    print(f"{written} visits written to {options.parquet}.")
    return 1 if passed else 0


def command_demo(options: argparse.Namespace) -> int:
    """Write a small synthetic run."""
    if options.data and not os.path.isfile(options.data):
        raise LoadError(f"There is no file {options.data}. Give a JSONL file of messages, or leave --data out.")
    try:
        result = write_demo(options.out, options.data, options.epochs, options.batch, options.seed)
    except (FileExistsError, ValueError) as error:
        raise LoadError(str(error)) from None
    _few(result["left_out"])
    print(f"Synthetic run of {result['rows']} rows, {result['steps']} steps and {result['visits']} visits in {options.out}. No model was trained.")
    return 0


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("has to be at least 1")
    return value


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m callsmith_trainer", description="Render data for training, and look after the traces of runs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    render = commands.add_parser("render", help="find thoughts and calls in the tokens of a data set, before any run")
    render.add_argument("data", help="JSONL of messages, or of `callsmith export --for-trainer`")
    render.add_argument("--tokenizer", required=True, metavar="DIR", help="local folder of the tokenizer; `bytes` or `words` for the built-in ones")
    render.add_argument("--out", required=True, metavar="RUN", help="folder of the trace, by custom NAME.cstrace")
    render.add_argument("--max-length", type=_positive, default=None, help="tokens that the training keeps of a row")
    render.add_argument("--supervise", choices=("all", "last"), default="all", help="which turns of the assistant are trained")
    render.add_argument("--template", metavar="FILE", help="chat template to use in place of the tokenizer's own")
    render.set_defaults(run_command=command_render)

    validate = commands.add_parser("validate", help="check every file of a trace")
    validate.add_argument("run", metavar="RUN")
    validate.set_defaults(run_command=command_validate)

    export = commands.add_parser("export", help="write the visits of a trace as Parquet")
    export.add_argument("run", metavar="RUN")
    export.add_argument("--parquet", required=True, metavar="FILE")
    export.set_defaults(run_command=command_export)

    demo = commands.add_parser("demo", help="write a small synthetic run")
    demo.add_argument("out", metavar="OUT")
    demo.add_argument("--data", metavar="FILE", help="take the rows of this file; without it, built-in samples")
    demo.add_argument("--epochs", type=_positive, default=3)
    demo.add_argument("--batch", type=_positive, default=4)
    demo.add_argument("--seed", type=int, choices=range(0, 1 << 31), default=0, metavar="N")
    demo.set_defaults(run_command=command_demo)

    info = commands.add_parser("info", help="tell what a trace holds")
    info.add_argument("run", metavar="RUN")
    info.set_defaults(run_command=command_info)
    return parser


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run one command; returns the exit code."""
    options = build_parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Names of files and texts of faults may hold characters that a console does not have.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return options.run_command(options)
    except NoRows as error:
        _few(error.faults)
        print(error, file=sys.stderr)
        return 1
    except (LoadError, TraceFolderError, TraceError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of the output (head, less) has gone; that is its choice.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
