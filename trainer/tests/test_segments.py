import json
import os
import random
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.bytetokenizer import ByteTokenizer, WordTokenizer, render_chatml  # noqa: E402
from callsmith_trainer.dataset import Row  # noqa: E402
from callsmith_trainer.labels import CALL, OTHER, SEGMENT_NAMES, THINK, TOOL  # noqa: E402
from callsmith_trainer.offsets import RefusedSample  # noqa: E402
from callsmith_trainer.segmenter import Segmenter, segment_row  # noqa: E402
from callsmith_trainer.segments import CODE_BITS, STRADDLE, TRUNCATED, render_key, segments_of_tokens  # noqa: E402
from figures import figure  # noqa: E402
from tables import conversation, plain, row_of, runs, supervised_runs, tokens, utf16  # noqa: E402

RANK = {"call": 6, "answer": 5, "think": 4, "struct": 3, "tool": 2, "other": 1, "prompt": 0}


class Straddling(unittest.TestCase):
    def test_cases_of_a_vocabulary_without_tag_tokens(self):
        words = WordTokenizer()
        table = segment_row(row_of(conversation("<think>\nclear.</think>\n\n[f(a=1)]")), words, plain)
        named = list(zip(tokens(table, words), table.segments.tolist()))
        self.assertIn(("<th", THINK), named)
        self.assertIn(("ink", THINK), named)
        self.assertIn((".</", THINK), named)
        self.assertIn((">ĊĊ", THINK | STRADDLE), named)
        self.assertIn(("[", CALL), named)
        self.assertEqual([name for name, _ in supervised_runs(table)], ["think", "call", "struct"])

        table = segment_row(row_of(conversation("<think>\nclear.</think>[f(a=1)]")), words, plain)
        named = list(zip(tokens(table, words), table.segments.tolist()))
        self.assertIn((">[", CALL | STRADDLE), named)
        self.assertEqual(supervised_runs(table)[0], ("think", "<think>\nclear.</think"))
        self.assertEqual(supervised_runs(table)[1], ("call", ">[f(a=1)]"))

    def test_endings_separators_and_calls_against_a_simple_reference(self):
        endings = ("clear.", "clear", "clear.\n", "x ", "done)]", '"}')
        separators = ("", "\n", "\n\n", " ", "\n\n\n")
        calls = ("[f(a='x')]", '{"name": "f", "arguments": {}}', '<tool_call>\n{"name": "f"}\n</tool_call>', "Just text.")
        vocabulary = WordTokenizer([">[", ">\n", ">\n\n", ">{", "></", "></think>", ".</", "]<|", "\n\n[", "</", "think", ")]", "\n<", "\n{", " [", "><", " J", ">J", "<|i", "\n\n\n["])
        crossing = into_call = checked = 0
        for ending in endings:
            for separator in separators:
                for call in calls:
                    answer = f"<think>{ending}</think>{separator}{call}"
                    text = plain(conversation(answer))
                    table = segment_row(row_of(conversation(answer)), vocabulary, plain)
                    base = text.index(answer)
                    kinds = ["prompt"] * len(text)
                    think_end = base + len(f"<think>{ending}</think>")
                    kinds[base:think_end] = ["think"] * (think_end - base)
                    kinds[think_end : think_end + len(separator)] = ["struct"] * len(separator)
                    call_start = think_end + len(separator)
                    kinds[call_start : call_start + len(call)] = ["answer" if call == "Just text." else "call"] * len(call)
                    kinds[call_start + len(call) : call_start + len(call) + len("<|im_end|>")] = ["struct"] * len("<|im_end|>")
                    for start, length, code in zip(table.starts.tolist(), table.lens.tolist(), table.segments.tolist()):
                        covered = kinds[start : start + length]
                        best = max(covered, key=RANK.get)
                        self.assertEqual(SEGMENT_NAMES[code & CODE_BITS], best, (answer, text[start : start + length]))
                        self.assertEqual(bool(code & STRADDLE), len(set(covered)) > 1, (answer, covered, text[start : start + length]))
                        figure("straddle rule: tokens checked", f"{(checked := checked + 1)}")
                        crossing += start < think_end < start + length
                        into_call += start < think_end < start + length and "call" in covered
        figure("straddle rule: tokens across a border, into a call", f"{crossing}, {into_call}, all as the reference")
        self.assertGreater(crossing, 30)
        self.assertGreater(into_call, 5)

    def test_rank_of_every_pair_of_segments(self):
        order = [CALL, 3, THINK, 4, TOOL, OTHER, 0]
        for first in range(7):
            for second in range(7):
                codes = segments_of_tokens(np.array([first, second], dtype=np.uint8), np.array([0]), np.array([2]))
                winner = min((first, second), key=order.index)
                self.assertEqual(int(codes[0]), winner if first == second else winner | STRADDLE)


