"""Where the parts of a sample lie in its rendered text, found without knowing anything about the template.

The sample is rendered a second time with every part replaced by a sentinel of its own. That text has the same layout, so
each part lies between the same neighbours; a part whose sentinel does not appear was left out by the template. Markup that
templates look for (tags of thoughts and calls, special tokens) and white space at the edges stay as they are, so that
conditions of the template decide as they did."""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from .offsets import RefusedSample

# Markup that templates look for inside of a message: it stays as it is when the rest becomes sentinels.
_KEPT = re.compile(r"</?(?:think|thinking|tool_call|tool_calls|tool_response|tools|function_call|functioncall|TOOLCALL|answer|response|result)>|\[/?THINK\]|<\|[^|<>\s]{1,40}\|>")
#: Fields of a message that hold a thought.
THOUGHT_FIELDS = ("reasoning_content", "reasoning", "thinking")


class Piece(NamedTuple):
    """A run of a field's text that was replaced by a sentinel; offsets are code points of the field."""

    message: int
    field: str
    start: int
    end: int
    text: str


class Occurrence(NamedTuple):
    """A piece in the render: ``start`` and ``end`` with what stands around it alike in both; ``field_start`` belongs to
    ``start``. ``aligned`` is false where the template changed the text (escaped it, cut it)."""

    piece: Piece
    start: int
    end: int
    field_start: int
    aligned: bool


_STYLES = (
    (re.compile("\uf490([\uf4a0-\uf4a9]+)\uf491"), lambda n: "\uf490" + "".join(chr(0xF4A0 + int(digit)) for digit in "%05d" % n) + "\uf491"),
    # Templates that print a message as ASCII JSON escape private-use characters; these survive.
    (re.compile("zqXk([0-9]{5})kXqz"), lambda n: "zqXk%05dkXqz" % n),
)


def texts_of(message: Dict[str, Any]) -> Iterator[Tuple[str, str]]:
    """The fields of a message that a template prints, with the pointer of each below the message."""
    content = message.get("content")
    if isinstance(content, str):
        yield "content", content
    elif isinstance(content, list):
        for index, part in enumerate(content):
            if isinstance(part.get("text"), str):
                yield f"content/{index}/text", part["text"]
    for name in THOUGHT_FIELDS:
        if isinstance(message.get(name), str):
            yield name, message[name]


def _with_sentinels(messages: Sequence[Dict[str, Any]], sentinel: Callable[[int], str]) -> Tuple[List[Dict[str, Any]], List[Piece]]:
    pieces: List[Piece] = []

    def replaced(index: int, name: str, text: str) -> str:
        out: List[str] = []
        at = 0
        for start, end in [*((m.start(), m.end()) for m in _KEPT.finditer(text)), (len(text), len(text))]:
            run = text[at:start]
            core = run.strip()
            if core:
                offset = at + run.index(core)
                out.append(text[at:offset])
                out.append(sentinel(len(pieces)))
                out.append(text[offset + len(core) : end])
                pieces.append(Piece(index, name, offset, offset + len(core), core))
            else:
                out.append(text[at:end])
            at = end
        return "".join(out)

    result: List[Dict[str, Any]] = []
    for index, message in enumerate(messages):
        copy = dict(message)
        for name, text in list(texts_of(message)):
            if "/" in name:
                position = int(name.split("/")[1])
                if copy["content"] is message["content"]:
                    copy["content"] = [dict(part) for part in message["content"]]
                copy["content"][position]["text"] = replaced(index, name, text)
            else:
                copy[name] = replaced(index, name, text)
        if message.get("tool_calls"):
            calls = []
            for position, call in enumerate(message["tool_calls"]):
                function = dict(call["function"])
                name = function["name"]
                if name.strip():
                    function["name"] = sentinel(len(pieces))
                    pieces.append(Piece(index, f"tool_calls/{position}", 0, len(name), name))
                calls.append({**call, "function": function})
            copy["tool_calls"] = calls
        result.append(copy)
    return result, pieces


