import json
import os
import random
import sys
import unicodedata
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.bytetokenizer import ByteTokenizer, WordTokenizer, render_chatml  # noqa: E402
from callsmith_trainer.canonical import content_sha, line_sha, part_sha  # noqa: E402
from callsmith_trainer.dataset import Row, RowFault, parse_row  # noqa: E402
from callsmith_trainer.offsets import reliable_offsets  # noqa: E402
from callsmith_trainer.segments import (  # noqa: E402
    CALL, CODE_BITS, OTHER, REBUILT, SEGMENT_NAMES, STRADDLE, THINK, TOOL, TRUNCATED, RefusedSample, Segmenter, render_key, segment_row, segments_of_tokens,
)  # fmt: skip
from callsmith_trainer.spans import find_calls, find_spans  # noqa: E402
from figures import figure  # noqa: E402

RANK = {"call": 6, "answer": 5, "think": 4, "struct": 3, "tool": 2, "other": 1, "prompt": 0}


def row_of(messages, tools=None, **more):
    row = parse_row(json.dumps({"messages": messages, "tools": tools, **more}, ensure_ascii=False).encode("utf-8"), "data.jsonl", 1)
    assert isinstance(row, Row), row
    return row


def plain(messages, tools=None):
    """A template that prints contents as they are."""
    return "".join(f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages)


def utf16(text, start, length):
    return text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")


def runs(table):
    """``[(segment name, text)]`` of neighbouring tokens of one segment; tokens that hold parts of one character count once."""
    result = []
    last_end = 0
    for start, length, code in zip(table.starts.tolist(), table.lens.tolist(), table.segments.tolist()):
        begin = max(start, last_end)
        text = utf16(table.text, begin, start + length - begin) if start + length > begin else ""
        last_end = max(last_end, start + length)
        name = SEGMENT_NAMES[code & CODE_BITS]
        if result and result[-1][0] == name:
            result[-1] = (name, result[-1][1] + text)
        else:
            result.append((name, text))
    return result


def supervised_runs(table):
    return [run for run in runs(table) if run[0] not in ("prompt", "tool", "other")]


def tokens(table, tokenizer):
    return tokenizer.convert_ids_to_tokens(table.ids.tolist())


def conversation(answer):
    return [{"role": "user", "content": "weather?"}, {"role": "assistant", "content": answer}]


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


class Shifted(WordTokenizer):
    def __call__(self, text, **options):
        result = super().__call__(text, **options)
        if "offset_mapping" in result:
            result["offset_mapping"] = [(start + 1, end + 1) for start, end in result["offset_mapping"]]
        return result


class ZeroWidth(WordTokenizer):
    """As Llama-3 was reported: the start is right, the end is the start."""

    def __call__(self, text, **options):
        result = super().__call__(text, **options)
        if "offset_mapping" in result:
            result["offset_mapping"] = [(start, start) for start, _ in result["offset_mapping"]]
        return result


class Plausible(WordTokenizer):
    """Offsets that cover the text and go forwards, and are wrong all the same."""

    def __call__(self, text, **options):
        result = super().__call__(text, **options)
        if "offset_mapping" in result:
            cuts = [0, *(end for _, end in result["offset_mapping"])]
            for index in range(2, len(cuts) - 1):
                if cuts[index] + 1 < cuts[index + 1]:
                    cuts[index] += 1
            result["offset_mapping"] = list(zip(cuts, cuts[1:]))
        return result


class Slow(WordTokenizer):
    def __call__(self, text, return_offsets_mapping=False, **options):
        if return_offsets_mapping:
            raise NotImplementedError("return_offset_mapping is not available when using Python tokenizers")
        return super().__call__(text, **options)


class Opaque(Shifted):
    """Neither offsets nor strings of tokens that mean anything."""

    def convert_ids_to_tokens(self, ids):
        return [f"token-{index}" for index in ids]