class Layout(unittest.TestCase):
    tools = [{"type": "function", "function": {"name": "f", "description": "<think>not a thought</think> [f(a=1)]"}}]

    def test_several_turns_with_tool_calls_and_results(self):
        row = row_of(
            [
                {"role": "system", "content": "S"},
                {"role": "user", "content": "hi"},
                {"role": "assistant", "content": None, "reasoning_content": "deep [f()]", "tool_calls": [
                    {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}},
                    {"id": "2", "type": "function", "function": {"name": "f", "arguments": {"b": "</tool_call>"}}}]},
                {"role": "tool", "tool_call_id": "1", "content": "result"},
                {"role": "assistant", "content": "It is result."},
            ],
            self.tools,
        )  # fmt: skip
        table = segment_row(row, ByteTokenizer())
        result = supervised_runs(table)
        self.assertEqual(result[0], ("think", "<think>\ndeep [f()]\n</think>"))
        self.assertEqual(result[1][0], "struct")
        self.assertEqual([name for name, _ in result[2:]], ["call", "struct", "answer", "struct"])
        self.assertTrue(result[2][1].startswith('<tool_call>\n{"name": "f", "arguments": {"a": 1}}'))
        self.assertTrue(result[2][1].endswith("</tool_call>"))
        self.assertEqual(result[-2:], [("answer", "It is result."), ("struct", "<|im_end|>")])
        self.assertEqual([text for name, text in runs(table) if name == "tool"], ["result"])
        self.assertEqual(sorted(set(table.turns.tolist())), [-1, 2, 4])
        self.assertEqual(table.n_think + table.n_call, int((table.labels >= 0).sum()))
        self.assertEqual(table.first_supervised, int(np.flatnonzero(table.labels >= 0)[0]))
        self.assertEqual(table.not_rendered, [])

    def test_labels_carry_id_and_segment(self):
        table = segment_row(row_of(conversation("<think>a</think>\n\n[f()]")), WordTokenizer(), plain)
        for index, (label, code) in enumerate(zip(table.labels.tolist(), table.segments.tolist())):
            if code & CODE_BITS in (1, 2, 3, 4):
                self.assertEqual((label & 0xFFFFFF, label >> 24), (int(table.ids[index]), code & CODE_BITS))
            else:
                self.assertEqual(label, -100)
        self.assertLess(int(table.labels.max()), 2**31)
        row = table.training_row()
        self.assertEqual([label & 0xFFFFFF for label in row["labels"] if label >= 0], [index for index, label in zip(row["input_ids"], row["labels"]) if label >= 0])
        self.assertEqual(len(row["labels"]), len(row["input_ids"]))

    def test_template_that_drops_earlier_thoughts(self):
        def forgetful(messages, tools):
            """Prints the thoughts of the turns after the last query only; takes them out of the content itself."""
            last = max(index for index, message in enumerate(messages) if message["role"] == "user")
            out = []
            for index, message in enumerate(messages):
                content = message["content"]
                if message["role"] == "assistant" and index < last:
                    content = content.split("</think>")[-1].lstrip("\n")
                out.append(f"<|im_start|>{message['role']}\n{content}<|im_end|>\n")
            return "".join(out)

        messages = conversation("<think>first\nthought</think>\n\n[f(a=1)]") + conversation("<think>second</think>\n\n[g()]")
        table = segment_row(row_of(messages), WordTokenizer(), forgetful)
        self.assertNotIn("first", table.text)
        self.assertEqual(table.not_rendered, [(1, "content")])
        self.assertEqual(table.meta["not_rendered"], [[1, "content"]])
        self.assertEqual(
            [(name, text) for name, text in supervised_runs(table) if name != "struct"],
            [("call", "[f(a=1)]"), ("think", "<think>second</think>\n\n"), ("call", "[g()]")],
        )
        own = segment_row(row_of(messages), WordTokenizer(keep_thoughts=False))
        self.assertEqual(own.not_rendered, [(1, "content")])
        self.assertEqual(segment_row(row_of(messages), WordTokenizer()).not_rendered, [])

    def test_texts_that_repeat_each_other_stay_apart(self):
        messages = [{"role": "user", "content": "[f()]"}, {"role": "assistant", "content": "[f()]"}, {"role": "user", "content": "[f()]"}, {"role": "assistant", "content": "a [f()] b"}]
        table = segment_row(row_of(messages), ByteTokenizer(), plain)
        self.assertEqual(
            [run for run in runs(table) if run[0] != "prompt"],
            [("call", "[f()]"), ("struct", "<|im_end|>"), ("answer", "a"), ("struct", " "), ("call", "[f()]"), ("struct", " "), ("answer", "b"), ("struct", "<|im_end|>")],
        )

    def test_template_that_strips_and_escapes(self):
        def escaped(messages, tools):
            return "".join(f"<s>{m['role']}: {json.dumps(m['content'].strip())}</s>" if m["role"] != "assistant" else f"assistant: {m['content'].strip()}</s>" for m in messages)

        messages = [{"role": "user", "content": ' say "ü"\n'}, {"role": "assistant", "content": "  [f(a='ü')]\n"}]
        table = segment_row(row_of(messages), ByteTokenizer(), escaped)
        self.assertEqual(supervised_runs(table), [("call", "[f(a='ü')]"), ("struct", "</s>")])
        self.assertEqual([entry[:2] for entry in table.meta["map"]], [["/messages/1/content", 2]])

    def test_templates_that_cannot_be_followed_are_refused(self):
        def counting(messages, tools):
            return "".join(f"[{len(m['content'])}]{m['content']}<|im_end|>" for m in messages)

        def failing(messages, tools):
            raise KeyError("tools")

        for render, reason in ((counting, "layout-not-stable"), (failing, "render-failed"), (lambda m, t: None, "render-failed")):
            with self.assertRaises(RefusedSample) as caught:
                segment_row(row_of(conversation("x" * 40)), ByteTokenizer(), render)
            self.assertEqual(caught.exception.reason, reason)
        for messages, reason in (([{"role": "user", "content": "hi"}], "nothing-supervised"), (conversation("half \ud83d"), "not-unicode")):
            row = Row("d", 1, None, "0" * 64, None, messages, None)
            with self.assertRaises(RefusedSample) as caught:
                segment_row(row, ByteTokenizer())
            self.assertEqual(caught.exception.reason, reason)

    def test_which_turns_are_trained(self):
        messages = conversation("one") + conversation("two") + conversation("three")
        last = segment_row(row_of(messages), ByteTokenizer(), plain, supervise="last")
        self.assertEqual([run for run in supervised_runs(last) if run[0] == "answer"], [("answer", "three")])
        self.assertEqual([text for name, text in runs(last) if name == "other"], ["one<|im_end|>", "two<|im_end|>"])
        messages[3]["weight"] = 0
        weighted = segment_row(row_of(messages), ByteTokenizer(), plain)
        self.assertEqual([text for name, text in supervised_runs(weighted) if name == "answer"], ["one", "three"])

    def test_empty_thought_of_the_template(self):
        def qwen(messages, tools):
            return "".join(
                f"<|im_start|>{m['role']}\n" + ("<think>\n\n</think>\n\n" if m["role"] == "assistant" else "") + m["content"] + "<|im_end|>\n" for m in messages
            )

        table = segment_row(row_of(conversation("[f()]")), ByteTokenizer(), qwen)
        self.assertEqual(supervised_runs(table), [("think", "<think>\n\n</think>"), ("struct", "\n\n"), ("call", "[f()]"), ("struct", "<|im_end|>")])

    def test_call_format_that_no_parser_knows(self):
        def odd(messages, tools):
            out = []
            for m in messages:
                calls = "".join(f"CALL {c['function']['name']} WITH {len(c['function']['arguments'])}\n" for c in m.get("tool_calls", []))
                out.append(f"<|im_start|>{m['role']}\n{m['content']}{calls}<|im_end|>\n")
            return "".join(out)

        messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "f", "arguments": {}}}, {"function": {"name": "g", "arguments": {}}}]}]
        table = segment_row(row_of(messages), ByteTokenizer(), odd)
        text = "".join(text for name, text in supervised_runs(table) if name == "call")
        self.assertIn("CALL f WITH 0", text)
        self.assertIn("g WITH 0", text)

    def test_content_in_parts(self):
        def joined(messages, tools):
            return "".join(
                f"<|im_start|>{m['role']}\n" + (m["content"] if isinstance(m["content"], str) else "".join(p["text"] for p in m["content"])) + "<|im_end|>\n" for m in messages
            )

        messages = [{"role": "user", "content": [{"type": "text", "text": "q1"}, {"type": "text", "text": "q2"}]}, {"role": "assistant", "content": "[f()]"}]
        table = segment_row(row_of(messages), ByteTokenizer(), joined)
        self.assertEqual([entry[0] for entry in table.meta["map"]], ["/messages/0/content/0/text", "/messages/0/content/1/text", "/messages/1/content"])
        self.assertEqual(supervised_runs(table), [("call", "[f()]"), ("struct", "<|im_end|>")])


