"""Thoughts and calls in the text of an answer. Offsets are code points of that text, half-open."""

from __future__ import annotations

import json
import re
from typing import List, NamedTuple, Optional, Tuple

#: Tags that enclose a thought. The tags belong to the thought, as in the figure of the method.
THINK_TAGS: Tuple[Tuple[str, str], ...] = (("<think>", "</think>"), ("<thinking>", "</thinking>"), ("[THINK]", "[/THINK]"))

#: Tags that enclose calls. ``None``: the call ends where its JSON ends.
CALL_TAGS: Tuple[Tuple[str, Optional[str]], ...] = (
    ("<tool_call>", "</tool_call>"),
    ("<tool_calls>", "</tool_calls>"),
    ("<TOOLCALL>", "</TOOLCALL>"),
    ("<function_call>", "</function_call>"),
    ("<function_calls>", "</function_calls>"),
    ("<functioncall>", None),
    ("<|python_tag|>", None),
    ("[TOOL_CALLS]", None),
)

_NAME_KEYS = ("name", "function", "function_name", "tool_name", "tool", "api_name", "api")
_ARGUMENT_KEYS = ("arguments", "parameters", "args", "params", "kwargs", "input", "tool_input")
_IDENTIFIER = re.compile(r"\s*[^\W\d][\w\-]*(?:\s*\.\s*[^\W\d][\w\-]*)*\(")
_FENCE = re.compile(r"```[\w-]*[ \t]*\n?")
_OPENER = re.compile("|".join([re.escape(opener) for opener, _ in CALL_TAGS] + [r"```[\w-]*[ \t]*\n?(?=\s*[\[{])", r"[\[{]"]))
_DECODER = json.JSONDecoder()
#: How many values of one text may turn out to be no call after they were read; what follows counts as prose. It bounds the
#: time that a hostile text can take to a small multiple of its length.
_MAX_FAILURES = 200


class Spans(NamedTuple):
    """``think`` and ``call`` spans of an answer, each ``(start, end)``, in order and apart from each other."""

    think: List[Tuple[int, int]]
    call: List[Tuple[int, int]]


def find_think(text: str) -> Optional[Tuple[int, int]]:
    """The thought of an answer with its tags: from the first opening tag to the one that closes it.

    An answer that only closes a thought (the opening tag stood in the prompt) has it from its start. A thought that is
    never closed goes to the end: at inference such an answer counts as failed, because it has no result."""
    best: Optional[Tuple[int, int]] = None
    for opener, closer in THINK_TAGS:
        start, last = text.find(opener), text.rfind(closer)
        if start < 0 and last < 0:
            continue
        if start < 0 or 0 <= text.find(closer) < start:
            span = (0, text.find(closer) + len(closer))
        elif last < start:
            span = (start, len(text))
        else:
            depth, end = 0, last + len(closer)
            for match in re.finditer(re.escape(opener) + "|" + re.escape(closer), text[start:]):
                depth += 1 if match.group() == opener else -1
                if depth == 0:
                    end = start + match.end()
                    break
            span = (start, end)
        if best is None or span[0] < best[0]:
            best = span
    return best


def find_calls(text: str, start: int = 0, end: Optional[int] = None) -> List[Tuple[int, int]]:
    """The calls in ``text[start:end]``: blocks in tags (tags included), Python lists of calls ``[f(a=1), g()]``, JSON
    objects or lists with a name and arguments, in a code fence or not (the fence included). Spans are not merged.

    Where the whole text is one call without brackets, ``f(a=1)``, that is the call."""
    end = len(text) if end is None else end
    spans: List[Tuple[int, int]] = []
    at, budget = start, [_MAX_FAILURES]
    while at < end:
        match = _OPENER.search(text, at, end)
        if match is None:
            break
        opener = match.group()
        span: Optional[Tuple[int, int]] = None
        tag = next((pair for pair in CALL_TAGS if pair[0] == opener), None)
        if tag is not None:
            span = (match.start(), _end_of_tag(text, match.end(), end, tag[1], budget))
        elif budget[0] > 0:
            if opener.startswith("`"):
                inner = _end_of_value(text, match.end(), end, budget)
                if inner is not None:
                    closing = re.compile(r"\s*```").match(text, inner, end)
                    span = (match.start(), closing.end() if closing else inner)
            else:
                inner = _end_of_value(text, match.start(), end, budget)
                if inner is not None:
                    span = (match.start(), inner)
        if span is None:
            at = match.end()
        else:
            spans.append(span)
            at = max(span[1], match.end())
    if not spans:
        whole = _IDENTIFIER.match(text, start, end)
        if whole is not None and _skip_space(text, start, end) < end:
            closed = _end_of_brackets(text, whole.end() - 1, end)
            if closed is not None and _skip_space(text, closed, end) == end and _is_call_name(text[start : whole.end() - 1]):
                spans.append((_skip_space(text, start, end), closed))
    return spans


