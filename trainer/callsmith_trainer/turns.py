"""The turn of an assistant in a render: where it begins and ends, and which of its characters are thought, call, answer."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Pattern, Tuple

import numpy as np

from .dataset import Part
from .labels import ANSWER, CALL, OTHER, STRUCT, THINK
from .layout import THOUGHT_FIELDS, Occurrence
from .spans import THINK_TAGS, find_calls, find_think, merge_calls

#: Texts that end the turn of an assistant, besides the tokenizer's own end token.
TURN_ENDS = (
    "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>", "</s>",
    "<|endoftext|>", "<|eot|>", "<|END_OF_TURN_TOKEN|>", "<\uff5cend\u2581of\u2581sentence\uff5c>", "<|message_end|>",
)  # fmt: skip

#: What a template writes before the text of an assistant.
_HEADER = re.compile(r"(?:assistant|model|\[/INST\]|[<]\|?(?:Assistant|ASSISTANT)\|?[>]|\uff5cAssistant\uff5c>|(?:Assistant|ASSISTANT):?)(?:<\|[^|<>]*\|>)*[ \t]*\n*")


def fill_turn(
    text: str,
    index: int,
    own: List[Occurrence],
    occurrences: List[Occurrence],
    located: Dict[Tuple[int, str], List[Tuple[Part, int, int]]],
    characters: np.ndarray,
    turns: np.ndarray,
    trained: bool,
    calls_in_text: Dict[Tuple[int, str], Tuple[int, int]],
    turn_end: Pattern[str],
) -> None:
    """Write the segments of one turn of the assistant into ``characters`` and its index into ``turns``.

    ``own``: what of it was found in the render, ``occurrences``: all that was found, ``located``: parts that an export
    names. ``trained``: whether it is supervised. ``calls_in_text`` gets the place of each call that is a value.
    ``turn_end``: texts that end a turn."""
    first, last = own[0].start, own[-1].end
    before = max((o.end for o in occurrences if o.piece.message != index and o.end <= first), default=0)
    after = min((o.start for o in occurrences if o.piece.message != index and o.start >= last), default=len(text))
    header = _end_of_header(turn_end, text, before, first)
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
                end = names[number + 1].start if number + 1 < len(names) else _end_of_turn(turn_end, text, name.end, after)[0]
                low += len(text[low : name.start]) - len(text[low : name.start].lstrip())
                span = (low, low + len(text[low:end].rstrip()))
            calls.append(span)
            calls_in_text[(index, name.piece.field)] = span
        begin, last = min(begin, calls[0][0]), max(last, calls[-1][1])
    stop, end = _end_of_turn(turn_end, text, last, after)
    if not trained:
        characters[begin:end] = OTHER
        return

    turns[begin:end] = index
    characters[begin:end] = STRUCT
    ranges = _ranges(text, texts)
    for _, low, high in ranges:
        characters[low:high] = ANSWER
    thoughts: List[Tuple[int, int]] = [(o.start, o.end) for o in texts if o.piece.field in THOUGHT_FIELDS]
    told = False
    for key in dict.fromkeys((index, o.piece.field) for o in texts):
        told = told or (key in located and key[1].startswith("content"))
        for part, low, high in located.get(key, ()):
            span = _in_text(low, high, [o for o in texts if o.piece.field == key[1]])
            if span is not None and part.kind == "think":
                thoughts.append(span)
            elif span is not None and part.kind == "call":
                calls.append(span)
    thoughts = [_with_tags(text, span, begin, stop) for span in thoughts]
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
    _bare_edges(text, characters, begin, stop)


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


def _end_of_header(turn_end: Pattern[str], text: str, before: int, first: int) -> int:
    gap = text[before:first]
    header = None
    for header in _HEADER.finditer(gap):
        pass
    if header is not None:
        return before + header.end()
    ended = None
    for ended in turn_end.finditer(gap):
        pass
    return before + ended.end() if ended is not None else first


def _end_of_turn(turn_end: Pattern[str], text: str, last: int, after: int) -> Tuple[int, int]:
    """Where the text of a turn that is printed up to ``last`` ends, without and with its end token."""
    match = turn_end.search(text, last, after)
    return (match.start(), match.end()) if match else (last, last)
