import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.spans import find_calls, find_spans  # noqa: E402


class Spans(unittest.TestCase):
    def check(self, text, think, call):
        spans = find_spans(text)
        self.assertEqual([text[a:b] for a, b in spans.think], think, text)
        self.assertEqual([text[a:b] for a, b in spans.call], call, text)

    def test_thoughts_and_calls_in_answers(self):
        self.check("<think>a [f(x)] b</think>\n\n[f(a=1, b='x)]'), g.h()]", ["<think>a [f(x)] b</think>"], ["[f(a=1, b='x)]'), g.h()]"])
        self.check("<think>a<think>b</think>c</think>[f()]", ["<think>a<think>b</think>c</think>"], ["[f()]"])
        self.check("only closed</think>[f()]", ["only closed</think>"], ["[f()]"])
        self.check("<think>never closed [f()]", ["<think>never closed [f()]"], [])
        self.check("[THINK]a[/THINK]b", ["[THINK]a[/THINK]"], [])
        two = '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>\n<tool_call>\n{"name": "g", "arguments": {}}\n</tool_call>'
        self.check("Let me look. " + two, [], [two])
        self.check('ok {"name": "f", "parameters": {"a": "}"}} done', [], ['{"name": "f", "parameters": {"a": "}"}}'])
        self.check('```json\n[{"name":"f","arguments":{}}]\n```', [], ['```json\n[{"name":"f","arguments":{}}]\n```'])
        self.check('{"function": {"name": "f", "arguments": "{}"}}', [], ['{"function": {"name": "f", "arguments": "{}"}}'])
        self.check('<functioncall> {"name": "f", "arguments": {}} end', [], ['<functioncall> {"name": "f", "arguments": {}}'])
        self.check("<tool_call>\ncut off", [], ["<tool_call>\ncut off"])
        self.check(" f(a=1) ", [], ["f(a=1)"])
        self.check("[f(a='it\\'s )]'), g(b=\"\"\"x\"y)]\"\"\"),]", [], ["[f(a='it\\'s )]'), g(b=\"\"\"x\"y)]\"\"\"),]"])

    def test_prose_is_no_call(self):
        for text in ("", "The answer is 4.", "see [1, 2] and [note (a)]", "I call f(a) now", '{"city": "Rome"}', "[f(]", "[f(a=1), 3]", "[f(a=1) g()]", "[]", "[a](http://b.c/(d))"):
            self.check(text, [], [])

    def test_time_is_bounded_on_hostile_text(self):
        for text in ("[" * 20000, "[f(" * 5000, '{"a":' * 3000, "<think>" * 5000, "```json\n[" * 3000, "[f('" * 3000):
            find_spans(text)
        self.assertEqual(find_calls("[" * 20000), [])


if __name__ == "__main__":
    unittest.main()
