"""Reads and checks the folders that ``recorder`` writes.

A folder is treated as hostile input: nothing in it is believed before it is checked, and one bad shard hides no other."""

from __future__ import annotations

import json
import math
import os
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple, Union

import numpy as np

from .labels import SEGMENT_NAMES, THINK
from .manifest import FORMAT, SCALARS, VERSION
from .safetensors_io import SafetensorsError, SafetensorsFile
from .segments import CODE_BITS, render_key

_SHARD = re.compile(r"a(\d+)-r(\d+)-(\d+)\.safetensors\Z")
_STEPS = re.compile(r"a(\d+)-r(\d+)\.jsonl\Z")
#: Relative error that half precision may put into a sum of log-probabilities.
SUM_TOLERANCE = 2.0**-10

_RENDER_TENSORS: Dict[str, Tuple[str, Tuple[Optional[int], ...]]] = {
    "render.row_splits": ("U32", (None,)),
    "render.text_splits": ("U32", (None,)),
    "render.key": ("U8", (None, 16)),
    "render.line_sha": ("U8", (None, 32)),
    "render.content_sha": ("U8", (None, 32)),
    "render.first_supervised": ("U32", (None,)),
    "render.flags": ("U8", (None,)),
    "render.meta_splits": ("U32", (None,)),
    "meta.utf8": ("U8", (None,)),
    "tok.id": ("U32", (None,)),
    "tok.start": ("U32", (None,)),
    "tok.len": ("U16", (None,)),
    "tok.segment": ("U8", (None,)),
    "text.utf8": ("U8", (None,)),
}
_VISIT_TENSORS: Dict[str, Tuple[str, Tuple[Optional[int], ...]]] = {
    "visit.row_splits": ("U32", (None,)),
    "visit.render_key": ("U8", (None, 16)),
    "visit.step": ("U32", (None,)),
    "visit.epoch": ("F32", (None,)),
    "visit.scalars": ("F32", (None, None)),
    "tok.logprob": ("F16", (None,)),
}


class Fault(NamedTuple):
    """What is wrong with a file of a trace; ``path`` is relative to the folder, with forward slashes."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class Shard(NamedTuple):
    """A shard by its name: ``kind`` is ``renders`` or ``visits``."""

    kind: str
    attempt: int
    rank: int
    serial: int
    path: str


class RenderRow(NamedTuple):
    """A rendered sample of a shard. ``starts`` and ``lens`` are UTF-16 units of ``text``."""

    key: bytes
    line_sha: str
    content_sha: Optional[str]
    first_supervised: int
    flags: int
    meta: Dict[str, Any]
    ids: np.ndarray
    starts: np.ndarray
    lens: np.ndarray
    segments: np.ndarray
    text: str


class VisitRow(NamedTuple):
    """A sample at a step. ``scalars`` maps the names of the manifest to numbers; ``logprob`` are float16, from the
    render's ``first_supervised`` on."""

    key: bytes
    step: int
    epoch: float
    attempt: int
    rank: int
    scalars: Dict[str, float]
    logprob: np.ndarray


class _KnownRender(NamedTuple):
    tokens: int
    first: int
    codes: np.ndarray


class TraceFolderError(ValueError):
    """The folder cannot be read as a trace at all."""


