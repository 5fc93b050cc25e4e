"""Writes what a training run did to each token: a folder ``<run>.cstrace`` of immutable shards.

    manifest.json                        what the run is; written once, by rank 0
    steps/a000-r00000.jsonl              a line for each optimizer step, by rank 0
    renders/a000-r00000-000000.safetensors   rendered samples as tables of tokens
    visits/a000-r00000-000000.safetensors    log-probabilities of rendered samples at a step
    events.jsonl                         starts, resumes, warnings

``a`` is the attempt, which grows with every resume, ``r`` the rank, then a serial number. No two writers share a file, so
there are no locks. A shard is written under the name ``….tmp``, synced and renamed; a process that dies loses what it had
not flushed (one shard or 60 seconds) and never leaves half a shard under a final name.

``render.content_sha`` is 32 zero bytes where a line has no canonical form."""

from __future__ import annotations

import json
import logging
import math
import os
import platform
import re
import time
import uuid
from collections import Counter
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple, Union

import numpy as np

from .atomic import write_atomically
from .labels import ANSWER, CALL, STRUCT, THINK
from .manifest import EXTRA, FORMAT, SCALARS, VERSION, default_manifest, finite, merged
from .policy import TraceError, checked_policy, stratum_of, watch_list
from .safetensors_io import SafetensorsError, SafetensorsFile, write_tensors
from .segments import CODE_BITS, SegmentTable, render_key

#: A buffer is written when it holds this many bytes; shards stay below 32 MiB, which a web editor reads as a whole.
SHARD_BYTES = 24 << 20
FLUSH_SECONDS = 60.0
#: Share of the byte budget after which whole steps are no longer recorded and the watch-list goes on alone.
_SHARE_OF_STEPS = 0.75

_NAME = re.compile(r"a(\d+)-r(\d+)(?:-\d+\.safetensors|\.jsonl)\Z")
_LOG = logging.getLogger("callsmith_trainer.recorder")


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"


def split_packed(position_ids: Sequence[int]) -> List[Tuple[int, int]]:
    """The samples of a packed row as half-open ranges of tokens: each begins where the position is 0. Tokens before the
    first such position belong to none."""
    starts = np.flatnonzero(np.asarray(position_ids) == 0).tolist()
    return list(zip(starts, [*starts[1:], len(position_ids)]))


class _Known:
    """What the recorder keeps of a render: where its visits begin, how many tokens it has, and its stratum."""

    __slots__ = ("first", "tokens", "stratum", "own")

    def __init__(self, first: int, tokens: int, stratum: Tuple[int, int, int], own: bool):
        self.first = first
        self.tokens = tokens
        self.stratum = stratum
        self.own = own


