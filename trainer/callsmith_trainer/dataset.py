"""Rows to train on: what ``callsmith export --for-trainer DATA`` writes, or a messages JSONL as it is.

An exported row carries the identity of the line that it came from and the places of its parts in the raw record. For a
plain row (``{"messages": [...], "tools": [...]}``) the identity is made here, from the bytes of the file: rows that went
through a data set library have lost key order, number forms and absent keys, so they cannot be hashed any more."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Optional, Union

from .canonical import canonical_value, content_sha, line_sha, part_sha, read_lines

#: Value of ``callsmith`` in an exported row, and the version that is understood.
EXPORT_NAME = "trainer-export"
EXPORT_VERSION = 1

#: Keys that can hold the id of a plain row, in order of preference.
ID_KEYS = ("id", "_id", "uid", "uuid", "custom_id", "idx", "index")

_HEX64 = re.compile("[0-9a-f]{64}\\Z")
_PART_KINDS = ("think", "call", "answer", "tool")


@dataclass
class Part:
    """A part of a sample and where it lies in the raw record: ``pointer`` is a JSON pointer to the string or object that
    holds it, ``start`` and ``end`` are UTF-16 offsets in that string once decoded (of an object 0 and 0). ``message`` and ``field`` say where the
    same part stands in ``messages``. ``sha`` is ``canonical.part_sha`` of its text."""

    message: int
    field: str
    kind: str
    pointer: str
    start: int
    end: int
    sha: Optional[str]

    def as_json(self) -> Dict[str, Any]:
        """The part as it stands in an exported row and in the metadata of a trace."""
        return {"message": self.message, "field": self.field, "kind": self.kind, "pointer": self.pointer, "start": self.start, "end": self.end, "sha": self.sha}


@dataclass
class Row:
    """One sample. ``line`` counts from 1; ``line_sha`` and ``content_sha`` are 64 hex digits (see ``canonical``);
    ``hashes`` holds ``part_sha`` of the tools and of each message of a plain row."""

    dataset: str
    line: int
    id: Optional[str]
    line_sha: str
    content_sha: Optional[str]
    messages: List[Dict[str, Any]]
    tools: Optional[List[Any]]
    parts: List[Part] = field(default_factory=list)
    exported: bool = False
    hashes: Optional[Dict[str, Any]] = None


@dataclass
class RowFault:
    """A line that cannot be used, and why, in a sentence that says what to do."""

    dataset: str
    line: int
    message: str


class _Unusable(ValueError):
    pass


def _messages(value: Any) -> List[Dict[str, Any]]:
    if not isinstance(value, list) or not value:
        raise _Unusable("it has no messages. Convert the file with `callsmith export --for-trainer` first.")
    messages = []
    for index, message in enumerate(value):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise _Unusable(f"message {index} has no role. Give it one, or remove it.")
        content = message.get("content")
        if content is None:
            content = ""
        if not isinstance(content, str) and not (isinstance(content, list) and all(isinstance(part, dict) for part in content)):
            raise _Unusable(f"the content of message {index} is neither text nor a list of parts. Write it as text.")
        copy = {**message, "content": content}
        if message.get("tool_calls"):
            copy["tool_calls"] = [_call(call, index) for call in _list(message["tool_calls"], index)]
        else:
            copy.pop("tool_calls", None)
        if copy.get("reasoning_content") is None:
            copy.pop("reasoning_content", None)
        elif not isinstance(copy["reasoning_content"], str):
            raise _Unusable(f"the reasoning_content of message {index} is not text. Write it as text.")
        messages.append(copy)
    return messages


def _list(value: Any, index: int) -> List[Any]:
    if not isinstance(value, list):
        raise _Unusable(f"the tool_calls of message {index} are not a list. Put the call into a list.")
    return value


def _call(call: Any, index: int) -> Dict[str, Any]:
    function = call.get("function", call) if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("name"), str):
        raise _Unusable(f"a tool call of message {index} has no function name. Give it one, or remove the call.")
    arguments = function.get("arguments")
    if isinstance(arguments, str):
        # Templates print arguments as JSON; a string would be printed with a second layer of quotes.
        try:
            arguments = json.loads(arguments) if arguments.strip() else {}
        except ValueError:
            raise _Unusable(f"the arguments of {function['name']} in message {index} are not JSON. Repair them.") from None
    return {**call, "type": call.get("type", "function"), "function": {**function, "arguments": {} if arguments is None else arguments}}


def _tools(value: Any) -> Optional[List[Any]]:
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else None
        except ValueError:
            raise _Unusable("its tools are a text that is not JSON. Repair it.") from None
    if value is None or value == []:
        return None
    if not isinstance(value, list):
        raise _Unusable("its tools are not a list. Put them into a list.")
    return value


def _whole(entry: Any, messages: List[Dict[str, Any]]) -> Any:
    """A part whose pointer leads to the part itself comes without offsets: they are those of the whole string."""
    if not isinstance(entry, dict) or "start" in entry or "end" in entry:
        return entry
    index, name = entry.get("message"), entry.get("field")
    message = messages[index] if isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(messages) else {}
    text = message.get(name) if isinstance(name, str) else None
    return {**entry, "start": 0, "end": len(text.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(text, str) else 0}


def _parts(value: Any, messages: List[Dict[str, Any]]) -> List[Part]:
    parts = []
    for entry in value if isinstance(value, list) else []:
        entry = _whole(entry, messages)
        good = (
            isinstance(entry, dict)
            and entry.get("kind") in _PART_KINDS
            and isinstance(entry.get("field"), str)
            and isinstance(entry.get("pointer"), str)
            and all(isinstance(entry.get(key), int) and not isinstance(entry.get(key), bool) and entry[key] >= 0 for key in ("message", "start", "end"))
        )
        if not good or entry["message"] >= len(messages) or entry["start"] > entry["end"]:
            raise _Unusable(f"the part {json.dumps(entry)[:120]} is not one of version {EXPORT_VERSION}. Export the file again with the same release.")
        sha = entry.get("sha")
        parts.append(
            Part(entry["message"], entry["field"], entry["kind"], entry["pointer"], entry["start"], entry["end"], sha if isinstance(sha, str) else None)
        )
    return parts


def _sha(value: Any) -> str:
    try:
        return part_sha(canonical_value(value))
    except ValueError:
        return part_sha(repr(value))


def parse_row(raw: bytes, dataset: str, line: int) -> Union[Row, RowFault]:
    """One line of a file as a row, or what is wrong with it. ``raw`` are its bytes; never raises on their content."""
    try:
        try:
            record = json.loads(raw.decode("utf-8"))
        except RecursionError:
            raise _Unusable("it is nested too deeply. Flatten it.") from None
        except UnicodeDecodeError:
            raise _Unusable("it is not UTF-8. Save the file as UTF-8.") from None
        except ValueError as error:
            raise _Unusable(f"it is not JSON ({error}). Repair it.") from None
        if not isinstance(record, dict):
            raise _Unusable("it is not an object. Convert the file with `callsmith export --for-trainer` first.")
        if record.get("callsmith") == EXPORT_NAME:
            return _exported(record)
        messages = _messages(record.get("messages"))
        tools = _tools(record.get("tools"))
        identity = next((record[key] for key in ID_KEYS if record.get(key) is not None), None)
        return Row(
            dataset=dataset,
            line=line,
            id=None if identity is None else identity if isinstance(identity, str) else json.dumps(identity),
            line_sha=line_sha(raw),
            content_sha=content_sha(raw),
            messages=messages,
            tools=tools,
            hashes={"tools": None if tools is None else _sha(record["tools"]), "messages": [_sha(message) for message in record["messages"]]},
        )
    except _Unusable as fault:
        return RowFault(dataset, line, f"{dataset}:{line}: the line is left out: {fault}")


def _exported(record: Dict[str, Any]) -> Row:
    if record.get("version") != EXPORT_VERSION:
        raise _Unusable(f"it is of version {record.get('version')!r} and this package reads {EXPORT_VERSION}. Update the older of the two.")
    content = record.get("content_sha")
    number = record.get("line")
    if (
        not isinstance(record.get("line_sha"), str)
        or not _HEX64.match(record["line_sha"])
        or not (content is None or isinstance(content, str) and _HEX64.match(content))
        or not isinstance(number, int)
        or isinstance(number, bool)
    ):
        raise _Unusable("its line, line_sha or content_sha is missing or no hash. Export the file again.")
    messages = _messages(record.get("messages"))
    identity = record.get("id")
    return Row(
        dataset=str(record.get("dataset", "")),
        line=number,
        id=None if identity is None else str(identity),
        line_sha=record["line_sha"],
        content_sha=content,
        messages=messages,
        tools=_tools(record.get("tools")),
        parts=_parts(record.get("parts"), messages),
        exported=True,
    )


def read_rows(path: Union[str, os.PathLike]) -> Iterator[Union[Row, RowFault]]:
    """The rows of a JSONL file in order; blank lines are passed over, lines that cannot be used come as ``RowFault``."""
    name = os.path.basename(os.fspath(path))
    with open(path, "rb") as file:
        for number, raw in read_lines(file):
            if raw.strip():
                yield parse_row(raw, name, number)


def describe_data(path: Union[str, os.PathLike]) -> List[Dict[str, Any]]:
    """The data sets that the rows of a file come from, for the manifest of a trace: the file itself for plain rows, and for
    exported ones the files named in them, in order of appearance (their hashes are not known here)."""
    names: Dict[str, None] = {}
    plain = False
    for row in read_rows(path):
        if isinstance(row, Row) and row.exported:
            names.setdefault(row.dataset)
        else:
            plain = plain or isinstance(row, Row)
    described: List[Dict[str, Any]] = [{"path": name, "sha256": None, "lines": None} for name in names]
    return [describe_file(path), *described] if plain or not names else described


def describe_file(path: Union[str, os.PathLike]) -> Dict[str, Any]:
    """``{"path", "sha256", "lines"}`` of a file, for the manifest of a trace. ``path`` is the name of the file alone, so
    that a trace tells nothing about the machine that it was made on; ``lines`` counts a last line without ending too."""
    digest = hashlib.sha256()
    lines = 0
    last = b"\n"
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
            lines += block.count(b"\n")
            last = block[-1:]
    return {"path": os.path.basename(os.fspath(path)), "sha256": digest.hexdigest(), "lines": lines + (last != b"\n")}