def _align(text: str, literals: List[str], pieces: List[Piece]) -> Optional[List[Tuple[int, int]]]:
    """Where each piece lies in ``text``, given what stands before, between and behind them; None if nowhere."""
    count = len(pieces)
    if not text.startswith(literals[0]) or not text.endswith(literals[-1]):
        return None
    if count == 0:
        return [] if text == literals[0] else None

    def ends(index: int, start: int) -> Iterator[int]:
        literal, value = literals[index + 1], pieces[index].text
        seen: Set[int] = set()
        for written in (value, json.dumps(value, ensure_ascii=False)[1:-1], json.dumps(value)[1:-1]):
            end = start + len(written)
            if end not in seen and text.startswith(written, start) and text.startswith(literal, end):
                seen.add(end)
                if index < count - 1 or end + len(literal) == len(text):
                    yield end
        if index == count - 1:
            end = len(text) - len(literal)
            if end >= start and end not in seen:
                yield end
        elif literal:
            end = text.find(literal, start)
            tries = 0
            while end >= 0 and tries < 64:
                if end not in seen:
                    yield end
                tries += 1
                end = text.find(literal, end + 1)

    failed: Set[Tuple[int, int]] = set()
    found: List[Tuple[int, int]] = []
    stack = [ends(0, len(literals[0]))]
    starts = [len(literals[0])]
    while stack:
        index = len(stack) - 1
        for end in stack[-1]:
            if index == count - 1:
                return [*found, (starts[-1], end)]
            following = end + len(literals[index + 1])
            if (index + 1, following) in failed:
                continue
            found.append((starts[-1], end))
            starts.append(following)
            stack.append(ends(index + 1, following))
            break
        else:
            failed.add((index, starts.pop()))
            stack.pop()
            if found:
                found.pop()
    return None


def _occurrences(text: str, messages: Sequence[Dict[str, Any]], spans: List[Tuple[int, int]], pieces: List[Piece]) -> List[Occurrence]:
    """Pieces in the render, grown over the markup and white space that were kept out of the sentinels."""
    fields = {(index, name): value for index, message in enumerate(messages) for name, value in texts_of(message)}
    result: List[Occurrence] = []
    for number, (piece, (start, end)) in enumerate(zip(pieces, spans)):
        aligned = text[start:end] == piece.text
        field_start, field_end = piece.start, piece.end
        source = fields.get((piece.message, piece.field))
        if aligned and source is not None:
            low = result[-1].end if result else 0
            high = spans[number + 1][0] if number + 1 < len(spans) else len(text)
            while start > low and field_start > 0 and text[start - 1] == source[field_start - 1]:
                start -= 1
                field_start -= 1
            while end < high and field_end < len(source) and text[end] == source[field_end]:
                end += 1
                field_end += 1
            # White space at the edges can be the template's own: it stays with neither.
            while start < spans[number][0] and text[start].isspace():
                start += 1
                field_start += 1
            while end > spans[number][1] and text[end - 1].isspace():
                end -= 1
        result.append(Occurrence(piece, start, end, field_start, aligned))
    return result


def find_layout(
    text: str, messages: Sequence[Dict[str, Any]], render: Callable[[List[Dict[str, Any]]], str]
) -> Tuple[List[Occurrence], List[Tuple[int, str]]]:
    """Where the parts of ``messages`` lie in ``text``, the render of them, and the fields of which some part was left out,
    as ``(message, field)``. ``render`` renders other messages the same way. Raises ``RefusedSample`` where the layout
    depends on the text of the parts."""
    for pattern, sentinel in _STYLES:
        if pattern.search(text):
            continue
        replaced, pieces = _with_sentinels(messages, sentinel)
        split = pattern.split(render(replaced))
        numbers = [int("".join(str(ord(c) - 0xF4A0) if ord(c) >= 0xF4A0 else c for c in number)) for number in split[1::2]]
        if any(number >= len(pieces) for number in numbers):
            continue
        seen = [pieces[number] for number in numbers]
        if pieces and not seen:
            continue
        spans = _align(text, split[0::2], seen)
        if spans is not None:
            used = set(numbers)
            missing = dict.fromkeys((piece.message, piece.field) for number, piece in enumerate(pieces) if number not in used)
            return _occurrences(text, messages, spans, seen), list(missing)
    raise RefusedSample(
        "layout-not-stable",
        "The template prints another layout when the parts of the sample are replaced, so it cannot be told which text is which. "
        "Pass a render function without conditions on the text, or leave the sample out.",
    )