class Trace:
    """An open trace folder. Raises ``TraceFolderError`` where it has no manifest of a version that is understood."""

    def __init__(self, folder: Union[str, os.PathLike]):
        self.folder = os.fspath(folder)
        path = os.path.join(self.folder, "manifest.json")
        try:
            with open(path, "rb") as file:
                manifest = json.loads(file.read().decode("utf-8"))
        except FileNotFoundError:
            raise TraceFolderError(f"{self.folder} has no manifest.json. Give the folder of a trace, whose name ends in .cstrace.") from None
        except (ValueError, RecursionError) as error:
            raise TraceFolderError(f"{path} is not JSON ({error}). Copy it again from where the trace was written.") from None
        except OSError as error:
            raise TraceFolderError(f"{path} cannot be read ({error.strerror}). Check that the folder exists and may be read.") from None
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise TraceFolderError(f"{path} is not the manifest of a {FORMAT}. Give the folder of a trace.")
        major = str(manifest.get("version", "")).split(".")[0]
        if major != VERSION.split(".")[0]:
            raise TraceFolderError(f"{path} is of version {manifest.get('version')!r}; this release reads {VERSION}. Update callsmith-trainer.")
        self.manifest: Dict[str, Any] = manifest
        fields = manifest.get("fields")
        names = fields.get("visit.scalars") if isinstance(fields, dict) else None
        self.scalar_names: List[str] = names if isinstance(names, list) and all(isinstance(name, str) for name in names) else list(SCALARS)

    # ----------------------------------------------------------------------------------------------------------------

    def _names(self, folder: str) -> List[str]:
        try:
            return sorted(os.listdir(os.path.join(self.folder, folder)))
        except FileNotFoundError:
            return []

    def shards(self, kind: str) -> List[Shard]:
        """The shards of a kind in the order of attempt, rank and serial."""
        found = []
        for name in self._names(kind):
            match = _SHARD.match(name)
            if match:
                found.append(Shard(kind, int(match.group(1)), int(match.group(2)), int(match.group(3)), os.path.join(self.folder, kind, name)))
        return sorted(found)

    def leftovers(self) -> List[str]:
        """Files that a writer did not finish; readers pass over them."""
        return [f"{kind}/{name}" for kind in ("renders", "visits") for name in self._names(kind) if name.endswith(".tmp")]

    def _step_lines(self, faults: Optional[List[Fault]] = None) -> Iterator[Tuple[int, Dict[str, Any]]]:
        for name in self._names("steps"):
            match = _STEPS.match(name)
            if not match:
                continue
            with open(os.path.join(self.folder, "steps", name), "rb") as file:
                lines = file.read().split(b"\n")
            # What follows the last line ending was cut off while it was written.
            for number, raw in enumerate(lines[:-1], 1):
                try:
                    line = json.loads(raw.decode("utf-8"))
                    if not isinstance(line, dict) or not isinstance(line.get("step"), int) or isinstance(line.get("step"), bool):
                        raise ValueError("there is no step in it")
                except (ValueError, RecursionError) as error:
                    if faults is not None:
                        faults.append(Fault(f"steps/{name}", f"line {number} is not a step ({error}). Remove the line; the others stay usable."))
                    continue
                if faults is not None and line.get("attempt", int(match.group(1))) != int(match.group(1)):
                    faults.append(Fault(f"steps/{name}", f"line {number} says attempt {line['attempt']}. The file was renamed or edited: restore it."))
                yield int(match.group(1)), line

    def steps(self) -> List[Dict[str, Any]]:
        """One entry for each step, in order; of a step that several attempts reached, the entry of the highest."""
        best: Dict[int, Tuple[int, Dict[str, Any]]] = {}
        for attempt, line in self._step_lines():
            old = best.get(line["step"])
            if old is None or attempt >= old[0]:
                best[line["step"]] = (attempt, line)
        return [best[step][1] for step in sorted(best)]

    def renders(self, shard: Shard) -> Iterator[RenderRow]:
        """The rendered samples of a shard. Raises ``SafetensorsError`` or ``ValueError`` where it is damaged."""
        with SafetensorsFile(shard.path) as file:
            tensors = {name: file.tensor(name) for name in _RENDER_TENSORS}
        rows = tensors["render.row_splits"].astype(np.int64)
        texts = tensors["render.text_splits"].astype(np.int64)
        metas = tensors["render.meta_splits"].astype(np.int64)
        for index in range(len(rows) - 1):
            low, high = rows[index], rows[index + 1]
            content = tensors["render.content_sha"][index]
            yield RenderRow(
                key=tensors["render.key"][index].tobytes(),
                line_sha=tensors["render.line_sha"][index].tobytes().hex(),
                content_sha=content.tobytes().hex() if content.any() else None,
                first_supervised=int(tensors["render.first_supervised"][index]),
                flags=int(tensors["render.flags"][index]),
                meta=json.loads(tensors["meta.utf8"][metas[index] : metas[index + 1]].tobytes().decode("utf-8")),
                ids=tensors["tok.id"][low:high],
                starts=tensors["tok.start"][low:high],
                lens=tensors["tok.len"][low:high],
                segments=tensors["tok.segment"][low:high],
                text=tensors["text.utf8"][texts[index] : texts[index + 1]].tobytes().decode("utf-8"),
            )

    def visits(self, shard: Shard) -> Iterator[VisitRow]:
        """The visits of a shard, those of overtaken attempts too. Raises as ``renders`` does."""
        with SafetensorsFile(shard.path) as file:
            tensors = {name: file.tensor(name) for name in _VISIT_TENSORS}
        rows = tensors["visit.row_splits"].astype(np.int64)
        names = self.scalar_names[: tensors["visit.scalars"].shape[1]]
        for index in range(len(rows) - 1):
            yield VisitRow(
                key=tensors["visit.render_key"][index].tobytes(),
                step=int(tensors["visit.step"][index]),
                epoch=float(tensors["visit.epoch"][index]),
                attempt=shard.attempt,
                rank=shard.rank,
                scalars={name: float(value) for name, value in zip(names, tensors["visit.scalars"][index])},
                logprob=tensors["tok.logprob"][rows[index] : rows[index + 1]],
            )

    def attempt_of_step(self) -> Dict[int, int]:
        """For each step the highest attempt that reached it, from the lines of steps and from the visits."""
        result: Dict[int, int] = {}
        for attempt, line in self._step_lines():
            result[line["step"]] = max(result.get(line["step"], -1), attempt)
        for shard in self.shards("visits"):
            try:
                with SafetensorsFile(shard.path) as file:
                    steps = np.unique(file.tensor("visit.step"))
            except (SafetensorsError, OSError):
                continue
            for step in steps.tolist():
                result[step] = max(result.get(step, -1), shard.attempt)
        return result

    # ----------------------------------------------------------------------------------------------------------- checking

    def validate(self) -> List[Fault]:
        """Every fault of the folder; an empty list means that everything in it can be used."""
        faults: List[Fault] = []
        self._check_manifest(faults)
        for _ in self._step_lines(faults):
            continue
        for kind in ("renders", "visits"):
            for name in self._names(kind):
                if name.endswith(".safetensors") and not _SHARD.match(name):
                    faults.append(Fault(f"{kind}/{name}", "is not named like a shard, so readers pass over it. Rename it to a000-r00000-000000.safetensors."))
        known: Dict[bytes, _KnownRender] = {}
        for shard in self.shards("renders"):
            self._check(shard, faults, lambda file, say: self._check_renders(file, say, known))
        for shard in self.shards("visits"):
            self._check(shard, faults, lambda file, say: self._check_visits(file, say, known))
        return faults

    def _check_manifest(self, faults: List[Fault]) -> None:
        expected = {"offset_unit": "utf16", "boundary": "call-first", "segments": {str(code): name for code, name in enumerate(SEGMENT_NAMES)}}
        for key, value in expected.items():
            if self.manifest.get(key) != value:
                faults.append(Fault("manifest.json", f"{key} is {json.dumps(self.manifest.get(key))[:80]} and not {json.dumps(value)}. Restore the manifest."))
        for key in ("run", "fields", "policy", "loss"):
            if not isinstance(self.manifest.get(key), dict):
                faults.append(Fault("manifest.json", f"there is no object {key}. Restore the manifest."))
        fields = self.manifest.get("fields")
        names = fields.get("visit.scalars") if isinstance(fields, dict) else None
        if not isinstance(names, list) or not set(SCALARS) <= set(name for name in names if isinstance(name, str)):
            faults.append(Fault("manifest.json", f"fields do not name the scalars {', '.join(SCALARS)}. Restore the manifest."))

    def _check(self, shard: Shard, faults: List[Fault], check: Any) -> None:
        path = f"{shard.kind}/{os.path.basename(shard.path)}"

        def say(message: str) -> None:
            faults.append(Fault(path, message + " The shard was damaged or edited: delete it, or copy it again."))

        try:
            with SafetensorsFile(shard.path) as file:
                if file.metadata.get("format") != FORMAT or file.metadata.get("kind") != shard.kind:
                    say(f"its metadata says {file.metadata.get('format')} {file.metadata.get('kind')} and not {FORMAT} {shard.kind}.")
                    return
                expected = _RENDER_TENSORS if shard.kind == "renders" else _VISIT_TENSORS
                for name, (dtype, shape) in expected.items():
                    info = file.info(name)
                    fits = len(info.shape) == len(shape) and all(want is None or want == side for want, side in zip(shape, info.shape))
                    if info.dtype != dtype or not fits:
                        say(f"tensor {name} is {info.dtype} {list(info.shape)}, but belongs {dtype} with {len(shape)} axes.")
                        return
                check(file, say)
        except SafetensorsError as error:
            # Its message begins with the path on this machine, which does not belong into a report.
            faults.append(Fault(path, str(error).split(f"{shard.path}: ", 1)[-1]))
        except OSError as error:
            faults.append(Fault(path, f"cannot be read ({error.strerror}). Check the disk and the permissions."))

    @staticmethod
    def _check_splits(name: str, splits: np.ndarray, rows: int, total: int, say: Any) -> bool:
        values = splits.astype(np.int64)
        if len(values) != rows + 1 or values[0] != 0 or values[-1] != total or np.any(np.diff(values) < 0):
            say(f"{name} does not run from 0 to {total} in {rows} rows without going back.")
            return False
        return True

    def _check_renders(self, file: SafetensorsFile, say: Any, known: Dict[bytes, _KnownRender]) -> None:
        tensors = {name: file.tensor(name) for name in _RENDER_TENSORS}
        count = len(tensors["render.key"])
        tokens = len(tensors["tok.id"])
        for name in ("tok.start", "tok.len", "tok.segment"):
            if len(tensors[name]) != tokens:
                say(f"{name} has {len(tensors[name])} values for {tokens} tokens.")
                return
        for name in ("render.line_sha", "render.content_sha", "render.first_supervised", "render.flags"):
            if len(tensors[name]) != count:
                say(f"{name} has {len(tensors[name])} values for {count} rows.")
                return
        good = self._check_splits("render.row_splits", tensors["render.row_splits"], count, tokens, say)
        good = self._check_splits("render.text_splits", tensors["render.text_splits"], count, len(tensors["text.utf8"]), say) and good
        good = self._check_splits("render.meta_splits", tensors["render.meta_splits"], count, len(tensors["meta.utf8"]), say) and good
        if not good:
            return
        rows = tensors["render.row_splits"].astype(np.int64)
        texts = tensors["render.text_splits"].astype(np.int64)
        metas = tensors["render.meta_splits"].astype(np.int64)
        for index in range(count):
            low, high = rows[index], rows[index + 1]
            key = tensors["render.key"][index].tobytes()
            if render_key(tensors["tok.id"][low:high]) != key:
                say(f"row {index}: its key is not the hash of its tokens.")
                continue
            codes = tensors["tok.segment"][low:high]
            if np.any((codes & CODE_BITS) >= len(SEGMENT_NAMES)):
                say(f"row {index}: a token has a segment that does not exist.")
                continue
            first = int(tensors["render.first_supervised"][index])
            if first > high - low:
                say(f"row {index}: first_supervised is {first} of {high - low} tokens.")
                continue
            if tensors["render.flags"][index] > 7:
                say(f"row {index}: flags {tensors['render.flags'][index]} are not defined.")
            try:
                text = tensors["text.utf8"][texts[index] : texts[index + 1]].tobytes().decode("utf-8")
                meta = json.loads(tensors["meta.utf8"][metas[index] : metas[index + 1]].tobytes().decode("utf-8"))
            except (ValueError, RecursionError) as error:
                say(f"row {index}: its text is not UTF-8, or its metadata no JSON ({error}).")
                continue
            if not isinstance(meta, dict) or not isinstance(meta.get("line"), int):
                say(f"row {index}: its metadata names no line.")
                continue
            units = len(text.encode("utf-16-le")) // 2
            starts = tensors["tok.start"][low:high].astype(np.int64)
            ends = starts + tensors["tok.len"][low:high]
            if starts.size and (ends.max() > units or np.any(np.diff(starts) < 0)):
                say(f"row {index}: its tokens go backwards or beyond the {units} UTF-16 units of its text.")
                continue
            known.setdefault(key, _KnownRender(int(high - low), first, codes & CODE_BITS))

    def _check_visits(self, file: SafetensorsFile, say: Any, known: Dict[bytes, _KnownRender]) -> None:
        tensors = {name: file.tensor(name) for name in _VISIT_TENSORS}
        count = len(tensors["visit.render_key"])
        values = tensors["tok.logprob"]
        for name in ("visit.step", "visit.epoch", "visit.scalars"):
            if len(tensors[name]) != count:
                say(f"{name} has {len(tensors[name])} values for {count} rows.")
                return
        if tensors["visit.scalars"].shape[1] < len(self.scalar_names):
            say(f"visit.scalars has {tensors['visit.scalars'].shape[1]} columns, the manifest names {len(self.scalar_names)}.")
            return
        if not self._check_splits("visit.row_splits", tensors["visit.row_splits"], count, len(values), say):
            return
        for name in file.names:
            if name.startswith("tok.") and file.infos[name].shape[:1] != (len(values),):
                say(f"{name} has {list(file.infos[name].shape)} values for {len(values)} tokens.")
                return
        rows = tensors["visit.row_splits"].astype(np.int64)
        column = {name: position for position, name in enumerate(self.scalar_names)}
        supervised = self._supervised_codes()
        for index in range(count):
            low, high = rows[index], rows[index + 1]
            step = int(tensors["visit.step"][index])
            render = known.get(tensors["visit.render_key"][index].tobytes())
            if render is None:
                say(f"row {index} (step {step}): its render is in no shard.")
                continue
            if high - low != render.tokens - render.first:
                say(f"row {index} (step {step}): {high - low} values for {render.tokens - render.first} tokens from first_supervised on.")
                continue
            codes = render.codes[render.first :]
            numbers = values[low:high].astype(np.float64)
            scalars = tensors["visit.scalars"][index].astype(np.float64)
            if np.any(numbers > 2.0**-10):
                say(f"row {index} (step {step}): a log-probability is above 0.")
                continue
            for name, mask in (("think", codes == THINK), ("call", np.isin(codes, supervised))):
                if f"n_{name}" not in column or f"loss_{name}" not in column:
                    continue  # The check of the manifest has said so.
                size, loss = scalars[column[f"n_{name}"]], scalars[column[f"loss_{name}"]]
                if size != mask.sum():
                    say(f"row {index} (step {step}): n_{name} is {size:g}, its render has {int(mask.sum())} such tokens.")
                elif size and math.isfinite(loss) and np.isfinite(numbers[mask]).all():
                    mean = -float(numbers[mask].mean())
                    if abs(mean - loss) > SUM_TOLERANCE * max(abs(loss), abs(mean)) + 1e-6:
                        say(f"row {index} (step {step}): loss_{name} is {loss:.6g}, the mean of its tokens {mean:.6g}.")

    def _supervised_codes(self) -> List[int]:
        """Segment codes of the result, from the manifest."""
        loss = self.manifest.get("loss")
        names = loss.get("result") if isinstance(loss, dict) else None
        if not isinstance(names, list):
            names = ["call", "answer", "struct"]
        return [SEGMENT_NAMES.index(name) for name in names if name in SEGMENT_NAMES]