class Recorder:
    """Records one rank of a run into a trace folder. Not for several threads at once.

    ``attempt``: None takes the one after the highest found for this rank (and no lower than that of other ranks); with
    several ranks let rank 0 choose and give the same number to all. ``policy``: ``mode`` ``"watch+every"`` (a fixed list of
    ``watch`` samples at each step, and every ``every``-th step whole) or ``"all"``; ``seed``; ``max_bytes`` for all ranks
    together, 0 for no limit. ``extra``: names of ``EXTRA`` whose values each row brings beside its log-probabilities. ``manifest``: what differs from ``default_manifest()``; used by rank 0 alone and only where
    the folder has no manifest yet, or one of a prepass. ``on_error``: ``"warn"`` turns recording off and logs when the disk
    fails, so that a training goes on; ``"raise"`` raises. ``clock`` gives seconds since 1970."""

    def __init__(
        self,
        dir: Union[str, os.PathLike],
        rank: int = 0,
        world_size: int = 1,
        attempt: Optional[int] = None,
        policy: Optional[Mapping[str, Any]] = None,
        manifest: Optional[Mapping[str, Any]] = None,
        *,
        shard_bytes: int = SHARD_BYTES,
        flush_seconds: float = FLUSH_SECONDS,
        extra: Sequence[str] = (),
        on_error: str = "warn",
        clock: Callable[[], float] = time.time,
    ):
        if not 0 <= rank < world_size:
            raise TraceError(f"Rank {rank} is not one of {world_size}. Pass the rank and the world size of the process group.")
        self.dir = os.fspath(dir)
        self.rank = rank
        self.world_size = world_size
        self.policy = checked_policy(policy if policy is not None else (manifest or {}).get("policy"))
        self.extra = tuple(extra)
        if not set(self.extra) <= set(EXTRA):
            raise TraceError(f"extra is {', '.join(map(str, self.extra))}. Use {', '.join(EXTRA)}, or none.")
        self.shard_bytes = shard_bytes
        self.flush_seconds = flush_seconds
        self.unknown = 0
        self.recorded = 0
        self._on_error = on_error
        self._clock = clock
        self._failed = False
        self._closed = False
        self._warned: Counter = Counter()
        self._known: Dict[bytes, _Known] = {}
        self._lines: Set[bytes] = set()
        self._watch: Optional[Set[bytes]] = None
        self._watch_size = 0
        self._renders: List[SegmentTable] = []
        self._render_bytes = 0
        self._visits: List[Tuple[bytes, int, float, List[float], List[np.ndarray]]] = []
        self._visit_bytes = 0
        self._serials = {"renders": 0, "visits": 0}
        self._unknown_in_step = 0
        for name in ("", "steps", "renders", "visits"):
            os.makedirs(os.path.join(self.dir, name), exist_ok=True)
        self.attempt = self._reserve(attempt)
        resumed = self._load()
        self.manifest = self._open_manifest(manifest or {})
        self._steps = open(self._step_path(self.attempt), "ab")
        self._last_flush = time.monotonic()
        self.event("resume" if resumed else "start", policy=self.policy, world_size=world_size)

    # ------------------------------------------------------------------------------------------------------------- start

    def _step_path(self, attempt: int) -> str:
        return os.path.join(self.dir, "steps", f"a{attempt:03d}-r{self.rank:05d}.jsonl")

    def _reserve(self, attempt: Optional[int]) -> int:
        """Take an attempt for this rank by creating its file of steps, which fails where another process has it."""
        own = others = -1
        for folder in ("steps", "renders", "visits"):
            for name in os.listdir(os.path.join(self.dir, folder)):
                match = _NAME.match(name)
                if match and int(match.group(2)) == self.rank:
                    own = max(own, int(match.group(1)))
                elif match:
                    others = max(others, int(match.group(1)))
        if attempt is not None:
            if attempt <= own:
                raise TraceError(
                    f"{self.dir} already holds attempt {own} of rank {self.rank}, so attempt {attempt} would mix two runs. "
                    f"Pass attempt={own + 1}, or None to take the next one."
                )
            candidates: Iterable[int] = (attempt,)
        else:
            start = max(own + 1, others, 0)
            candidates = range(start, start + 1000)
        for number in candidates:
            try:
                os.close(os.open(self._step_path(number), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
                return number
            except FileExistsError:
                continue
        raise TraceError(f"{self.dir}: no free attempt for rank {self.rank}. Record into a new folder.")

    def _load(self) -> bool:
        """Learn the renders that the folder holds; remove what this rank left unfinished in earlier attempts."""
        anything = False
        prefix = re.compile(r"a\d+-r%05d-\d+\.safetensors\.tmp\Z" % self.rank)
        bytes_before = 0
        for folder in ("renders", "visits"):
            base = os.path.join(self.dir, folder)
            for name in sorted(os.listdir(base)):
                path = os.path.join(base, name)
                if prefix.match(name):
                    os.remove(path)
                match = _NAME.match(name)
                if not match:
                    continue
                anything = anything or int(match.group(1)) < self.attempt
                if int(match.group(2)) == self.rank:
                    bytes_before += os.path.getsize(path)
                if folder == "renders":
                    self._load_renders(path)
        self._written = bytes_before
        return anything

    def _load_renders(self, path: str) -> None:
        try:
            with SafetensorsFile(path) as file:
                splits = file.tensor("render.row_splits").astype(np.int64)
                keys = file.tensor("render.key")
                lines = file.tensor("render.line_sha")
                firsts = file.tensor("render.first_supervised")
                codes = file.tensor("tok.segment") & CODE_BITS
            counts = [np.concatenate(([0], np.cumsum(codes == code))) for code in (THINK, CALL)]
            rest = np.concatenate(([0], np.cumsum((codes == ANSWER) | (codes == STRUCT))))
            for row in range(len(keys)):
                low, high = splits[row], splits[row + 1]
                think, call, other = (int(total[high] - total[low]) for total in (*counts, rest))
                self._lines.add(keys[row].tobytes() + lines[row].tobytes())
                self._known.setdefault(keys[row].tobytes(), _Known(int(firsts[row]), int(high - low), stratum_of(think, call, other), False))
        except (SafetensorsError, OSError, IndexError, ValueError) as error:
            _LOG.warning("A shard of renders is passed over; its samples count as unknown until they are added again. %s", error)

    def _open_manifest(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        path = os.path.join(self.dir, "manifest.json")
        base = default_manifest()
        base["created"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        base["run"].update(id=uuid.uuid4().hex, name=os.path.basename(os.path.abspath(self.dir)).replace(".cstrace", ""), host=platform.node(), world_size=self.world_size)
        result = merged(merged(base, given), {"format": FORMAT, "version": VERSION, "policy": self.policy})
        if self.extra:
            result["fields"] = {**result["fields"], "extra": [f"tok.{name}" for name in self.extra]}
        if list(result["fields"]["visit.scalars"]) != list(SCALARS):
            raise TraceError(f"The manifest names other scalars than {', '.join(SCALARS)}. Leave `fields` out of it, or use its `extra`.")
        found: Optional[Dict[str, Any]] = None
        if os.path.exists(path):
            try:
                with open(path, "rb") as file:
                    found = json.loads(file.read().decode("utf-8"))
            except ValueError as error:
                raise TraceError(f"{path} is not JSON ({error}). Restore it, or record into a new folder.") from None
            if not isinstance(found, dict) or found.get("format") != FORMAT or str(found.get("version", "")).split(".")[0] != VERSION.split(".")[0]:
                raise TraceError(f"{path} is not of {FORMAT} {VERSION}. Record into a new folder.")
        if found is not None and not (isinstance(found.get("run"), dict) and found["run"].get("prepass")):
            return found
        if self.rank != 0:
            return result if found is None else found
        if found is not None:
            # A prepass told the data, the tokenizer and the template; the run tells the rest.
            kept = {key: found[key] for key in ("dataset", "tokenizer", "template") if found.get(key) and not given.get(key)}
            result = merged(result, kept)
            if "prepass" not in given.get("run", {}):
                result["run"].pop("prepass", None)
        data = json.dumps(finite(result), ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8") + b"\n"
        write_atomically(path, lambda file: file.write(data))
        return result

    # ----------------------------------------------------------------------------------------------------------- recording

    def add_renders(self, rows: Iterable[SegmentTable], shared: bool = False) -> int:
        """Take up rendered samples; returns how many were new. Visits of a sample need its render first. ``shared``: every
        rank knows all of these rows (it adds them too, or finds them in the folder), so all choose one watch-list.

        A line is taken once. Lines that render to the same tokens each get a row of their own with the same key, so that
        every one of them is found by its hash."""
        new = 0
        for row in rows:
            key = row.key
            line = key + bytes.fromhex(row.line_sha)
            if line in self._lines:
                continue
            self._lines.add(line)
            self._renders.append(row)
            self._render_bytes += 11 * len(row.ids) + len(row.text.encode("utf-8")) + 800
            new += 1
            if key not in self._known:
                self._learn(key, row, not shared)
            if self._render_bytes >= self.shard_bytes:
                self._guard(self._flush_renders)
        return new

    def _learn(self, key: bytes, row: SegmentTable, own: bool) -> None:
        codes = row.segments & CODE_BITS
        think, call = int((codes == THINK).sum()), int((codes == CALL).sum())
        other = int(((codes == ANSWER) | (codes == STRUCT)).sum())
        self._known[key] = _Known(row.first_supervised, len(row.ids), stratum_of(think, call, other), own)
        if self._watch is not None and len(self._watch) < self._watch_size:
            self._watch.add(key)

    def _watched(self) -> Set[bytes]:
        """The watch-list, fixed when the first step is recorded. Renders of a prepass are known to all ranks, which then
        choose the same list; renders that each rank adds itself share the places."""
        if self._watch is None:
            shared = {key: known.stratum for key, known in self._known.items() if not known.own}
            total = self.policy["watch"]
            if shared:
                self._watch_size = total
                self._watch = watch_list(shared, total, self.policy["seed"])
                room = {key: known.stratum for key, known in self._known.items() if known.own}
                self._watch |= watch_list(room, max(0, total - len(self._watch)), self.policy["seed"])
            else:
                self._watch_size = -(-total // self.world_size)
                self._watch = watch_list({key: known.stratum for key, known in self._known.items()}, self._watch_size, self.policy["seed"])
        return self._watch

    def _wanted(self, step: int, key: bytes, size: int) -> bool:
        if self._failed:
            return False
        limit = self.policy["max_bytes"] / self.world_size
        used = self._written + self._render_bytes + self._visit_bytes + size
        if limit and used > limit:
            self._warn_once("budget", f"The byte budget of {self.policy['max_bytes']} is used up at step {step}: visits are no longer recorded. Raise max_bytes.")
            return False
        if self.policy["mode"] == "all":
            return True
        if key in self._watched():
            return True
        if step % self.policy["every"]:
            return False
        if limit and used > _SHARE_OF_STEPS * limit:
            self._warn_once("budget-steps", f"Three quarters of the byte budget are used up at step {step}: from here on the watch-list alone is recorded. Raise max_bytes.")
            return False
        return True

    def record_step(self, step: int, epoch: float, rows: Sequence[Mapping[str, Any]]) -> int:
        """Record what a step did to rows of this rank; returns how many were recorded.

        A row: ``input_ids`` (token ids without padding, after truncation), ``first_supervised`` (index of the first token
        with a value), ``logprobs`` (natural logarithms, one for each token from ``first_supervised`` on: of that token
        given those before it), ``n_think`` and ``n_call`` (tokens), ``loss_think`` and ``loss_call`` (means, nats),
        ``alpha``. A row whose tokens are no known render is counted as unknown and never guessed."""
        recorded = 0
        for row in rows:
            ids = row["input_ids"]
            key = render_key(ids)
            known = self._known.get(key)
            first = int(row["first_supervised"])
            if known is None:
                self.unknown += 1
                self._unknown_in_step += 1
                continue
            values = np.asarray(row["logprobs"], dtype=np.float32).reshape(-1)
            if len(values) != len(ids) - first:
                raise TraceError(
                    f"Step {step}: a row of {len(ids)} tokens has {len(values)} log-probabilities from token {first} on; {len(ids) - first} belong there. "
                    "Pass one for each token from first_supervised to the end."
                )
            if first != known.first:
                self.unknown += 1
                self._unknown_in_step += 1
                self._warn_once(
                    "first-supervised",
                    f"Step {step}: the training supervises a row from token {first}, its render from token {known.first}. Such rows count as unknown: "
                    "render the data with the same template, max_length and choice of turns as the training.",
                )
                continue
            size = 2 * len(values) * (1 + len(self.extra)) + 48
            if not self._wanted(step, key, size):
                continue
            if values.size and math.isnan(float(values.min())):
                self._warn_once("nan", f"Step {step}: log-probabilities are not numbers. They are recorded as they are: look at the loss and the learning rate.")
            # The smallest number of half precision stands for "probability 0".
            halves = [np.maximum(values, -65504.0).astype("<f2"), *(self._extra_values(step, row, name, len(values)) for name in self.extra)]
            self._visits.append((key, int(step), float(epoch), [float(row[name]) for name in SCALARS], halves))
            self._visit_bytes += size
            recorded += 1
        self.recorded += recorded
        self._flush_if_due()
        return recorded

    @staticmethod
    def _extra_values(step: int, row: Mapping[str, Any], name: str, size: int) -> np.ndarray:
        values = np.asarray(row.get(name, ()), dtype=np.float32).reshape(-1)
        if len(values) != size:
            raise TraceError(f"Step {step}: a row has {len(values)} values of {name} and {size} log-probabilities. Pass one for each, or leave {name} out of extra.")
        return np.clip(values, -65504.0, 65504.0).astype("<f2")

    def end_step(self, step: int, epoch: float, scalars: Mapping[str, Any]) -> None:
        """Close an optimizer step. Rank 0 writes a line: ``alpha``, ``loss``, ``loss_think``, ``loss_call``, ``n_think``,
        ``n_call``, ``n_samples``, ``lr``, ``grad_norm`` and whatever else ``scalars`` holds; values that are not finite
        become null. ``n_unknown`` counts rows of this rank whose render is not known."""
        if self.rank == 0 and not self._failed:
            line = {"step": int(step), "epoch": float(epoch), "attempt": self.attempt, **scalars, "n_unknown": self._unknown_in_step, "t": round(self._clock(), 3)}
            self._guard(lambda: self._append(self._steps, line))
        if self._unknown_in_step:
            self._warn_once("unknown", f"Step {step}: {self._unknown_in_step} rows are no known render and are not recorded. Render the data first, with the same settings.")
        self._unknown_in_step = 0
        self._flush_if_due()

    def event(self, kind: str, **details: Any) -> None:
        """Append a line to ``events.jsonl`` (other ranks: ``events-r00001.jsonl``): resume, checkpoint, warning, …"""
        name = "events.jsonl" if self.rank == 0 else f"events-r{self.rank:05d}.jsonl"
        line = {"t": round(self._clock(), 3), "attempt": self.attempt, "rank": self.rank, "kind": kind, **details}

        def append() -> None:
            with open(os.path.join(self.dir, name), "ab") as file:
                self._append(file, line)

        self._guard(append)

    @staticmethod
    def _append(file: Any, line: Mapping[str, Any]) -> None:
        file.write(_line(line))
        file.flush()

    def _warn_once(self, code: str, message: str) -> None:
        self._warned[code] += 1
        if self._warned[code] == 1:
            _LOG.warning(message)
            self.event("warning", code=code, message=message)

    # ------------------------------------------------------------------------------------------------------------- writing

    def _guard(self, action: Callable[[], None]) -> None:
        if self._failed:
            return
        try:
            action()
        except OSError as error:
            self._failed = True
            self._renders, self._visits = [], []
            self._render_bytes = self._visit_bytes = 0
            message = f"{self.dir}: the trace could not be written ({error.strerror or error}). What was flushed before stays valid. Free the disk and resume."
            if self._on_error == "raise":
                raise TraceError(message) from error
            _LOG.error("%s Training goes on without a trace.", message)

    def _flush_if_due(self) -> None:
        if self._visit_bytes >= self.shard_bytes or time.monotonic() - self._last_flush >= self.flush_seconds:
            self.flush()

    def flush(self) -> None:
        """Write everything that is buffered. Renders go first: a visit on disk never lacks its render."""
        self._guard(self._flush_renders)
        self._guard(self._flush_visits)
        self._last_flush = time.monotonic()

    def close(self) -> None:
        """Flush and end. May be called twice."""
        if self._closed:
            return
        self.flush()
        self.event("close", recorded=self.recorded, unknown=self.unknown)
        self._steps.close()
        self._closed = True

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write_shard(self, kind: str, tensors: List[Tuple[str, np.ndarray]]) -> None:
        name = f"a{self.attempt:03d}-r{self.rank:05d}-{self._serials[kind]:06d}.safetensors"
        path = os.path.join(self.dir, kind, name)
        metadata = {"format": FORMAT, "version": VERSION, "kind": kind, "offset_unit": "utf16"}
        write_atomically(path, lambda file: write_tensors(file, tensors, metadata))
        self._serials[kind] += 1
        self._written += os.path.getsize(path)

    def _flush_renders(self) -> None:
        rows = self._renders
        if not rows:
            return
        texts = [row.text.encode("utf-8") for row in rows]
        metas = [json.dumps(row.meta, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") for row in rows]

        def splits(sizes: Iterable[int]) -> np.ndarray:
            return np.concatenate(([0], np.cumsum(list(sizes)))).astype("<u4")

        def sha(values: Iterable[Optional[str]]) -> np.ndarray:
            return np.frombuffer(b"".join(bytes.fromhex(value) if value else bytes(32) for value in values), dtype=np.uint8).reshape(-1, 32)

        tensors: List[Tuple[str, np.ndarray]] = [
            ("render.row_splits", splits(len(row.ids) for row in rows)),
            ("render.text_splits", splits(map(len, texts))),
            ("render.key", np.frombuffer(b"".join(row.key for row in rows), dtype=np.uint8).reshape(-1, 16)),
            ("render.line_sha", sha(row.line_sha for row in rows)),
            ("render.content_sha", sha(row.content_sha for row in rows)),
            ("render.first_supervised", np.array([row.first_supervised for row in rows], dtype="<u4")),
            ("render.flags", np.array([row.flags for row in rows], dtype=np.uint8)),
            ("render.meta_splits", splits(map(len, metas))),
            ("tok.id", np.concatenate([row.ids for row in rows]).astype("<u4")),
            ("tok.start", np.concatenate([row.starts for row in rows]).astype("<u4")),
            ("tok.len", np.concatenate([row.lens for row in rows]).astype("<u2")),
            ("tok.segment", np.concatenate([row.segments for row in rows]).astype(np.uint8)),
            ("meta.utf8", np.frombuffer(b"".join(metas), dtype=np.uint8)),
            ("text.utf8", np.frombuffer(b"".join(texts), dtype=np.uint8)),
        ]
        self._write_shard("renders", tensors)
        self._renders = []
        self._render_bytes = 0

    def _flush_visits(self) -> None:
        visits = self._visits
        if not visits:
            return
        tensors: List[Tuple[str, np.ndarray]] = [
            ("visit.row_splits", np.concatenate(([0], np.cumsum([len(visit[4][0]) for visit in visits]))).astype("<u4")),
            ("visit.render_key", np.frombuffer(b"".join(visit[0] for visit in visits), dtype=np.uint8).reshape(-1, 16)),
            ("visit.step", np.array([visit[1] for visit in visits], dtype="<u4")),
            ("visit.epoch", np.array([visit[2] for visit in visits], dtype="<f4")),
            ("visit.scalars", np.array([visit[3] for visit in visits], dtype="<f4").reshape(-1, len(SCALARS))),
            *((f"tok.{name}", np.concatenate([visit[4][place] for visit in visits])) for place, name in enumerate(("logprob", *self.extra))),
        ]
        self._write_shard("visits", tensors)
        self._visits = []
        self._visit_bytes = 0