def _is_call_name(name: str) -> bool:
    return " " not in name.strip()


def find_spans(text: str) -> Spans:
    """Thought and calls of a whole answer. Calls are looked for after the thought (and before it), never inside."""
    think = find_think(text)
    if think is None:
        return Spans([], merge_calls(text, find_calls(text)))
    before = find_calls(text, 0, think[0]) if text[: think[0]].strip() else []
    return Spans([think], merge_calls(text, before + find_calls(text, think[1])))


def merge_calls(text: str, spans: List[Tuple[int, int]]) -> List[Tuple[int, int]]:
    """Neighbouring calls with nothing but white space between them as one span: that space has to be right as well."""
    merged: List[Tuple[int, int]] = []
    for span in sorted(spans):
        if merged and (span[0] <= merged[-1][1] or not text[merged[-1][1] : span[0]].strip()):
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _end_of_tag(text: str, at: int, end: int, closer: Optional[str], budget: List[int]) -> int:
    if closer is None:
        value = _end_of_value(text, _skip_space(text, at, end), end, budget, any_json=True)
        if value is not None:
            return value
        cut = text.find("\n", _skip_space(text, at, end), end)
        return end if cut < 0 else cut
    found = text.find(closer, at, end)
    return end if found < 0 else found + len(closer)


def _end_of_value(text: str, at: int, end: int, budget: List[int], any_json: bool = False) -> Optional[int]:
    """Where the call or list of calls that begins at ``at`` ends, or None where none begins there. ``budget`` holds how
    many more values may fail after they were read."""
    if budget[0] <= 0:
        return None
    at = _skip_space(text, at, end)
    if at >= end:
        return None
    if text[at] == "[":
        python = _end_of_call_list(text, at, end, budget)
        if python is not None:
            return python
    if text[at] not in "[{":
        return None
    following = _skip_space(text, at + 1, end)
    if following >= end or text[following] not in '"{[':
        return None
    try:
        value, stop = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        budget[0] -= 1
        return None
    if stop <= end and (any_json or _is_call(value) or (isinstance(value, list) and value and all(map(_is_call, value)))):
        return stop
    budget[0] -= 1
    return None


def _is_call(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("tool_calls"), list) and value["tool_calls"]:
        return all(map(_is_call, value["tool_calls"]))
    if isinstance(value.get("function"), dict):
        return _is_call(value["function"])
    return any(isinstance(value.get(key), str) for key in _NAME_KEYS) and any(key in value for key in _ARGUMENT_KEYS)


def _end_of_call_list(text: str, at: int, end: int, budget: List[int]) -> Optional[int]:
    at += 1
    while True:
        name = _IDENTIFIER.match(text, at, end)
        if name is None:
            return None
        closed = _end_of_brackets(text, name.end() - 1, end)
        if closed is None:
            budget[0] -= 1
            return None
        at = _skip_space(text, closed, end)
        if at < end and text[at] == ",":
            at = _skip_space(text, at + 1, end)
            if at < end and text[at] == "]":
                return at + 1
            continue
        if at < end and text[at] == "]":
            return at + 1
        budget[0] -= 1
        return None


_BRACKETS = re.compile(r"""[()\[\]{}]|'''|\"\"\"|['"]""")


def _end_of_brackets(text: str, at: int, end: int) -> Optional[int]:
    """The end of the bracket that opens at ``at``; brackets inside strings do not count."""
    stack: List[str] = []
    while at < end:
        match = _BRACKETS.search(text, at, end)
        if match is None:
            return None
        token = match.group()
        at = match.end()
        if token in "([{":
            stack.append({"(": ")", "[": "]", "{": "}"}[token])
        elif token in ")]}":
            if not stack or stack.pop() != token:
                return None
            if not stack:
                return at
        else:
            while True:
                close = text.find(token, at, end)
                if close < 0:
                    return None
                slashes = 0
                while close - slashes - 1 >= at and text[close - slashes - 1] == "\\":
                    slashes += 1
                at = close + len(token) if slashes % 2 == 0 else close + 1
                if slashes % 2 == 0:
                    break
    return None
