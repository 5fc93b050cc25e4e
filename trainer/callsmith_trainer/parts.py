"""Parts of a sample (thoughts, calls, answers): where they stand in the raw record, in the messages and in the render."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from .canonical import canonical_value, part_sha
from .dataset import Part, Row
from .layout import THOUGHT_FIELDS, Occurrence, texts_of
from .spans import find_calls, find_think, merge_calls

#: A field of a message: index of the message, name of the field.
Field = Tuple[int, str]


def utf16_table(text: str) -> Optional[np.ndarray]:
    """UTF-16 offset of each code point and of the end, or None where they are the same numbers."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    wide = codes > 0xFFFF
    if not wide.any():
        return None
    return np.arange(len(text) + 1, dtype=np.int64) + np.concatenate(([0], np.cumsum(wide)))


def to_utf16(table: Optional[np.ndarray], offset: int) -> int:
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


def place_parts(parts: List[Part], source: str) -> Optional[Tuple[int, List[Tuple[Part, int, int]]]]:
    """Parts of one raw string in the field of a message made from it: the UTF-16 offset in the raw string at which the
    field begins, and each part's code points in the field. None where the hashes fit nowhere."""
    table = utf16_table(source)
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


def render_meta(
    row: Row,
    dataset: int,
    text: str,
    utf16: Optional[np.ndarray],
    occurrences: List[Occurrence],
    bases: Dict[Tuple[int, str], Tuple[str, int]],
    located: Dict[Tuple[int, str], List[Tuple[Part, int, int]]],
    calls_in_text: Dict[Tuple[int, str], Tuple[int, int]],
    missing: List[Tuple[int, str]],
    truncated_call: bool,
) -> Dict[str, Any]:
    """What a trace keeps about a row: its identity, its parts, and the map between the record and the render.

    ``dataset``: index of its data set in the manifest; ``utf16``: of ``text``; ``bases``, ``located``: see ``locate_parts``."""
    tables = {(index, name): utf16_table(value) for index, message in enumerate(row.messages) for name, value in texts_of(message)}
    entries: List[List[Any]] = []
    text_end = 0
    for occurrence in occurrences:
        key = (occurrence.piece.message, occurrence.piece.field)
        if not occurrence.aligned or key not in bases or occurrence.end <= occurrence.start:
            continue
        pointer, base = bases[key]
        start = base + to_utf16(tables[key], occurrence.field_start)
        text_start = to_utf16(utf16, occurrence.start)
        length = to_utf16(utf16, occurrence.end) - text_start
        last = entries[-1] if entries else None
        if last is not None and last[0] == pointer and start - last[1] == text_start - last[2] and not text[text_end : occurrence.start].strip():
            # Only white space between them, and as much of it in the record: one piece of text.
            last[3] = start + length - last[1]
        else:
            entries.append([pointer, start, text_start, length])
        text_end = occurrence.end
    for (index, name), (low, high) in calls_in_text.items():
        text_start = to_utf16(utf16, low)
        length = to_utf16(utf16, high) - text_start
        parts = located.get((index, name))
        if parts:
            part = parts[0][0]
            size = part.end - part.start
            entries.append([part.pointer, part.start, text_start, length, *([size] if size not in (0, length) else [])])
        elif not row.exported:
            entries.append([f"/messages/{index}/{name}", 0, text_start, length])
    parts_json = [part.as_json() for part in row.parts] if row.exported else own_parts(row)
    meta: Dict[str, Any] = {"dataset": dataset, "dataset_name": row.dataset, "line": row.line, "id": row.id, "parts": parts_json, "map": entries}
    if row.hashes is not None:
        meta["hashes"] = row.hashes
    if missing:
        meta["not_rendered"] = [[index, name] for index, name in missing]
    if truncated_call:
        meta["truncated_call"] = True
    return meta


def own_parts(row: Row) -> List[Dict[str, Any]]:
    """Parts of a plain row: thoughts, calls and the rest of each answer, and the results of tools."""
    parts: List[Dict[str, Any]] = []

    def add(index: int, name: str, kind: str, source: str, low: int, high: int) -> None:
        table = utf16_table(source)
        parts.append(
            Part(index, name, kind, f"/messages/{index}/{name}", to_utf16(table, low), to_utf16(table, high), part_sha(source[low:high])).as_json()
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
