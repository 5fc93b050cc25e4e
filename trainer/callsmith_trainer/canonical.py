"""Identity of a data set line: the hash of its bytes and the hash of what it says.

``line_sha`` is the sha256 of the raw bytes of a line without its line ending; equal means untouched.
``content_sha`` is the sha256 of the *lexeme-preserving canonical form*; equal means that the part of the record that is
trained on says the same, whatever the order of keys, the white space, the escapes or the bookkeeping.

The canonical form of a line of JSON:

* keys sorted by UTF-16 code unit, no white space;
* strings escaped as ECMAScript's ``JSON.stringify`` does: ``\\"`` ``\\\\`` ``\\b`` ``\\t`` ``\\n`` ``\\f`` ``\\r``, other
  characters below U+0020 and lone surrogates as ``\\uXXXX`` with lower-case digits, everything else as it is;
* numbers kept as written (``1.0`` is not ``1``, ``1e400`` and long integers survive);
* keys of ``IGNORED_KEYS`` at the top level of an object left out;
* an error, and therefore no hash, for: bytes that are not UTF-8, anything but JSON (``NaN``, ``Infinity`` and a byte
  order mark included), a key that occurs twice in one object, more than ``MAX_DEPTH`` arrays and objects in each other.

This is not RFC 8785, on purpose: that form rewrites numbers. The TypeScript side has the same form; both are tested with
``test/suites/canonical/vectors.jsonl`` and with the lines of ``trainer/tests/canonical_fuzz.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, BinaryIO, Iterator, List, NamedTuple, Optional, Tuple, Union

#: Top-level keys that do not count for ``content_sha``: bookkeeping that changes without the sample changing.
IGNORED_KEYS = frozenset(
    (
        "id",
        "_id",
        "uid",
        "uuid",
        "idx",
        "index",
        "custom_id",
        "tags",
        "notes",
        "review",
        "status",
        "source",
        "annotator",
        "created_at",
        "updated_at",
        "callsmith",
    )
)

#: How many arrays and objects may stand in each other; a lone array has depth 1.
MAX_DEPTH = 256

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CanonicalError(ValueError):
    """A line that has no canonical form. ``code`` is one of ``not-utf8``, ``not-json``, ``duplicate-key``,
    ``not-a-number``, ``too-deep``."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class Lexeme(NamedTuple):
    """A number exactly as it was written."""

    text: str


class _Object(NamedTuple):
    pairs: List[Tuple[str, Any]]


def _number(text: str) -> Lexeme:
    return Lexeme(text)


def _constant(text: str) -> Any:
    raise CanonicalError(
        "not-a-number", f"{text} is not JSON. Write a number, a string or null in its place; until then the line has no content hash."
    )


def _pairs(pairs: List[Tuple[str, Any]]) -> _Object:
    seen = set()
    for key, _ in pairs:
        if key in seen:
            raise CanonicalError(
                "duplicate-key",
                f"The key {_quote(key)} occurs twice in one object, and readers differ in which one counts. Remove one of them.",
            )
        seen.add(key)
    return _Object(pairs)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_constant, strict=True)


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except CanonicalError:
        raise
    except RecursionError:
        raise CanonicalError("too-deep", _TOO_DEEP) from None
    except ValueError as error:
        raise CanonicalError("not-json", f"Not JSON: {error}. Repair the line; until then it has no content hash.") from None


_TOO_DEEP = f"More than {MAX_DEPTH} arrays and objects stand in each other. Flatten the record; until then it has no content hash."


def _quote(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isascii():
        return quoted
    return _LONE_SURROGATE.sub(lambda match: "\\u%04x" % ord(match.group()), quoted)


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _write(value: Any, out: List[str], depth: int) -> None:
    if isinstance(value, str):
        out.append(_quote(value))
    elif isinstance(value, Lexeme):
        out.append(value.text)
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif value is None:
        out.append("null")
    elif depth >= MAX_DEPTH:
        raise CanonicalError("too-deep", _TOO_DEEP)
    elif isinstance(value, _Object):
        out.append("{")
        first = True
        for key, item in sorted(value.pairs, key=lambda pair: _code_units(pair[0])):
            if not first:
                out.append(",")
            first = False
            out.append(_quote(key))
            out.append(":")
            _write(item, out, depth + 1)
        out.append("}")
    else:
        out.append("[")
        for index, item in enumerate(value):
            if index:
                out.append(",")
            _write(item, out, depth + 1)
        out.append("]")


def _decode(line: Union[bytes, bytearray, memoryview, str]) -> str:
    if isinstance(line, str):
        return line
    try:
        return bytes(line).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CanonicalError(
            "not-utf8", f"Byte {error.start} of the line is not UTF-8. Save the file as UTF-8; until then the line has no content hash."
        ) from None


def canonical_form(line: Union[bytes, str], ignored: frozenset = IGNORED_KEYS) -> str:
    """The canonical form of one line of JSON (bytes in UTF-8, or text).

    ``ignored`` names the top-level keys to leave out; pass ``frozenset()`` for a value that is not a whole record.
    Raises ``CanonicalError`` where there is none."""
    value = _parse(_decode(line))
    if isinstance(value, _Object) and ignored:
        # Everything is still checked for depth: an ignored key does not make a line readable that is not.
        _write(value, [], 0)
        value = _Object([pair for pair in value.pairs if pair[0] not in ignored])
    out: List[str] = []
    _write(value, out, 0)
    return "".join(out)


def canonical_value(value: Any) -> str:
    """The canonical form of a value that is already in memory (its numbers as Python's ``json`` writes them)."""
    return canonical_form(json.dumps(value), frozenset())


def without_line_ending(line: bytes) -> bytes:
    """The bytes of a line without one trailing ``\\n`` or ``\\r\\n``. A lone ``\\r`` is content."""
    if line.endswith(b"\r\n"):
        return line[:-2]
    if line.endswith(b"\n"):
        return line[:-1]
    return line


def line_sha(line: Union[bytes, str]) -> str:
    """sha256 (64 hex digits) of the raw bytes of a line without its line ending."""
    raw = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else bytes(line)
    return hashlib.sha256(without_line_ending(raw)).hexdigest()


def content_sha(line: Union[bytes, str]) -> Optional[str]:
    """sha256 (64 hex digits) of the canonical form in UTF-8, or ``None`` where the line has no canonical form."""
    try:
        return hashlib.sha256(canonical_form(line).encode("utf-8")).hexdigest()
    except CanonicalError:
        return None


def part_sha(text: str) -> str:
    """The first 32 hex digits of the sha256 of a part's text in UTF-8 (lone surrogates as their three bytes)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_lines(file: BinaryIO) -> Iterator[Tuple[int, bytes]]:
    """The lines of a file opened in binary mode as ``(number from 1, bytes without line ending)``.

    Lines end at ``\\n`` alone, never at U+2028 or form feed as ``str.splitlines`` has it. A byte order mark before the
    first line does not belong to the line."""
    for number, line in enumerate(file, 1):
        if number == 1 and line.startswith(_BYTE_ORDER_MARK):
            line = line[len(_BYTE_ORDER_MARK) :]
        yield number, without_line_ending(line)
