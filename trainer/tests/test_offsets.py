import os
import sys
import unicodedata
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer.bytetokenizer import ByteTokenizer, WordTokenizer  # noqa: E402
from callsmith_trainer.offsets import RefusedSample, reliable_offsets  # noqa: E402
from callsmith_trainer.segmenter import Segmenter, segment_row  # noqa: E402
from callsmith_trainer.segments import REBUILT  # noqa: E402
from tables import conversation, plain, row_of, runs, supervised_runs, utf16  # noqa: E402


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


if __name__ == "__main__":
    unittest.main()
