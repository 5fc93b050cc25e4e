"""Prints N lines of JSON, odd ones included, with their canonical forms and hashes: what another implementation of
``canonical.py`` is compared with.

    python tests/canonical_fuzz.py 20000 --seed 7 > lines.jsonl

A line: ``{"line", "canonical", "content_sha", "line_sha"}``, pure ASCII; ``canonical`` and ``content_sha`` are null where
the line has none. The same seed prints the same lines on every machine."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.canonical import IGNORED_KEYS, CanonicalError, canonical_form, content_sha, line_sha  # noqa: E402

PIECES = (
    "a", "B", "zz", "name", "messages", "tools", "0", " ", "é", "e\u0301", "\u00df", "\u4f60\u597d", "\U0001f600", "\U00010000",
    "\ue000", "\uffff", "\ud7ff", "\u2028", "\u2029", "\u0085", "\u007f", "\u0000", "\u0001", "\u001f", "\b", "\t", "\n", "\f", "\r",
    '"', "\\", "/", "</think>", "\u200d", "\ufeff", "\u00a0", "\u1e9e", "\ufb01", "\U0010ffff", "__proto__", "constructor",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "0.0", "-0.0", "1", "1.0", "1.00", "10", "1e0", "1E0", "1e+0", "1e-0", "1e400", "-1e400", "1e-400", "123456789012345678901234567890",
    "9007199254740993", "0.1", "0.30000000000000004", "3.14e0002", "5e-324", "2E+08",
)  # fmt: skip
BAD_NUMBERS = ("NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "1e", "-", "0x10", "1_000", "--1", "1e+", "\u0661")
BAD_VALUES = ("nul", "True", "None", "undefined", "'a'", "", "tru", '"a', '"\n"', '"\\x41"', '"\\u12"', '"\\u12g4"', '"\\u+123"', "[1,]", '{"a":1,}', "{,}", "{a:1}", '{"a" 1}', '{"a":}', "[1 2]", "/*c*/1", "//\n1")
SPACES = ("", "", "", " ", "\t", "\n", "\r", "  \t")
BAD_SPACES = ("\u00a0", "\ufeff", "\f", "\u2028", "\v")


class Generator:
    """Random JSON text from one seeded source of chance."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def space(self) -> str:
        return self.random.choice(SPACES) if self.random.random() < 0.3 else ""

    def escape(self, character: str) -> str:
        """One character inside a JSON string, written in one of the ways that JSON allows."""
        code = ord(character)
        chance = self.random.random()
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "/": "\\/"}
        if character in short and chance < 0.6:
            return short[character]
        if code < 0x20 or character in '"\\' or chance < 0.1:
            units = character.encode("utf-16-be", "surrogatepass")
            form = "\\u%04X" if self.random.random() < 0.5 else "\\u%04x"
            return "".join(form % int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2))
        return character

    def string(self) -> str:
        parts = []
        for _ in range(self.random.choice((0, 1, 1, 2, 3, 6))):
            if self.random.random() < 0.06:
                parts.append(self.random.choice(("\\ud800", "\\uDFFF", "\\uD83D", "\\ude00", "\\ud83d\\ude00", "\\ude00\\ud83d")))
            else:
                parts.append("".join(self.escape(character) for character in self.random.choice(PIECES)))
        return '"' + "".join(parts) + '"'

    def key(self) -> str:
        if self.random.random() < 0.15:
            return json.dumps(self.random.choice(sorted(IGNORED_KEYS)))
        return self.string()

    def number(self) -> str:
        if self.random.random() < 0.5:
            return self.random.choice(NUMBERS)
        whole = str(self.random.randrange(10 ** self.random.choice((1, 3, 9, 20, 40))))
        fraction = "." + str(self.random.randrange(1000)).zfill(self.random.choice((1, 3, 5))) if self.random.random() < 0.4 else ""
        exponent = self.random.choice("eE") + self.random.choice(("", "+", "-")) + str(self.random.randrange(400)) if self.random.random() < 0.2 else ""
        return ("-" if self.random.random() < 0.3 else "") + whole + fraction + exponent

    def value(self, depth: int) -> str:
        chance = self.random.random()
        if depth <= 0 or chance < 0.45:
            kind = self.random.random()
            if kind < 0.5:
                return self.string()
            if kind < 0.8:
                return self.number()
            return self.random.choice(("true", "false", "null"))
        if chance < 0.65:
            return self.array(depth)
        return self.object(depth)

    def array(self, depth: int) -> str:
        items = [self.space() + self.value(depth - 1) + self.space() for _ in range(self.random.randrange(4))]
        return "[" + (",".join(items) or self.space()) + "]"

    def object(self, depth: int) -> str:
        items = [
            self.space() + self.key() + self.space() + ":" + self.space() + self.value(depth - 1) + self.space()
            for _ in range(self.random.randrange(6))
        ]
        return "{" + (",".join(items) or self.space()) + "}"

    def line(self) -> str:
        chance = self.random.random()
        if chance < 0.02:
            depth = self.random.choice((250, 255, 256, 257, 258, 400))
            opener, closer = self.random.choice((("[", "]"), ('{"a":', "}")))
            return opener * depth + "1" + closer * depth
        if chance < 0.05:
            return self.random.choice(BAD_VALUES)
        text = self.space() + (self.object(4) if chance < 0.9 else self.value(3)) + self.space()
        if chance < 0.12:
            text = text.replace(self.random.choice(("1", "true", "null", '""')), self.random.choice(BAD_NUMBERS + BAD_VALUES), 1)
        elif chance < 0.16:
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.random.choice(BAD_SPACES) + text[at:]
        elif chance < 0.20 and text:
            at = self.random.randrange(len(text))
            text = text[:at] + text[at + 1 :]
        if self.random.random() < 0.05:
            text += self.random.choice(("\n", "\r\n", "\r", "\n\n"))
        return text


def entry(line: str) -> dict:
    """One line with everything that another implementation has to find for it."""
    try:
        form = canonical_form(line)
    except CanonicalError:
        form = None
    return {"line": line, "canonical": form, "content_sha": content_sha(line), "line_sha": line_sha(line)}


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description="Print lines of JSON with their canonical forms and hashes.")
    parser.add_argument("count", type=int, help="how many lines")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    generator = Generator(options.seed)
    for _ in range(options.count):
        sys.stdout.write(json.dumps(entry(generator.line())) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
