#!/usr/bin/env python3
"""Writes test/core/calls/fixtures/pythonCalls.jsonl: seeded random call lists and how Python's own `ast` reads them.

Run it from the repository root after changing it:  test/support/pythonCallsOracle.py
Each line: {"text", "calls": [[name, start, end, [[keyword, node]...], [positional node...]]...]};
a node is [kind, start, end, value or children], offsets in UTF-16 units, as src/core/text/valueNode.ts has them.
"""
import ast
import io
import json
import random
import warnings

SEED = 20240611
CASES = 600
OUT = "test/core/calls/fixtures/pythonCalls.jsonl"
warnings.simplefilter("ignore")
rng = random.Random(SEED)

BODIES = [
    "", "a", "Oslo", "it is", "d\\'or", '\\"q\\"', "tab\\tnew\\n", "\\\\", "\\x41\\u00e9", "\\U0001F600", "é", "東京", "😀", "\\101\\0",
    "%s {x}", "[f(a=1)]", "# no comment", "a, b) ]", "\\N", "\\d+", "C:\\\\temp", "\\u4e2d\\u6587", "\\ud83d", "</think>", "=", "a\u2028b",
]
NAMES = ["f", "get_weather", "math.add", "a.b.c", "Überblick", "_x", "天気", "print", "ﬁnd"]
KEYS = ["a", "b", "city", "n_1", "größe", "x2", "unit", "location", "date", "ﬁ"]
NUMBERS = [
    "0", "1", "42", "-7", "- 3", "1_000", "0xFF", "0o17", "0b1_01", "9007199254740993", "1" * 30, "1.5", "-0.25", ".5", "1.", "1e5", "1E-3",
    "1_0.2_5", "1e400", "00", "-9007199254740993", "01.5", "3e+2",
]
WORDS = ["True", "False", "None", "true", "false", "null", "Oslo", "celsius", "nan"]
EXPRESSIONS = [
    "1 + 2", "a.b", "x[0]", "not x", "f'{a}'", "b'x'", "2j", "...", "a if b else c", "x and y", "1 < 2", "-x", "~5", "'a' % 1", "--5", "'a'.join(x)",
    "[i for i in x]", "{i for i in x}", "{k: v for k, v in x}", "(i for i in x)", "[*a]", "[1] * 2", "{**a}", "g(1)", "datetime(2024, 1, 2)",
    "a.b(c=[1, 2])", "g()()", "g(1).x", "g('a)')[0]", "f\"a\" 'b'", "(1 + 2)", "(a).b", "1 + (2)", "a == b", "x ** 2", "[1, 2][0]", "{'a': 1}['a']",
    "(yield)", "await_(1)", "1 if x == 2 else [3]", "g(a=1)", "(1 + 2) * 3", "1 - 2",
]


def space():
    return rng.choice(["", "", "", " ", "  ", "\n", " \n\t ", " # note ] ) '\n", "\\\n"])


def gap():
    return rng.choice(["", "", "", " ", "\n  "])


def string():
    pieces = []
    for _ in range(1 if rng.random() < 0.85 else rng.randint(2, 3)):
        body = "".join(rng.choice(BODIES) for _ in range(rng.randint(0, 3)))
        quote = rng.choice(["'", "'", '"', '"', "'''", '"""'])
        if len(quote) == 3 and rng.random() < 0.4:
            body += "\nline " + quote[0] + " \\\n end "
        prefix = rng.choice(["", "", "", "", "u", "r", "R", "U"])
        pieces.append(prefix + quote + body + quote)
    return rng.choice([" ", "", "\n "]).join(pieces)


def value(depth=0):
    kind = rng.random()
    if depth > 3 or kind < 0.35:
        return string()
    if kind < 0.55:
        return rng.choice(NUMBERS)
    if kind < 0.65:
        return rng.choice(WORDS)
    if kind < 0.72:
        return rng.choice(EXPRESSIONS)
    items = [value(depth + 1) for _ in range(rng.randint(0, 3))]
    comma = lambda: space() + "," + space()
    tail = rng.choice(["", "", ","]) if items else ""
    if kind < 0.82:
        return "[" + space() + comma().join(items) + tail + space() + "]"
    if kind < 0.88:
        if len(items) == 1 and rng.random() < 0.5:
            tail = ","
        return "(" + space() + comma().join(items) + tail + space() + ")"
    if kind < 0.9 and items:
        return "{" + comma().join(items) + tail + "}"
    keys = [rng.choice([string(), string(), string(), "1", "-2.5", "None", "(1, 2)", "key", "a + b"]) for _ in items]
    pairs = [k + space() + ":" + space() + v for k, v in zip(keys, items)]
    return "{" + space() + comma().join(pairs) + tail + space() + "}"