class Truncation(unittest.TestCase):
    def test_cut_calls_are_counted(self):
        row = row_of(conversation("<think>some thought</think>\n\n[f(a=1, b=2)]"))
        whole = segment_row(row, ByteTokenizer(), plain)
        total = len(whole.ids)
        segmenter = Segmenter(ByteTokenizer(), plain, max_length=total - 14)
        table = segmenter.segment(row)
        self.assertEqual(len(table.ids), total - 14)
        self.assertTrue(table.truncated_call)
        self.assertTrue(table.meta["truncated_call"])
        self.assertEqual(table.flags & TRUNCATED, TRUNCATED)
        self.assertEqual((segmenter.counts.truncated, segmenter.counts.truncated_call), (1, 1))
        self.assertEqual(table.text, whole.text)
        self.assertNotEqual(table.key, whole.key)
        self.assertEqual(table.key, render_key(whole.ids[: total - 14].tolist()))

        left = segment_row(row, ByteTokenizer(), plain, max_length=40, truncation="left")
        self.assertEqual(left.ids.tolist(), whole.ids[-40:].tolist())
        self.assertFalse(left.truncated_call)
        self.assertEqual(left.labels[0], -100)
        with self.assertRaises(RefusedSample) as caught:
            Segmenter(ByteTokenizer(), plain, max_length=5).segment(row)
        self.assertEqual(caught.exception.reason, "nothing-supervised")
        self.assertIn("max_length", str(caught.exception))