class SentencePiece:
    """Words with ``▁`` for a space before them, bytes for what is not ASCII, a space put before the text; no offsets."""

    eos_token = "</s>"
    all_special_ids = (1,)

    def __init__(self):
        self.tokens = ["<unk>", "</s>"]

    def get_added_vocab(self):
        return {"</s>": 1}

    def _id(self, token):
        if token not in self.tokens:
            self.tokens.append(token)
        return self.tokens.index(token)

    def __call__(self, text, add_special_tokens=False, return_offsets_mapping=False):
        ids = []
        for index, part in enumerate(text.split("</s>")):
            if index:
                ids.append(1)
            elif not part.startswith(" "):
                part = " " + part
            word = ""
            for character in part:
                if character == " " or not (character.isalnum() and character.isascii()):
                    if word:
                        ids.append(self._id(word))
                    word = ""
                if character == " ":
                    word = "\u2581"
                elif character.isascii() and character != "\n":
                    word += character
                else:
                    ids.extend(self._id("<0x%02X>" % byte) for byte in character.encode("utf-8"))
            if word:
                ids.append(self._id(word))
        return {"input_ids": ids}

    def convert_ids_to_tokens(self, ids):
        return [self.tokens[index] for index in ids]


class Offsets(unittest.TestCase):
    answer = "<think>\nthe weather in Zürich 😀 is</think>\n\n[get(city='Zürich 😀')]"

    def test_wrong_offsets_are_rebuilt_from_the_strings_of_tokens(self):
        row = row_of(conversation(self.answer))
        right = segment_row(row, WordTokenizer(), plain)
        self.assertEqual(right.flags, 0)
        for make in (Shifted, ZeroWidth, Plausible, Slow):
            table = segment_row(row, make(), plain)
            self.assertEqual(table.flags, REBUILT, make.__name__)
            for name in ("ids", "starts", "lens", "segments", "labels"):
                np.testing.assert_array_equal(getattr(table, name), getattr(right, name))

    def test_sentence_piece_is_rebuilt(self):
        def render(messages, tools):
            return "".join(f"{m['role']}: {m['content']}</s>" for m in messages)

        table = segment_row(row_of(conversation(self.answer)), SentencePiece(), render)
        self.assertEqual(table.flags, REBUILT)
        self.assertEqual("".join(text for _, text in runs(table)), table.text)
        self.assertEqual([run for run in supervised_runs(table) if run[0] == "call"], [("call", "[get(city='Zürich 😀')]")])

    def test_refused_where_neither_fits(self):
        segmenter = Segmenter(Opaque(), plain)
        with self.assertRaises(RefusedSample) as caught:
            segmenter.segment(row_of(conversation(self.answer)))
        self.assertEqual(caught.exception.reason, "no-reliable-offsets")
        self.assertIn("fast tokenizer", str(caught.exception))
        self.assertEqual(dict(segmenter.counts.refused), {"no-reliable-offsets": 1})

    def test_normalisers(self):
        class Composing(WordTokenizer):
            """Composes characters first; gives offsets into the text before that, as a fast tokenizer does."""

            offsets_right = True

            def __call__(self, text, **options):
                groups = []
                for index, character in enumerate(text):
                    if unicodedata.combining(character) and groups:
                        groups[-1] = (groups[-1][0], index + 1)
                    else:
                        groups.append((index, index + 1))
                result = super().__call__(unicodedata.normalize("NFC", text), **options)
                if "offset_mapping" in result:
                    result["offset_mapping"] = [(groups[start][0], groups[end - 1][1]) if self.offsets_right else (start, end) for start, end in result["offset_mapping"]]
                return result

        row = row_of(conversation("<think>e\u0301</think>\n\n[f(a='e\u0301')]"))
        for right, flags in ((True, 0), (False, REBUILT)):
            Composing.offsets_right = right
            table = segment_row(row, Composing(), plain)
            self.assertEqual(table.flags, flags)
            self.assertEqual([run for run in supervised_runs(table) if run[0] == "call"], [("call", "[f(a='e\u0301')]")])
            self.assertEqual("".join(text for _, text in runs(table)), table.text)

        class Upper(WordTokenizer):
            """Changes the text in a way that no form of Unicode explains."""

            def __call__(self, text, **options):
                return super().__call__(text.replace("q", "k"), **options)

        with self.assertRaises(RefusedSample) as caught:
            segment_row(row_of(conversation("a q b")), Upper(), plain)
        self.assertEqual(caught.exception.reason, "no-reliable-offsets")
        self.assertIn("do not spell the text", str(caught.exception))

    def test_special_tokens_that_take_white_space_along(self):
        class Stripping(WordTokenizer):
            """As special tokens with ``rstrip``: the line break after one belongs to it and is not in its string."""

            def __call__(self, text, **options):
                result = super().__call__(text, **options)
                ids, offsets = [], []
                for index, (start, end) in zip(result["input_ids"], result["offset_mapping"]):
                    if ids and ids[-1] == self.get_added_vocab()["<|im_end|>"] and text[start:end] == "\n":
                        offsets[-1] = (offsets[-1][0], end)
                    else:
                        ids.append(index)
                        offsets.append((start, end))
                return {"input_ids": ids, "offset_mapping": offsets}

        table = segment_row(row_of(conversation("[f()]")), Stripping(), plain)
        self.assertEqual(table.flags, 0)
        self.assertEqual(supervised_runs(table), [("call", "[f()]"), ("struct", "<|im_end|>\n")])

    def test_ids_above_24_bits_are_refused(self):
        class Large(ByteTokenizer):
            def __call__(self, text, **options):
                result = super().__call__(text, **options)
                result["input_ids"] = [index + (1 << 24) for index in result["input_ids"]]
                return result

        with self.assertRaises(RefusedSample) as caught:
            segment_row(row_of(conversation("a")), Large(), plain)
        self.assertEqual(caught.exception.reason, "ids-too-large")

    def test_offsets_are_utf16(self):
        table = segment_row(row_of([{"role": "user", "content": "😀😀"}, {"role": "assistant", "content": "[f(a='😀')]"}]), WordTokenizer(), plain)
        start = int(table.starts[table.first_supervised])
        self.assertEqual(utf16(table.text, start, 4), "[f(a")
        self.assertEqual("".join(text for _, text in runs(table)), table.text)
        self.assertEqual(len("".join(text for _, text in runs(table)).encode("utf-16-le")) // 2, int(table.starts[-1]) + int(table.lens[-1]))


class Tokenizers(unittest.TestCase):
    def test_round_trip_and_offsets(self):
        for tokenizer in (ByteTokenizer(), WordTokenizer()):
            for text in ("", "a", "<|im_start|>user\n<think>the weather</think>\n\n[get(city='Zürich 😀')]<|im_end|>", "e\u0301\u2028\x00"):
                encoded = tokenizer(text, return_offsets_mapping=True)
                ids, offsets = encoded["input_ids"], encoded["offset_mapping"]
                self.assertEqual(tokenizer.decode(ids), text)
                self.assertEqual(len(offsets), len(ids))
                covered = set()
                for start, end in offsets:
                    self.assertLess(start, end)
                    covered.update(range(start, end))
                self.assertEqual(covered, set(range(len(text))))
                starts, ends, rebuilt = reliable_offsets(text, ids, None, tokenizer)
                self.assertEqual((list(zip(starts.tolist(), ends.tolist())), rebuilt), (offsets, True))
        self.assertEqual(WordTokenizer().convert_ids_to_tokens(WordTokenizer()("</think>[")["input_ids"]), ["</", "think", ">["])
        with self.assertRaisesRegex(ValueError, "longer than one byte"):
            WordTokenizer(["a"])


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
