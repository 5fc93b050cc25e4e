"""Which token of a training sample belongs to the thought, the call, the answer.

A sample is rendered once with the template that it is trained with; thoughts and calls are found as spans of that text
and carried over to tokens by offsets. Nothing searches for the ids of tags: in most vocabularies a tag is several tokens
that melt into what stands beside it.

Where the parts of a sample lie in the text is found by rendering it a second time with every part replaced by a sentinel
of its own. That second text has the same layout, so each part lies between the same neighbours; a part whose sentinel
does not appear was left out by the template (templates that rewrite history drop earlier thoughts)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .dataset import Part, Row
from .labels import CALL, TOOL, encode_labels
from .layout import find_layout, texts_of
from .offsets import RefusedSample, TokenBytes, reliable_offsets
from .parts import place_parts, render_meta, utf16_table
from .segments import CODE_BITS, REBUILT, STRADDLE, TRUNCATED, SegmentTable, segments_of_tokens
from .turns import TURN_ENDS, fill_turn


@dataclass
class Counts:
    """What happened to the rows that a ``Segmenter`` saw. ``not_rendered`` counts rows of which the template left a part
    out; ``truncated_call`` rows whose call was cut off: with ``missing: renorm`` they would be trained without it."""

    rows: int = 0
    refused: Counter = field(default_factory=Counter)
    truncated: int = 0
    truncated_call: int = 0
    rebuilt: int = 0
    straddling_tokens: int = 0
    not_rendered: int = 0
    parts_not_placed: int = 0

    def as_json(self) -> Dict[str, Any]:
        """The counts as plain numbers; ``refused`` by reason."""
        return {**{key: value for key, value in vars(self).items() if key != "refused"}, "refused": dict(self.refused)}


class Segmenter:
    """Makes ``SegmentTable`` of rows.

    ``tokenizer``: any object with Hugging Face's interface. ``render(messages, tools) -> str``: the text that is trained
    on; by default the tokenizer's chat template. ``max_length``: tokens kept, from the left (``truncation="right"``) or the
    right (``"left"``). ``supervise``: ``"all"`` assistant messages or the ``"last"``; messages with ``weight: 0`` or
    ``train: false`` never are. ``turn_ends``: more texts that end a turn. ``datasets``: names of the data sets in the order of
    the manifest; ``meta["dataset"]`` is an index into it, and names that are not in it are put at its end."""

    def __init__(
        self,
        tokenizer: Any,
        render: Optional[Callable[[List[Dict[str, Any]], Optional[List[Any]]], str]] = None,
        max_length: Optional[int] = None,
        supervise: str = "all",
        truncation: str = "right",
        turn_ends: Sequence[str] = (),
        datasets: Sequence[str] = (),
    ):
        if supervise not in ("all", "last") or truncation not in ("right", "left"):
            raise ValueError('supervise is "all" or "last", truncation is "right" or "left".')
        if max_length is not None and max_length < 2:
            raise ValueError("max_length has to be at least 2 tokens: the first one is never a target.")
        self.tokenizer = tokenizer
        self.render = render or (lambda messages, tools: tokenizer.apply_chat_template(messages, tools=tools, tokenize=False))
        self.max_length = max_length
        self.supervise = supervise
        self.truncation = truncation
        self.datasets = list(datasets)
        self.counts = Counts()
        self._bytes = TokenBytes(tokenizer)
        ends = [*TURN_ENDS, *turn_ends, getattr(tokenizer, "eos_token", None)]
        self._turn_end = re.compile("|".join(re.escape(end) for end in dict.fromkeys(end for end in ends if end)))

    def segment(self, row: Row) -> SegmentTable:
        """The table of one row. Raises ``RefusedSample`` where segments or offsets are not certain; both are counted."""
        self.counts.rows += 1
        try:
            table = self._segment(row)
        except RefusedSample as refusal:
            self.counts.refused[refusal.reason] += 1
            raise
        self.counts.truncated += bool(table.flags & TRUNCATED)
        self.counts.rebuilt += bool(table.flags & REBUILT)
        self.counts.truncated_call += table.truncated_call
        self.counts.not_rendered += bool(table.not_rendered)
        self.counts.straddling_tokens += int(np.count_nonzero(table.segments & STRADDLE))
        return table

    def _rendered(self, messages: List[Dict[str, Any]], tools: Optional[List[Any]]) -> str:
        try:
            text = self.render(messages, tools)
        except Exception as error:  # A template may raise anything; its message says what it misses.
            raise RefusedSample("render-failed", f"The template failed: {error}. Change the sample or the template.") from error
        if not isinstance(text, str):
            raise RefusedSample("render-failed", "The template gave no text. Pass a render function that returns the text.")
        return text

    def _segment(self, row: Row) -> SegmentTable:
        text = self._rendered(row.messages, row.tools)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise RefusedSample("not-unicode", f"Character {error.start} of the rendered text is half of a surrogate pair. Repair the sample.") from None
        occurrences, missing = find_layout(text, row.messages, lambda messages: self._rendered(messages, row.tools))
        characters = np.zeros(len(text), dtype=np.uint8)
        turns = np.full(len(text), -1, dtype=np.int16)
        placed, located = self._locate_parts(row)
        calls_in_text: Dict[Tuple[int, str], Tuple[int, int]] = {}
        assistants = [index for index, message in enumerate(row.messages) if message["role"] == "assistant"]
        for occurrence in occurrences:
            if row.messages[occurrence.piece.message]["role"] in ("tool", "function", "ipython", "observation", "environment"):
                characters[occurrence.start : occurrence.end] = TOOL
        for index in assistants:
            own = [occurrence for occurrence in occurrences if occurrence.piece.message == index]
            if not own:
                continue
            message = row.messages[index]
            trained = (self.supervise == "all" or index == assistants[-1]) and message.get("weight") != 0 and message.get("train") is not False
            fill_turn(text, index, own, occurrences, located, characters, turns, trained, calls_in_text, self._turn_end)

        encoded = self._encode(text)
        ids = np.asarray(encoded[0], dtype=np.int64)
        if ids.size and (ids.min() < 0 or ids.max() >= 1 << 24):
            raise RefusedSample("ids-too-large", "A token id does not fit into 24 bits, so labels cannot carry segments. Use a tokenizer with fewer tokens.")
        starts, ends, rebuilt = reliable_offsets(text, encoded[0], encoded[1], self._bytes)
        segments = segments_of_tokens(characters, starts, ends)
        flags = REBUILT if rebuilt else 0
        kept = slice(None)
        truncated_call = False
        if self.max_length is not None and len(ids) > self.max_length:
            flags |= TRUNCATED
            kept = slice(0, self.max_length) if self.truncation == "right" else slice(len(ids) - self.max_length, len(ids))
            of_call = (segments & CODE_BITS) == CALL
            truncated_call = bool(of_call.sum() > of_call[kept].sum())
        ids, starts, ends, segments = ids[kept], starts[kept], ends[kept], segments[kept]
        token_turns = np.zeros(0, dtype=np.int16)
        if starts.size:
            token_turns = np.maximum.reduceat(np.append(turns, np.int16(-1)), np.stack((starts, ends), axis=1).reshape(-1))[::2]
        labels = encode_labels(ids, segments)
        if labels.size:
            labels[0] = -100
        supervised = np.flatnonzero(labels >= 0)
        if supervised.size == 0:
            raise RefusedSample(
                "nothing-supervised",
                "No token of the sample is trained on"
                + (": all of them were cut off. Raise max_length." if flags & TRUNCATED else ". Add an answer of the assistant, or convert the file with `callsmith export --for-trainer` if its roles have other names."),
            )
        utf16 = utf16_table(text)
        if utf16 is not None:
            starts, ends = utf16[starts], utf16[ends]
        lens = ends - starts
        if lens.max() > 0xFFFF:
            raise RefusedSample("token-too-long", "A token covers more than 65535 characters. Use another tokenizer.")
        return SegmentTable(
            text=text,
            ids=ids.astype(np.uint32),
            starts=starts.astype(np.uint32),
            lens=lens.astype(np.uint16),
            segments=segments,
            turns=token_turns,
            labels=labels,
            first_supervised=int(supervised[0]),
            flags=flags,
            line_sha=row.line_sha,
            content_sha=row.content_sha,
            meta=render_meta(row, self._dataset(row), text, utf16, occurrences, placed, located, calls_in_text, missing, truncated_call),
            not_rendered=missing,
            truncated_call=truncated_call,
        )

    def _encode(self, text: str) -> Tuple[List[int], Optional[Sequence[Tuple[int, int]]]]:
        try:
            encoded = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
            offsets = encoded["offset_mapping"] if "offset_mapping" in encoded else None
        except NotImplementedError:
            # Hugging Face's slow tokenizers have no offsets and say so this way.
            encoded = self.tokenizer(text, add_special_tokens=False)
            offsets = None
        return [int(index) for index in encoded["input_ids"]], offsets

    def _locate_parts(self, row: Row) -> Tuple[Dict[Tuple[int, str], Tuple[str, int]], Dict[Tuple[int, str], List[Tuple[Part, int, int]]]]:
        """For each field of a message: the pointer and UTF-16 offset in the raw record at which it begins, and its parts."""
        bases: Dict[Tuple[int, str], Tuple[str, int]] = {}
        located: Dict[Tuple[int, str], List[Tuple[Part, int, int]]] = {}
        fields = {(index, name): value for index, message in enumerate(row.messages) for name, value in texts_of(message)}
        if not row.exported:
            return {key: (f"/messages/{key[0]}/{key[1]}", 0) for key in fields}, located
        grouped: Dict[Tuple[int, str], List[Part]] = {}
        for part in row.parts:
            grouped.setdefault((part.message, part.field), []).append(part)
        for key, parts in grouped.items():
            if key[1].startswith("tool_calls/"):
                located[key] = [(part, 0, 0) for part in parts]
                continue
            pointers = {part.pointer for part in parts}
            result = place_parts(parts, fields[key]) if key in fields and len(pointers) == 1 else None
            if result is None:
                self.counts.parts_not_placed += len(parts)
                continue
            bases[key] = (parts[0].pointer, result[0])
            located[key] = result[1]
        return bases, located

    def _dataset(self, row: Row) -> int:
        """Index of a row's data set in ``datasets``."""
        if row.dataset not in self.datasets:
            self.datasets.append(row.dataset)
        return self.datasets.index(row.dataset)


def segment_row(row: Row, tokenizer: Any, render: Optional[Callable[..., str]] = None, **options: Any) -> SegmentTable:
    """The table of one row: ``Segmenter(tokenizer, render, **options).segment(row)``."""
    return Segmenter(tokenizer, render, **options).segment(row)
