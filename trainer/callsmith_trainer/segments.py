"""Which token of a training sample belongs to the thought, the call, the answer.

A sample is rendered once with the template that it is trained with; thoughts and calls are found as spans of that text
and carried over to tokens by offsets. Nothing searches for the ids of tags: in most vocabularies a tag is several tokens
that melt into what stands beside it.

Where the parts of a sample lie in the text is found by rendering it a second time with every part replaced by a sentinel
of its own. That second text has the same layout, so each part lies between the same neighbours; a part whose sentinel
does not appear was left out by the template (templates that rewrite history drop earlier thoughts).

A token that covers characters of several segments gets the one of highest priority: call, answer, think, struct, tool,
other, prompt (``boundary: "call-first"``), and is marked as straddling."""

from __future__ import annotations

import hashlib
import re
import sys
from array import array
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .canonical import canonical_value, part_sha
from .dataset import Part, Row
from .labels import ANSWER, CALL, OTHER, PROMPT, SEGMENT_NAMES, STRUCT, THINK, TOOL, encode_labels
from .layout import THOUGHT_FIELDS, Occurrence, find_layout, texts_of
from .offsets import RefusedSample, TokenBytes, reliable_offsets
from .spans import THINK_TAGS, find_calls, find_think, merge_calls

#: Bits of a token's segment code that hold the segment.
CODE_BITS = 0x7F
#: Bit of a token's segment code that says that the token covers characters of several segments.
STRADDLE = 0x80
#: Flags of a render: tokens were cut off; rows are packed; offsets come from the strings of the tokens.
TRUNCATED, PACKED, REBUILT = 1, 2, 4

# Rank of each code when a token covers several; the highest wins.
_RANK = np.array([0, 4, 6, 5, 3, 2, 1], dtype=np.uint8)
_CODE_OF_RANK = np.argsort(_RANK).astype(np.uint8)

#: Texts that end the turn of an assistant, besides the tokenizer's own end token.
TURN_ENDS = (
    "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>", "</s>",
    "<|endoftext|>", "<|eot|>", "<|END_OF_TURN_TOKEN|>", "<\uff5cend\u2581of\u2581sentence\uff5c>", "<|message_end|>",
)  # fmt: skip

_HEADER = re.compile(r"(?:assistant|model|\[/INST\]|[<]\|?(?:Assistant|ASSISTANT)\|?[>]|\uff5cAssistant\uff5c>|(?:Assistant|ASSISTANT):?)(?:<\|[^|<>]*\|>)*[ \t]*\n*")


@dataclass
class SegmentTable:
    """A rendered sample as tokens. All arrays have one value per token.

    ``starts`` and ``lens``: UTF-16 offset in ``text`` and length; ``segments``: code, with ``STRADDLE`` set where the
    token covers several; ``turns``: index of the assistant message that the token belongs to, or -1; ``labels``:
    ``id | segment << 24`` where supervised, else -100 (the first token is never a target). ``first_supervised``: index of
    the first token with a label, or the number of tokens. ``flags``: ``TRUNCATED``, ``REBUILT``. ``meta``: what a trace
    keeps about the row; ``meta["map"]`` holds ``[pointer, field_start, text_start, length]`` in UTF-16 units for text that
    stands in the render as it stands in the record, with the length in the record as a fifth value where they differ."""

    text: str
    ids: np.ndarray
    starts: np.ndarray
    lens: np.ndarray
    segments: np.ndarray
    turns: np.ndarray
    labels: np.ndarray
    first_supervised: int
    flags: int
    line_sha: str
    content_sha: Optional[str]
    meta: Dict[str, Any] = field(default_factory=dict)
    not_rendered: List[Tuple[int, str]] = field(default_factory=list)
    truncated_call: bool = False

    @property
    def key(self) -> bytes:
        """16 bytes that recognise the render in a batch, see ``render_key``."""
        return render_key(self.ids)

    def training_row(self) -> Dict[str, List[int]]:
        """``input_ids`` and encoded ``labels``, the two columns that trainers keep, of the row's length."""
        return {"input_ids": self.ids.tolist(), "labels": self.labels.tolist()}

    @property
    def n_think(self) -> int:
        """Supervised tokens of the thought."""
        return int(np.count_nonzero((self.labels >= 0) & ((self.labels >> 24) == THINK)))

    @property
    def n_call(self) -> int:
        """Supervised tokens of the result: call, answer and struct together (the N_f of the loss)."""
        return int(np.count_nonzero((self.labels >= 0) & ((self.labels >> 24) != THINK)))


