import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.bytetokenizer import ByteTokenizer  # noqa: E402
from callsmith_trainer.canonical import content_sha, line_sha, part_sha  # noqa: E402
from callsmith_trainer.dataset import Row, RowFault, parse_row  # noqa: E402
from callsmith_trainer.segmenter import Segmenter, segment_row  # noqa: E402
from tables import conversation, runs, supervised_runs, utf16  # noqa: E402


def export_row(raw_line, messages, parts, **more):
    record = {
        "callsmith": "trainer-export", "version": 1, "dataset": "file.jsonl", "line": 12, "id": "s", "line_sha": line_sha(raw_line),
        "content_sha": content_sha(raw_line), "messages": messages, "tools": [], "parts": parts, **more,
    }  # fmt: skip
    return parse_row(json.dumps(record).encode("utf-8"), "export.jsonl", 1)


class ExportedRows(unittest.TestCase):
    def part(self, raw, text, message, field, kind, pointer):
        start = len(raw[: raw.index(text)].encode("utf-16-le")) // 2
        return {"message": message, "field": field, "kind": kind, "pointer": pointer, "start": start, "end": start + len(text.encode("utf-16-le")) // 2, "sha": part_sha(text)}

    def test_parts_of_a_string_that_became_two_fields(self):
        raw = "😀<think>a thought</think>\n\nlook: [f(a='😀')]"
        thought, call = "<think>a thought</think>", "[f(a='😀')]"
        messages = [{"role": "user", "content": "q"}, {"role": "assistant", "reasoning_content": "a thought", "content": "look: [f(a='😀')]"}]
        inner = self.part(raw, "a thought", 1, "reasoning_content", "think", "/conversations/1/value")
        row = export_row(
            raw, messages, [inner, self.part(raw, "look:", 1, "content", "answer", "/conversations/1/value"), self.part(raw, call, 1, "content", "call", "/conversations/1/value")]
        )
        table = segment_row(row, ByteTokenizer())
        self.assertEqual((row.line, row.dataset, row.id), (12, "file.jsonl", "s"))
        self.assertEqual([run for run in supervised_runs(table) if run[0] == "call"], [("call", call)])
        self.assertEqual(supervised_runs(table)[0], ("think", "<think>\na thought\n</think>"))
        for pointer, start, text_start, length in table.meta["map"]:
            self.assertEqual(pointer, "/conversations/1/value")
            self.assertEqual(utf16(raw, start, length), utf16(table.text, text_start, length))
        self.assertEqual(len(table.meta["map"]), 2)
        self.assertNotIn(thought, table.text)

    def test_parts_decide_what_is_a_call(self):
        raw = "RUN f WITH a=1 NOW"
        messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": raw}]
        row = export_row(raw, messages, [self.part(raw, "f WITH a=1", 1, "content", "call", "/m/1")])
        self.assertEqual([run for run in supervised_runs(segment_row(row, ByteTokenizer())) if run[0] == "call"], [("call", "f WITH a=1")])
        quoted = "Write [f(a=1)] to call it."
        row = export_row(quoted, [messages[0], {"role": "assistant", "content": quoted}], [self.part(quoted, quoted, 1, "content", "answer", "/m/1")])
        self.assertNotIn("call", [name for name, _ in runs(segment_row(row, ByteTokenizer()))])

    def test_parts_that_do_not_fit_are_counted_and_never_guessed(self):
        raw = "[f(a=1)]"
        part = self.part(raw, raw, 1, "content", "call", "/m/1")
        part["sha"] = "0" * 32
        row = export_row(raw, [{"role": "user", "content": "q"}, {"role": "assistant", "content": raw}], [part])
        segmenter = Segmenter(ByteTokenizer())
        table = segmenter.segment(row)
        self.assertEqual(segmenter.counts.parts_not_placed, 1)
        self.assertEqual(table.meta["map"], [])
        self.assertEqual([run for run in supervised_runs(table) if run[0] == "call"], [("call", raw)])

    def test_call_of_an_object_and_of_a_string(self):
        call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}}
        messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "", "tool_calls": [call]}]
        of_object = {"message": 1, "field": "tool_calls/0", "kind": "call", "pointer": "/a/0", "start": 0, "end": 0, "sha": None}
        table = segment_row(export_row("x", messages, [of_object]), ByteTokenizer())
        written = '<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>'
        (entry,) = table.meta["map"]
        self.assertEqual(entry[:2], ["/a/0", 0])
        self.assertEqual(utf16(table.text, entry[2], entry[3]), written)
        of_string = {**of_object, "pointer": "/a/1", "start": 7, "end": 20}
        (entry,) = segment_row(export_row("x", messages, [of_string]), ByteTokenizer()).meta["map"]
        self.assertEqual((entry[0], entry[1], entry[4]), ("/a/1", 7, 13))

    def test_unusable_lines_say_why(self):
        good = {"callsmith": "trainer-export", "version": 1, "line": 1, "line_sha": "0" * 64, "content_sha": None, "messages": conversation("a"), "tools": [], "parts": []}
        self.assertIsInstance(parse_row(json.dumps(good).encode(), "d", 1), Row)
        cases = [
            (b"{", "not JSON"),
            (b"\xff", "not UTF-8"),
            (b"[]", "not an object"),
            (b'{"text": "a"}', "callsmith export --for-trainer"),
            (b'{"messages": [{"content": "a"}]}', "no role"),
            (b'{"messages": [{"role": "user", "content": 1}]}', "neither text"),
            (b'{"messages": [{"role": "assistant", "tool_calls": {}, "content": ""}, {"role": "assistant", "tool_calls": {"a": 1}}]}', "not a list"),
            (b'{"messages": [{"role": "assistant", "tool_calls": [{"a": 1}]}]}', "no function name"),
            (b'{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{"}}]}]}', "are not JSON"),
            (b'{"messages": [{"role": "user", "content": "a"}], "tools": "["}', "tools are a text"),
            (json.dumps({**good, "version": 2}).encode(), "version 2"),
            (json.dumps({**good, "line_sha": "x"}).encode(), "no hash"),
            (json.dumps({**good, "parts": [{"kind": "nope"}]}).encode(), "the part"),
            (b"[" * 100000, "nested too deeply"),
        ]
        for raw, message in cases:
            fault = parse_row(raw, "data.jsonl", 7)
            self.assertIsInstance(fault, RowFault, raw[:50])
            self.assertIn(message, fault.message)
            self.assertTrue(fault.message.startswith("data.jsonl:7: "))


if __name__ == "__main__":
    unittest.main()
