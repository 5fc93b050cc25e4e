import json
import os
import sys
import tempfile
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

from callsmith_trainer import SSBLoss, load_rows, record  # noqa: E402
from callsmith_trainer.labels import CALL, THINK, segments_of  # noqa: E402
from callsmith_trainer.loading import LoadError, NoRows  # noqa: E402
from callsmith_trainer.trace_reader import Trace  # noqa: E402
from test_attach import Arguments, FakeTrainer  # noqa: E402

#: As `callsmith export --for-trainer` writes it: parts that are a whole value have no offsets.
EXPORTED = {
    "callsmith": "trainer-export", "version": 1, "dataset": "a.jsonl", "line": 1, "id": "x1", "line_sha": "1" * 64, "content_sha": "2" * 64,
    "messages": [
        {"role": "user", "content": "Find Zoë"},
        {"role": "assistant", "content": "", "reasoning_content": "Okay. 😀 Search.", "tool_calls": [{"type": "function", "function": {"name": "find", "arguments": {"name": "Zoë"}}}]},
    ],
    "tools": [],
    "parts": [
        {"message": 1, "field": "reasoning_content", "kind": "think", "pointer": "/messages/1/reasoning_content", "sha": None},
        {"message": 1, "field": "tool_calls/0", "kind": "call", "pointer": "/messages/1/tool_calls/0", "sha": "9" * 32},
    ],
}  # fmt: skip
LINE = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "<think>b</think>\n\n[f(a=1)]"}]}


class Files(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.base = temporary.name

    def file(self, *records):
        path = os.path.join(self.base, "rows.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines((record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)) + "\n" for record in records)
        return path


class Loading(Files):
    def test_rows_are_ids_and_labels_with_segments(self):
        rows = load_rows(self.file(EXPORTED, LINE), "words")
        self.assertEqual((len(rows), rows.faults, rows.counts.parts_not_placed), (2, [], 0))
        for row, table in zip((rows[0], rows[1]), rows.tables):
            self.assertEqual(row["input_ids"], table.ids.tolist())
            self.assertEqual({THINK, CALL} - {label >> 24 for label in row["labels"] if label >= 0}, set())
        self.assertEqual([part["start"] for part in rows.tables[0].meta["parts"]], [0, 0])
        self.assertEqual([part["end"] for part in rows.tables[0].meta["parts"]], [len("Okay. 😀 Search.") + 1, 0])
        self.assertEqual([entry["path"] for entry in rows.entries["dataset"]], ["rows.jsonl", "a.jsonl"])
        think, result = rows.shares
        self.assertAlmostEqual(think + result, 1.0)

    def test_a_batch_is_padded(self):
        rows = load_rows(self.file(EXPORTED, LINE), "words")
        batch = rows.collate([rows[0], rows[1]])
        short = min((0, 1), key=lambda i: len(rows[i]["input_ids"]))
        length = len(rows[short]["input_ids"])
        self.assertEqual(batch["attention_mask"][short].sum().item(), length)
        self.assertEqual(set(batch["labels"][short][length:].tolist()), {-100})
        self.assertEqual(set(segments_of(batch["labels"])[short][length:].tolist()), {0})

    def test_what_cannot_be_used_is_told(self):
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            rows = load_rows(self.file(LINE, "no JSON"), "bytes")
        self.assertEqual((len(rows), len(rows.faults)), (1, 1))
        self.assertIn("1 of 2 rows are left out", logs.output[0])
        with self.assertLogs("callsmith_trainer", "WARNING") as logs:
            load_rows(self.file(LINE), "bytes", max_length=len(rows[0]["input_ids"]) - 15)
        self.assertIn("a call that never ends", logs.output[0])
        with self.assertRaisesRegex(NoRows, "Raise max_length"):
            load_rows(self.file(LINE), "bytes", max_length=5)
        for path, tokenizer, word in ((os.path.join(self.base, "none"), "bytes", "no file"), (self.file(LINE), os.path.join(self.base, "none"), "no folder")):
            with self.assertRaisesRegex(LoadError, word):
                load_rows(path, tokenizer)
        with self.assertRaisesRegex(LoadError, "no chat template"):
            load_rows(self.file(LINE), types.SimpleNamespace(chat_template=None))


class InOneLine(Files):
    def trainer(self, rows, **options):
        return FakeTrainer(wide(max(max(row["input_ids"]) for row in rows) + 1), Arguments(**options))

    def test_a_run_is_recorded(self):
        rows = load_rows(self.file(EXPORTED, LINE), "words")
        trainer = self.trainer(rows)
        folder = os.path.join(self.base, "run.cstrace")
        attachment = record(trainer, SSBLoss(alpha=0.6), rows, folder, policy={"mode": "all"}, extra=("entropy",), manifest={"run": {"name": "mine"}, "note": "a test"})
        trainer.train([rows.collate([rows[0], rows[1]]) for _ in range(4)])
        trace = Trace(folder)
        self.assertEqual([str(fault) for fault in trace.validate()], [])
        self.assertEqual((trace.manifest["run"]["name"], trace.manifest["note"], trace.manifest["loss"]["balance"]["alpha0"]), ("mine", "a test", 0.6))
        self.assertEqual(sum(1 for shard in trace.shards("visits") for _ in trace.visits(shard)), 8)
        self.assertEqual({step["n_unknown"] for step in trace.steps()}, {0})
        attachment.recorder.close()

    def test_a_trainer_that_cuts_rows_shorter_is_refused(self):
        rows = load_rows(self.file(LINE), "words")
        with self.assertRaisesRegex(ValueError, "same limit"):
            record(self.trainer(rows, max_length=4), SSBLoss(), rows, os.path.join(self.base, "run.cstrace"))


def wide(vocabulary):
    """A model of ``helpers`` with another vocabulary."""
    import torch
    from helpers import TinyModel

    model = TinyModel()
    model.embedding = torch.nn.Embedding(vocabulary, 8, dtype=torch.float64)
    model.head = torch.nn.Linear(8, vocabulary, dtype=torch.float64)
    return model


if __name__ == "__main__":
    unittest.main()