def call():
    arguments = []
    if rng.random() < 0.2:
        arguments += [value() for _ in range(rng.randint(1, 2))]
    for key in rng.sample(KEYS, rng.randint(0, 4)):
        arguments.append(key + gap() + "=" + gap() + value())
    comma = rng.choice([",", ", ", " ,\n  "])
    tail = rng.choice(["", "", ","]) if arguments else ""
    return rng.choice(NAMES) + rng.choice(["", "", "", " "]) + "(" + space() + comma.join(arguments) + tail + space() + ")"


class Reader:
    def __init__(self, text):
        self.text = text
        self.lines = io.StringIO(text, newline="\n").readlines()
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + utf16(line))

    def offset(self, line, column):
        return self.starts[line - 1] + utf16(self.lines[line - 1].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass"))

    def span(self, node):
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def source(self, start, end):
        return self.text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")

    def opaque(self, node):
        start, end = self.span(node)
        return ["opaque", start, end, self.source(start, end)]

    def node(self, node):
        start, end = self.span(node)
        if isinstance(node, ast.Constant):
            return self.constant(node, start, end)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            operand = node.operand.value
            if type(operand) in (int, float) and "(" not in self.source(start, end):
                return ["number", start, end, number(-operand)]
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            if any(isinstance(element, ast.Starred) for element in node.elts):
                # The reader keeps the list and makes the starred element opaque.
                return ["array", start, end, [self.opaque(e) if isinstance(e, ast.Starred) else self.node(e) for e in node.elts]]
            return ["array", start, end, [self.node(element) for element in node.elts]]
        if isinstance(node, ast.Dict) and all(key is not None for key in node.keys):
            return ["object", start, end, [[*self.key(k), self.node(v)] for k, v in zip(node.keys, node.values)]]
        if isinstance(node, ast.Name):
            words = {"true": ["boolean", start, end, True], "false": ["boolean", start, end, False], "null": ["null", start, end, None]}
            return words.get(node.id, ["name", start, end, node.id])
        return self.opaque(node)

    def constant(self, node, start, end):
        plain = node.value
        source = self.source(start, end)
        if isinstance(plain, bool):
            return ["boolean", start, end, plain]
        if plain is None:
            return ["null", start, end, None]
        if isinstance(plain, str):
            return ["string", start, end, plain]
        if isinstance(plain, (int, float)):
            return ["number", start, end, number(plain)]
        return ["opaque", start, end, source]

    def key(self, node):
        start, end = self.span(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value, start, end]
        if isinstance(node, ast.Name):
            return [node.id, start, end]
        return [self.source(start, end), start, end]

    def call(self, node):
        start, end = self.span(node)
        keywords = [[keyword.arg, self.node(keyword.value)] for keyword in node.keywords]
        return [dotted(node.func), start, end, keywords, [self.node(argument) for argument in node.args]]


def number(plain):
    return str(plain) if plain in (float("inf"), float("-inf")) else plain


def dotted(node):
    return node.id if isinstance(node, ast.Name) else dotted(node.value) + "." + node.attr


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def main():
    with open(OUT, "w", encoding="utf-8", newline="\n") as out:
        written = 0
        while written < CASES:
            calls = [call() for _ in range(rng.randint(1, 3))]
            text = "[" + space() + (space() + "," + space()).join(calls) + rng.choice(["", ","]) + space() + "]"
            if len(calls) == 1 and rng.random() < 0.3:
                text = calls[0]
            try:
                body = ast.parse(text.strip(), mode="eval").body
            except (SyntaxError, ValueError):
                continue
            elements = body.elts if isinstance(body, ast.List) else [body]
            if not all(isinstance(element, ast.Call) for element in elements):
                continue
            reader = Reader(text.strip())
            row = {"text": text.strip(), "calls": [reader.call(element) for element in elements]}
            out.write(json.dumps(row, ensure_ascii=True) + "\n")
            written += 1


if __name__ == "__main__":
    main()