class RandomSamples(unittest.TestCase):
    def test_what_always_holds(self):
        chance = random.Random(11)
        atoms = ("the", " ", "\n", "😀", "é", "e\u0301", "<think>", "</think>", "[f(a=1)]", "{", "}", "[", "'", '"name"', "<tool_call>", "</tool_call>", "<|im_end|>", "x", "\u2028", "assistant\n", "0")
        templates = (plain, lambda m, t: render_chatml(m, t), lambda m, t: render_chatml(m, t, keep_thoughts=False))
        done = refused = 0
        for number in range(400):
            messages = []
            for _ in range(chance.randrange(1, 4)):
                messages.append({"role": "user", "content": "".join(chance.choices(atoms, k=chance.randrange(6)))})
                answer = {"role": "assistant", "content": "".join(chance.choices(atoms, k=chance.randrange(9)))}
                render = templates[number % 3]
                if render is not plain and chance.random() < 0.4:
                    answer["reasoning_content"] = "".join(chance.choices(atoms[:6], k=3))
                if render is not plain and chance.random() < 0.4:
                    answer["tool_calls"] = [{"function": {"name": "f", "arguments": {"a": chance.choice(atoms)}}}]
                messages.append(answer)
            row = row_of(messages)
            tokenizer = (ByteTokenizer, WordTokenizer)[number % 2]()
            try:
                table = segment_row(row, tokenizer, render)
            except RefusedSample as refusal:
                self.assertIn(refusal.reason, ("nothing-supervised", "layout-not-stable"))
                refused += 1
                continue
            done += 1
            self.assertEqual(table.text, render(row.messages, None))
            self.assertEqual("".join(text for _, text in runs(table)), table.text)
            self.assertTrue(np.array_equal(table.ids, tokenizer(table.text)["input_ids"]))
            self.assertTrue(np.all((table.labels[1:] >= 0) == np.isin(table.segments[1:] & CODE_BITS, (1, 2, 3, 4))))
            for entry in table.meta["map"]:
                if "/tool_calls/" in entry[0]:
                    self.assertIn('"f"', utf16(table.text, entry[2], entry[3]))
                    continue
                _, _, index, field = entry[0].split("/")
                source = row.messages[int(index)][field]
                self.assertEqual(utf16(source, entry[1], entry[3]), utf16(table.text, entry[2], entry[3]))
        self.assertGreater(done, 300)
        self.assertLess(refused, 80)


if __name__ == "__main__":
    unittest.main()