def render_key(ids: Sequence[int]) -> bytes:
    """blake2b-128 over token ids as little-endian int32, padding left out: the same in every framework."""
    if isinstance(ids, list):
        # A fifth of the time that numpy takes to read a list, and a trainer hands over hundreds at each step.
        values = array("i", ids)
        if values.itemsize == 4:
            if sys.byteorder == "big":
                values.byteswap()
            return hashlib.blake2b(values.tobytes(), digest_size=16).digest()
    return hashlib.blake2b(np.asarray(ids).astype("<i4").tobytes(), digest_size=16).digest()


def segments_of_tokens(characters: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Segment codes of tokens from those of characters: the highest priority among the characters that a token covers
    (call > answer > think > struct > tool > other > prompt), with ``STRADDLE`` set where there is more than one."""
    if starts.size == 0:
        return np.zeros(0, dtype=np.uint8)
    ranks = np.concatenate((_RANK[characters], _RANK[[PROMPT]]))
    borders = np.stack((starts, ends), axis=1).reshape(-1)
    high = np.maximum.reduceat(ranks, borders)[::2]
    low = np.minimum.reduceat(ranks, borders)[::2]
    codes = _CODE_OF_RANK[high]
    return np.where((low != high) & (ends > starts), codes | STRADDLE, codes).astype(np.uint8)


# ----------------------------------------------------------------------------------------------------------------- parts


def _utf16_table(text: str) -> Optional[np.ndarray]:
    """UTF-16 offset of each code point and of the end, or None where they are the same numbers."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    wide = codes > 0xFFFF
    if not wide.any():
        return None
    return np.arange(len(text) + 1, dtype=np.int64) + np.concatenate(([0], np.cumsum(wide)))


def _to_utf16(table: Optional[np.ndarray], offset: int) -> int:
    return offset if table is None else int(table[offset])


def _from_utf16(table: Optional[np.ndarray], offset: int, length: int) -> Optional[int]:
    """The code point at a UTF-16 offset, or None outside of the text and inside of a pair."""
    if table is None:
        return offset if 0 <= offset <= length else None
    at = int(np.searchsorted(table, offset))
    return at if at < len(table) and int(table[at]) == offset else None


def _same_sha(part: Part, text: str) -> bool:
    if part.sha is None:
        return True
    raw = text.encode("utf-8", "surrogatepass")
    return part.sha in (part_sha(text), hashlib.blake2b(raw, digest_size=16).hexdigest())


def _place(parts: List[Part], source: str) -> Optional[Tuple[int, List[Tuple[Part, int, int]]]]:
    """Parts of one raw string in the field of a message made from it: the UTF-16 offset in the raw string at which the
    field begins, and each part's code points in the field. None where the hashes fit nowhere."""
    table = _utf16_table(source)
    length = len(source)
    for base in dict.fromkeys((0, min(part.start for part in parts))):
        placed: List[Tuple[Part, int, int]] = []
        for part in parts:
            start, end = _from_utf16(table, part.start - base, length), _from_utf16(table, part.end - base, length)
            if start is None or end is None or not _same_sha(part, source[start:end]):
                break
            placed.append((part, start, end))
        else:
            return base, placed
    return None


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
        placed, located = self._place_parts(row)
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
            self._fill_turn(text, index, own, occurrences, located, characters, turns, trained, calls_in_text)

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
        utf16 = _utf16_table(text)
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
            meta=self._meta(row, text, utf16, occurrences, placed, located, calls_in_text, missing, truncated_call),
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

    def _place_parts(self, row: Row) -> Tuple[Dict[Tuple[int, str], Tuple[str, int]], Dict[Tuple[int, str], List[Tuple[Part, int, int]]]]:
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
            result = _place(parts, fields[key]) if key in fields and len(pointers) == 1 else None
            if result is None:
                self.counts.parts_not_placed += len(parts)
                continue
            bases[key] = (parts[0].pointer, result[0])
            located[key] = result[1]
        return bases, located

    def _fill_turn(
        self,
        text: str,
        index: int,
        own: List[Occurrence],
        occurrences: List[Occurrence],
        located: Dict[Tuple[int, str], List[Tuple[Part, int, int]]],
        characters: np.ndarray,
        turns: np.ndarray,
        trained: bool,
        calls_in_text: Dict[Tuple[int, str], Tuple[int, int]],
    ) -> None:
        first, last = own[0].start, own[-1].end
        before = max((o.end for o in occurrences if o.piece.message != index and o.end <= first), default=0)
        after = min((o.start for o in occurrences if o.piece.message != index and o.start >= last), default=len(text))
        header = self._end_of_header(text, before, first)
        names = [o for o in own if o.piece.field.startswith("tool_calls/")]
        texts = [o for o in own if not o.piece.field.startswith("tool_calls/")]

        # Where the turn begins: at its first part, or at a tag that the template put before it.
        begin = first
        for opener, _ in THINK_TAGS:
            at = text.find(opener, header, first)
            if at >= 0:
                begin = min(begin, at)
        calls: List[Tuple[int, int]] = []
        if names:
            from_ = max([header, *(o.end for o in texts if o.end <= names[0].start)])
            found = find_calls(text, from_, after)
            for number, name in enumerate(names):
                span = next((span for span in found if span[0] <= name.start and name.end <= span[1]), None)
                if span is None:
                    low = max([from_, *(call[1] for call in calls if call[1] <= name.start)])
                    end = names[number + 1].start if number + 1 < len(names) else self._end_of_turn(text, name.end, after)[0]
                    low += len(text[low : name.start]) - len(text[low : name.start].lstrip())
                    span = (low, low + len(text[low:end].rstrip()))
                calls.append(span)
                calls_in_text[(index, name.piece.field)] = span
            begin, last = min(begin, calls[0][0]), max(last, calls[-1][1])
        stop, end = self._end_of_turn(text, last, after)
        if not trained:
            characters[begin:end] = OTHER
            return

        turns[begin:end] = index
        characters[begin:end] = STRUCT
        ranges = self._ranges(text, texts)
        for _, low, high in ranges:
            characters[low:high] = ANSWER
        thoughts: List[Tuple[int, int]] = [(o.start, o.end) for o in texts if o.piece.field in THOUGHT_FIELDS]
        told = False
        for key in dict.fromkeys((index, o.piece.field) for o in texts):
            told = told or (key in located and key[1].startswith("content"))
            for part, low, high in located.get(key, ()):
                span = self._in_text(low, high, [o for o in texts if o.piece.field == key[1]])
                if span is not None and part.kind == "think":
                    thoughts.append(span)
                elif span is not None and part.kind == "call":
                    calls.append(span)
        thoughts = [self._with_tags(text, span, begin, stop) for span in thoughts]
        if not thoughts:
            think = find_think(text[begin:stop])
            if think is not None:
                thoughts = [(begin + think[0], begin + think[1])]
        if not told:
            for name, start, end_of_range in ranges:
                if not name.startswith("content"):
                    continue
                cuts = sorted([start, end_of_range, *(min(max(cut, start), end_of_range) for span in thoughts for cut in span)])
                for low, high in zip(cuts, cuts[1:]):
                    if low < high and not any(span[0] <= low and high <= span[1] for span in thoughts):
                        calls.extend(find_calls(text, low, high))
        for low, high in thoughts:
            characters[low:high] = THINK
        for low, high in merge_calls(text, calls):
            characters[low:high] = CALL
        self._bare_edges(text, characters, begin, stop)

    @staticmethod
    def _ranges(text: str, occurrences: List[Occurrence]) -> List[Tuple[str, int, int]]:
        """The text of each field in the render, put together from its pieces: ``(field, start, end)``."""
        ranges: List[Tuple[str, int, int]] = []
        for occurrence in occurrences:
            name = occurrence.piece.field
            if ranges and ranges[-1][0] == name and not text[ranges[-1][2] : occurrence.start].strip():
                ranges[-1] = (name, ranges[-1][1], occurrence.end)
            else:
                ranges.append((name, occurrence.start, occurrence.end))
        return ranges

    @staticmethod
    def _bare_edges(text: str, characters: np.ndarray, begin: int, stop: int) -> None:
        """White space at the ends of an answer separates it from its neighbours: struct."""
        answer = np.concatenate(([False], characters[begin:stop] == ANSWER, [False]))
        borders = np.flatnonzero(answer[1:] != answer[:-1]) + begin
        for at, end in zip(borders[::2].tolist(), borders[1::2].tolist()):
            run = text[at:end]
            core = run.strip()
            low = at + (run.index(core) if core else len(run))
            characters[at:low] = STRUCT
            characters[low + len(core) : end] = STRUCT

    @staticmethod
    def _in_text(low: int, high: int, occurrences: List[Occurrence]) -> Optional[Tuple[int, int]]:
        """The place in the render of code points ``[low, high)`` of a field, or None where they were not rendered."""
        start = end = -1
        for occurrence in occurrences:
            if not occurrence.aligned:
                continue
            size = occurrence.end - occurrence.start
            a, b = max(low, occurrence.field_start), min(high, occurrence.field_start + size)
            if a < b:
                shift = occurrence.start - occurrence.field_start
                start = a + shift if start < 0 else min(start, a + shift)
                end = max(end, b + shift)
        return None if start < 0 else (start, end)

    @staticmethod
    def _with_tags(text: str, span: Tuple[int, int], begin: int, stop: int) -> Tuple[int, int]:
        low, high = span
        for opener, closer in THINK_TAGS:
            head = text[begin:low].rstrip()
            tail = text[high:stop]
            spaces = len(tail) - len(tail.lstrip())
            if head.endswith(opener) and not text[low:high].lstrip().startswith(opener):
                low = begin + len(head) - len(opener)
            if tail[spaces:].startswith(closer) and not text[span[0] : high].rstrip().endswith(closer):
                high += spaces + len(closer)
        return low, high

    def _end_of_header(self, text: str, before: int, first: int) -> int:
        gap = text[before:first]
        header = None
        for header in _HEADER.finditer(gap):
            pass
        if header is not None:
            return before + header.end()
        ended = None
        for ended in self._turn_end.finditer(gap):
            pass
        return before + ended.end() if ended is not None else first

    def _end_of_turn(self, text: str, last: int, after: int) -> Tuple[int, int]:
        """Where the text of a turn that is printed up to ``last`` ends, without and with its end token."""
        match = self._turn_end.search(text, last, after)
        return (match.start(), match.end()) if match else (last, last)

    def _meta(
        self,
        row: Row,
        text: str,
        utf16: Optional[np.ndarray],
        occurrences: List[Occurrence],
        bases: Dict[Tuple[int, str], Tuple[str, int]],
        located: Dict[Tuple[int, str], List[Tuple[Part, int, int]]],
        calls_in_text: Dict[Tuple[int, str], Tuple[int, int]],
        missing: List[Tuple[int, str]],
        truncated_call: bool,
    ) -> Dict[str, Any]:
        tables = {(index, name): _utf16_table(value) for index, message in enumerate(row.messages) for name, value in texts_of(message)}
        entries: List[List[Any]] = []
        text_end = 0
        for occurrence in occurrences:
            key = (occurrence.piece.message, occurrence.piece.field)
            if not occurrence.aligned or key not in bases or occurrence.end <= occurrence.start:
                continue
            pointer, base = bases[key]
            start = base + _to_utf16(tables[key], occurrence.field_start)
            text_start = _to_utf16(utf16, occurrence.start)
            length = _to_utf16(utf16, occurrence.end) - text_start
            last = entries[-1] if entries else None
            if last is not None and last[0] == pointer and start - last[1] == text_start - last[2] and not text[text_end : occurrence.start].strip():
                # Only white space between them, and as much of it in the record: one piece of text.
                last[3] = start + length - last[1]
            else:
                entries.append([pointer, start, text_start, length])
            text_end = occurrence.end
        for (index, name), (low, high) in calls_in_text.items():
            text_start = _to_utf16(utf16, low)
            length = _to_utf16(utf16, high) - text_start
            parts = located.get((index, name))
            if parts:
                part = parts[0][0]
                size = part.end - part.start
                entries.append([part.pointer, part.start, text_start, length, *([size] if size not in (0, length) else [])])
            elif not row.exported:
                entries.append([f"/messages/{index}/{name}", 0, text_start, length])
        parts_json = [part.as_json() for part in row.parts] if row.exported else self._own_parts(row)
        if row.dataset not in self.datasets:
            self.datasets.append(row.dataset)
        meta: Dict[str, Any] = {"dataset": self.datasets.index(row.dataset), "dataset_name": row.dataset, "line": row.line, "id": row.id, "parts": parts_json, "map": entries}
        if row.hashes is not None:
            meta["hashes"] = row.hashes
        if missing:
            meta["not_rendered"] = [[index, name] for index, name in missing]
        if truncated_call:
            meta["truncated_call"] = True
        return meta

    @staticmethod
    def _own_parts(row: Row) -> List[Dict[str, Any]]:
        """Parts of a plain row: thoughts, calls and the rest of each answer, and the results of tools."""
        parts: List[Dict[str, Any]] = []

        def add(index: int, name: str, kind: str, source: str, low: int, high: int) -> None:
            table = _utf16_table(source)
            parts.append(
                Part(index, name, kind, f"/messages/{index}/{name}", _to_utf16(table, low), _to_utf16(table, high), part_sha(source[low:high])).as_json()
            )

        for index, message in enumerate(row.messages):
            for name, source in texts_of(message):
                if message["role"] == "tool":
                    add(index, name, "tool", source, 0, len(source))
                elif message["role"] == "assistant" and name in THOUGHT_FIELDS:
                    add(index, name, "think", source, 0, len(source))
                elif message["role"] == "assistant":
                    think = find_think(source)
                    spans = [("think", *think)] if think else []
                    at = think[1] if think else 0
                    spans += [("call", low, high) for low, high in merge_calls(source, find_calls(source, at))]
                    borders = [(0, 0), *((low, high) for _, low, high in spans), (len(source), len(source))]
                    for (_, low), (high, _) in zip(borders, borders[1:]):
                        core = source[low:high].strip()
                        if core:
                            offset = low + source[low:high].index(core)
                            spans.append(("answer", offset, offset + len(core)))
                    for kind, low, high in sorted(spans, key=lambda span: span[1]):
                        add(index, name, kind, source, low, high)
            for position, call in enumerate(message.get("tool_calls") or []):
                function = {"name": call["function"]["name"], "arguments": call["function"]["arguments"]}
                try:
                    sha: Optional[str] = part_sha(canonical_value(function))
                except ValueError:
                    sha = None
                parts.append(Part(index, f"tool_calls/{position}", "call", f"/messages/{index}/tool_calls/{position}", 0, 0, sha).as_json())
        return parts


def segment_row(row: Row, tokenizer: Any, render: Optional[Callable[..., str]] = None, **options: Any) -> SegmentTable:
    """The table of one row: ``Segmenter(tokenizer, render, **options).segment(row)``."""
    return Segmenter(tokenizer, render, **options).segment(row)


def segment_at(table: SegmentTable, utf16_offset: int) -> int:
    """Segment code of the token at a UTF-16 offset of the rendered text, without the straddle bit."""
    at = bisect_right(table.starts.tolist(), utf16_offset) - 1
    return int(table.segments[max(at, 0)]) & CODE_BITS
