import hashlib
import io
import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

from callsmith_trainer import canonical  # noqa: E402
from callsmith_trainer.canonical import CanonicalError, canonical_form, content_sha, line_sha  # noqa: E402

VECTORS = os.path.join(HERE, "..", "..", "test", "suites", "canonical", "vectors.jsonl")


class Canonical(unittest.TestCase):
    def test_forms_written_by_hand(self):
        cases = [
            ('{"b":1,"a":2}', '{"a":2,"b":1}'),
            (' { "a" : [ 1 , 2 ] }\r\n', '{"a":[1,2]}'),
            ('{"n":1.0,"m":1e400,"k":-0,"big":123456789012345678901234567890}', '{"big":123456789012345678901234567890,"k":-0,"m":1e400,"n":1.0}'),
            ('{"id":1,"tags":["x"],"callsmith":{},"a":{"id":2}}', '{"a":{"id":2}}'),
            ('[{"id":1}]', '[{"id":1}]'),
            ('"\\u0041\\/\\u00e9\\n\\u0001\\u007f"', '"A/\u00e9\\n\\u0001\x7f"'),
            ('"\\ud83d\\ude00 \\uD83D"', '"\U0001f600 \\ud83d"'),
            # By UTF-16 code unit an astral key (D83D…) comes before U+E000 and U+FFFF; by code point it would be last.
            ('{"\uffff":1,"\ue000":2,"\U0001f600":3,"z":4}', '{"z":4,"\U0001f600":3,"\ue000":2,"\uffff":1}'),
            ('"a\u2028b"', '"a\u2028b"'),
        ]
        for line, expected in cases:
            with self.subTest(line=line):
                self.assertEqual(canonical_form(line), expected)
                self.assertEqual(canonical_form(line.encode("utf-8")), expected)
                self.assertEqual(content_sha(line), hashlib.sha256(expected.encode("utf-8")).hexdigest())

    def test_every_bookkeeping_key_is_left_out_at_the_top_only(self):
        for key in canonical.IGNORED_KEYS:
            self.assertEqual(canonical_form(json.dumps({key: 1, "a": {key: 1}})), json.dumps({"a": {key: 1}}, separators=(",", ":")))
        self.assertEqual(len(canonical.IGNORED_KEYS), 16)

    def test_lines_without_a_form_say_why(self):
        cases = [
            ('{"a":1,"\\u0061":2}', "duplicate-key"),
            ('{"id":1,"id":2}', "duplicate-key"),
            ('{"a":NaN}', "not-a-number"),
            ("-Infinity", "not-a-number"),
            ("{'a':1}", "not-json"),
            ("", "not-json"),
            ('"\t"', "not-json"),
            ("\ufeff{}", "not-json"),
            (b'{"a":"\xff"}', "not-utf8"),
            (b'"\xed\xa0\x80"', "not-utf8"),
            ("[" * 257 + "]" * 257, "too-deep"),
            ("[" * 100_000 + "]" * 100_000, "too-deep"),
            ('{"notes":' + "[" * 256 + "]" * 256 + "}", "too-deep"),
        ]
        for line, code in cases:
            with self.subTest(line=line[:40]):
                with self.assertRaises(CanonicalError) as caught:
                    canonical_form(line)
                self.assertEqual(caught.exception.code, code)
                self.assertIsNone(content_sha(line))
        self.assertEqual(canonical_form("[" * 256 + "]" * 256), "[" * 256 + "]" * 256)

    def test_line_sha_leaves_out_one_line_ending(self):
        plain = hashlib.sha256(b"{}").hexdigest()
        self.assertEqual(line_sha(b"{}"), plain)
        self.assertEqual(line_sha(b"{}\n"), plain)
        self.assertEqual(line_sha(b"{}\r\n"), plain)
        self.assertEqual(line_sha("{}"), plain)
        for other in (b"{}\r", b"{}\n\n", b"{} "):
            self.assertNotEqual(line_sha(other), plain)

    def test_lines_end_at_newline_alone(self):
        data = '\ufeff{"a":"\u2028\u0085\x0c"}\r\n\n{"b":2}'.encode("utf-8")
        self.assertEqual(
            list(canonical.read_lines(io.BytesIO(data))),
            [(1, '{"a":"\u2028\u0085\x0c"}'.encode("utf-8")), (2, b""), (3, b'{"b":2}')],
        )

    def test_shared_vectors(self):
        with open(VECTORS, "rb") as file:
            vectors = [json.loads(line) for _, line in canonical.read_lines(file)]
        self.assertGreaterEqual(len(vectors), 120)
        self.assertGreaterEqual(sum(vector["canonical"] is None for vector in vectors), 30)
        for vector in vectors:
            with self.subTest(line=vector["line"][:60]):
                try:
                    form = canonical_form(vector["line"])
                except CanonicalError:
                    form = None
                self.assertEqual(form, vector["canonical"])
                self.assertEqual(content_sha(vector["line"]), vector["content_sha"])
                self.assertEqual(line_sha(vector["line"]), vector["line_sha"])

    def test_fuzzed_forms_mean_the_same_and_are_stable(self):
        command = [sys.executable, os.path.join(HERE, "canonical_fuzz.py"), "1500", "--seed", "3"]
        first = subprocess.run(command, check=True, capture_output=True).stdout
        self.assertEqual(first, subprocess.run(command, check=True, capture_output=True).stdout)
        formed = 0
        for text in first.decode("ascii").splitlines():
            entry = json.loads(text)
            if entry["canonical"] is None:
                continue
            formed += 1
            self.assertEqual(canonical_form(entry["canonical"]), entry["canonical"])
            meaning = json.loads(entry["line"], parse_int=lambda n: ("number", n), parse_float=lambda n: ("number", n))
            if isinstance(meaning, dict):
                meaning = {key: value for key, value in meaning.items() if key not in canonical.IGNORED_KEYS}
            again = json.loads(entry["canonical"], parse_int=lambda n: ("number", n), parse_float=lambda n: ("number", n))
            self.assertEqual(again, meaning)
        self.assertGreater(formed, 800)


if __name__ == "__main__":
    unittest.main()
