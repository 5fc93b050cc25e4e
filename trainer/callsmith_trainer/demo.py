"""A small synthetic run: rows of a data file, and log-probabilities that no model made.

It is for looking at the views of a trace without a GPU. Everything in it is computed from a seed, so the same rows give the
same bytes; the manifest says ``synthetic`` wherever a reader could take it for a run."""

from __future__ import annotations

import hashlib
import json
import os
import random
from typing import Any, Dict, List, Optional, Sequence, Union

import numpy as np

from .bytetokenizer import WordTokenizer
from .dataset import Row, RowFault, describe_data, read_rows
from .labels import THINK
from .offsets import RefusedSample
from .recorder import Recorder
from .segmenter import Segmenter
from .segments import CODE_BITS, SegmentTable

#: Most rows of a data file that a demo takes, and its first moment in seconds since 1970 (2026-01-01).
MAX_ROWS = 2000
_EPOCH = 1767225600.0

_TOOLS = [
    {"type": "function", "function": {"name": "get_weather", "description": "Weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["C", "F"]}}, "required": ["city"]}}},
    {"type": "function", "function": {"name": "book_table", "description": "Reserve a table", "parameters": {"type": "object", "properties": {"place": {"type": "string"}, "people": {"type": "integer"}, "time": {"type": "string"}}, "required": ["place", "people"]}}},
]  # fmt: skip
_SAMPLES = (
    ("How warm is it in Oslo?", "The user wants the weather of one city. get_weather needs the city; no unit is given, so it stays out.", "[get_weather(city='Oslo')]"),
    ("Is it hot in Cairo? Fahrenheit, please.", "The unit was asked for: F. The city is Cairo.", "[get_weather(city='Cairo', unit='F')]"),
    ("A table for four at Lido, 19:30.", "Reserving fits book_table. Place Lido, four people, time 19:30.", "[book_table(place='Lido', people=4, time='19:30')]"),
    ("Compare the weather in Rome and Paris.", "Two cities, so two calls of the same function.", "[get_weather(city='Rome'), get_weather(city='Paris')]"),
    ("Wie warm ist es in Zürich? 😀", "The question is German; the city is Zürich.", "[get_weather(city='Zürich')]"),
    ("Thanks, that is all.", "Nothing to call. A short answer will do.", "You are welcome!"),
    ("Book Bella for two.", "The time is not given and not required.", "[book_table(place='Bella', people=2)]"),
    ("Delete my account.", "None of the functions can do this, so I say so.", "I have no function for that."),
)


def sample_lines() -> List[bytes]:
    """The built-in rows as lines of JSON, in the format of the method: a thought, a blank line, a Python list of calls."""
    lines = []
    for number, (query, thought, answer) in enumerate(_SAMPLES):
        messages = [{"role": "user", "content": query}, {"role": "assistant", "content": f"<think>{thought}</think>\n\n{answer}"}]
        lines.append(json.dumps({"id": f"demo-{number}", "messages": messages, "tools": _TOOLS}, ensure_ascii=False).encode("utf-8"))
    return lines


def _unit(*parts: Any) -> float:
    digest = hashlib.blake2b(repr(parts).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little") / 2.0**64


def synthetic_logprobs(table: SegmentTable, progress: float, hardness: float, seed: int) -> np.ndarray:
    """Invented log-probabilities (float32, nats) from ``first_supervised`` on. ``progress`` runs from 0 to 1; thoughts keep
    more loss than calls, as trained models have it, and hard samples fall more slowly."""
    codes = table.segments[table.first_supervised :] & CODE_BITS
    chance = np.random.RandomState(int.from_bytes(hashlib.blake2b(table.key + seed.to_bytes(8, "little"), digest_size=4).digest(), "little"))
    # Most tokens are nearly certain and a few are not: the square of a uniform number has that shape.
    base = 2.4 * chance.random_sample(len(codes)) ** 2
    scale = np.where(codes == THINK, 1.0, 0.55)
    floor = np.where(codes == THINK, 0.35, 0.04) + 0.3 * hardness
    left = floor + (1.0 - floor) * np.exp(-3.0 * progress * (1.0 - 0.7 * hardness))
    return -(base * scale * left).astype(np.float32)


def write_demo(out: Union[str, os.PathLike], data: Optional[Union[str, os.PathLike]] = None, epochs: int = 3, batch: int = 4, seed: int = 0) -> Dict[str, Any]:
    """Write a synthetic run into a new folder; returns counts. ``data``: a file that ``render`` reads, else the built-in
    samples, which then lie in the folder as ``demo.jsonl`` so that an editor can open them beside the trace."""
    if os.path.exists(os.path.join(out, "manifest.json")):
        raise FileExistsError(f"{os.fspath(out)} already holds a trace. Give a new folder for the demo.")
    os.makedirs(out, exist_ok=True)
    faults: List[str] = []
    rows: List[Row] = []
    if data is None:
        path = os.path.join(out, "demo.jsonl")
        with open(path, "wb") as file:
            file.write(b"".join(line + b"\n" for line in sample_lines()))
        data = path
    for found in read_rows(data):
        if isinstance(found, RowFault):
            faults.append(found.message)
        elif len(rows) < MAX_ROWS:
            rows.append(found)
    tokenizer = WordTokenizer()
    datasets = describe_data(data)
    segmenter = Segmenter(tokenizer, datasets=[entry["path"] for entry in datasets])
    tables: List[SegmentTable] = []
    for row in rows:
        try:
            tables.append(segmenter.segment(row))
        except RefusedSample as refusal:
            faults.append(f"{row.dataset}:{row.line}: {refusal}")
    if not tables:
        raise ValueError(f"No row of {os.fspath(data)} can be used for a demo." + (f" The first fault: {faults[0]}" if faults else " The file is empty."))

    moment = [_EPOCH]
    manifest = {
        "synthetic": True,
        "run": {"id": f"synthetic-{seed}", "name": "synthetic", "host": None, "framework": {"name": "synthetic: no model was trained", "version": None}},
        "dataset": datasets,
        "model": {"name": "synthetic"},
        "tokenizer": {"name": tokenizer.name_or_path, "vocab_size": tokenizer.vocab_size},
        "template": {"name": tokenizer.chat_template, "source": "custom"},
        "policy": {"mode": "all", "seed": seed},
    }
    alpha = 0.7
    per_epoch = -(-len(tables) // batch)
    total = epochs * per_epoch
    with Recorder(out, attempt=None, policy={"mode": "all", "seed": seed}, manifest=manifest, on_error="raise", clock=lambda: moment[0]) as recorder:
        recorder.add_renders(tables)
        for epoch in range(epochs):
            order = list(range(len(tables)))
            random.Random(seed * 1000 + epoch).shuffle(order)
            for number in range(per_epoch):
                step = epoch * per_epoch + number + 1
                moment[0] += 2.5
                at = epoch + (number + 1) / per_epoch
                visits = [_visit(tables[index], (step - 1) / max(1, total - 1), alpha, seed) for index in order[number * batch : (number + 1) * batch]]
                recorder.record_step(step, at, visits)
                recorder.end_step(step, at, _scalars(visits, alpha, step, total))
    return {"rows": len(tables), "left_out": faults, "steps": total, "visits": recorder.recorded}


def _visit(table: SegmentTable, progress: float, alpha: float, seed: int) -> Dict[str, Any]:
    logprobs = synthetic_logprobs(table, progress, _unit("hard", seed, table.key) ** 3, seed)
    labels = table.labels[table.first_supervised :]
    supervised, think = labels >= 0, (labels >> 24) == THINK
    parts = {"think": -logprobs[supervised & think], "call": -logprobs[supervised & ~think]}
    row: Dict[str, Any] = {"input_ids": table.ids.tolist(), "first_supervised": table.first_supervised, "logprobs": logprobs, "alpha": alpha}
    for name, values in parts.items():
        row[f"n_{name}"] = int(values.size)
        row[f"loss_{name}"] = float(values.mean()) if values.size else 0.0
    return row


def _scalars(visits: Sequence[Dict[str, Any]], alpha: float, step: int, total: int) -> Dict[str, Any]:
    """The line of a step: means over the samples that have the segment, and the balanced loss of the method."""
    losses = []
    for visit in visits:
        if visit["n_think"] and visit["n_call"]:
            losses.append(alpha * visit["loss_think"] + (1 - alpha) * visit["loss_call"])
        else:
            losses.append(visit["loss_think"] if visit["n_think"] else visit["loss_call"])

    def mean(name: str) -> Optional[float]:
        values = [visit[f"loss_{name}"] for visit in visits if visit[f"n_{name}"]]
        return float(np.mean(values)) if values else None

    warm = min(1.0, step / max(1, total // 20))
    return {
        "alpha": alpha,
        "loss": float(np.mean(losses)),
        "loss_think": mean("think"),
        "loss_call": mean("call"),
        "n_think": sum(visit["n_think"] for visit in visits),
        "n_call": sum(visit["n_call"] for visit in visits),
        "n_samples": len(visits),
        "lr": 4e-5 * warm * (1.0 - (step - 1) / max(1, total)),
        "grad_norm": round(0.4 + 2.0 * float(np.mean(losses)), 6),
    }
