import contextlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.abspath(os.path.join(HERE, ".."))
sys.path.insert(0, PACKAGE)

from callsmith_trainer import __main__ as cli  # noqa: E402
from callsmith_trainer.bytetokenizer import WordTokenizer  # noqa: E402
from callsmith_trainer.canonical import content_sha, line_sha  # noqa: E402
from callsmith_trainer.recorder import Recorder  # noqa: E402
from callsmith_trainer.trace_reader import Trace  # noqa: E402


def run(*arguments):
    """Exit code, output and error output of a command run in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(list(arguments))
        except SystemExit as exit:
            code = exit.code
    return code, out.getvalue(), err.getvalue()


class Commands(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.base = temporary.name
        self.run_dir = os.path.join(self.base, "run.cstrace")
        self.data = os.path.join(self.base, "data.jsonl")
        good = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "<think>t\u2028</think>\n\n[f(a=1)]"}], "n": 1}
        self.lines = [json.dumps(good, ensure_ascii=False).encode(), b'{ "id": 7, "messages": 1 }', b"", json.dumps({**good, "id": "x", "n": 2}).encode(), b"nope"]
        with open(self.data, "wb") as file:
            file.write(b"\r\n".join(self.lines))

    def test_render_writes_identities_of_the_lines_of_the_file(self):
        code, out, err = run("render", self.data, "--tokenizer", "words", "--out", self.run_dir)
        self.assertEqual(code, 0, err)
        self.assertRegex(out, "^2 rows rendered into .*, 2 of them new; 2 left out")
        self.assertIn("data.jsonl:2: ", err)
        self.assertIn("data.jsonl:5: ", err)
        trace = Trace(self.run_dir)
        rows = [row for shard in trace.shards("renders") for row in trace.renders(shard)]
        # The two rows render to the same tokens: one key, and a row for each line.
        self.assertEqual([(row.meta["line"], row.line_sha, row.content_sha) for row in rows], [(n + 1, line_sha(self.lines[n]), content_sha(self.lines[n])) for n in (0, 3)])
        self.assertEqual(rows[0].key, rows[1].key)
        self.assertEqual(trace.manifest["dataset"], [{"path": "data.jsonl", "sha256": mock.ANY, "lines": 5}])
        self.assertTrue(trace.manifest["run"]["prepass"])
        self.assertEqual(trace.manifest["tokenizer"]["name"], "callsmith-words")
        self.assertEqual(run("validate", self.run_dir)[0], 0)

    def test_render_of_an_exported_file_and_a_saved_tokenizer(self):
        folder = os.path.join(self.base, "tokenizer")
        WordTokenizer(["ab", "cd"], keep_thoughts=False, name="mine").save_pretrained(folder)
        exported = {
            "callsmith": "trainer-export", "version": 1, "dataset": "real.jsonl", "line": 40, "id": None, "line_sha": "1" * 64, "content_sha": None, "tools": [], "parts": [],
            "messages": [{"role": "user", "content": "abcd"}, {"role": "assistant", "content": "[f(x='cd')]"}],
        }  # fmt: skip
        with open(self.data, "w", encoding="utf-8") as file:
            file.write(json.dumps(exported) + "\n")
        code, out, err = run("render", self.data, "--tokenizer", folder, "--out", self.run_dir, "--max-length", "60", "--supervise", "last")
        self.assertEqual((code, err), (0, ""))
        trace = Trace(self.run_dir)
        (row,) = trace.renders(trace.shards("renders")[0])
        self.assertEqual((row.meta["dataset"], row.meta["dataset_name"], row.meta["line"], row.line_sha, row.content_sha), (0, "real.jsonl", 40, "1" * 64, None))
        self.assertEqual(trace.manifest["dataset"], [{"path": "real.jsonl", "sha256": None, "lines": None}])
        self.assertEqual(trace.manifest["tokenizer"]["name"], "mine")
        self.assertRegex(trace.manifest["tokenizer"]["sha256"], "^[0-9a-f]{64}$")
        code, out, err = run("render", self.data, "--tokenizer", "bytes", "--out", self.run_dir + "2", "--max-length", "5")
        self.assertEqual(code, 1)
        self.assertIn("Raise max_length", err)

    def test_a_run_continues_the_folder_of_a_prepass(self):
        run("render", self.data, "--tokenizer", "words", "--out", self.run_dir)
        trace = Trace(self.run_dir)
        row, _ = trace.renders(trace.shards("renders")[0])
        count = len(row.ids) - row.first_supervised
        with Recorder(self.run_dir, policy={"mode": "all"}, manifest={"run": {"name": "real"}}) as recorder:
            think = int(((row.segments[row.first_supervised :] & 127) == 1).sum())
            call = int((((row.segments[row.first_supervised :] & 127) >= 2) & ((row.segments[row.first_supervised :] & 127) <= 4)).sum())
            visit = {"input_ids": row.ids.tolist(), "first_supervised": row.first_supervised, "logprobs": [-0.5] * count, "n_think": think, "n_call": call, "loss_think": 0.5, "loss_call": 0.5, "alpha": 0.7}
            self.assertEqual(recorder.record_step(1, 0.5, [visit]), 1)
            recorder.end_step(1, 0.5, {"loss": 0.5, "alpha": 0.7})
        code, out, _ = run("validate", self.run_dir)
        self.assertEqual(code, 0, out)
        self.assertIn("2 shards, 1 steps: everything is in order.", out)
        code, out, _ = run("info", self.run_dir)
        self.assertEqual(code, 0)
        self.assertIn("visits: 1 in 1 shards", out)
        self.assertIn("loss: 0.5000 to 0.5000", out)

    def test_demo_is_deterministic_synthetic_and_falls(self):
        other = os.path.join(self.base, "other.cstrace")
        for folder in (self.run_dir, other):
            code, out, err = run("demo", folder, "--epochs", "4")
            self.assertEqual((code, err), (0, ""))
            self.assertIn("No model was trained", out)
        names = sorted(os.path.relpath(os.path.join(where, name), self.run_dir) for where, _, files in os.walk(self.run_dir) for name in files)
        self.assertIn("demo.jsonl", names)
        for name in names:
            with open(os.path.join(self.run_dir, name), "rb") as a, open(os.path.join(other, name), "rb") as b:
                self.assertEqual(a.read(), b.read(), name)
        trace = Trace(self.run_dir)
        self.assertIs(trace.manifest["synthetic"], True)
        self.assertEqual((trace.manifest["run"]["name"], trace.manifest["run"]["host"]), ("synthetic", None))
        self.assertEqual(run("validate", self.run_dir)[0], 0)
        steps = trace.steps()
        self.assertEqual(len(steps), 8)
        for name in ("loss", "loss_think", "loss_call"):
            first, last = (sum(line[name] for line in half) for half in (steps[:4], steps[4:]))
            self.assertLess(last, 0.8 * first)
        self.assertIn("synthetic: no model was trained", run("info", self.run_dir)[1])
        with open(os.path.join(self.run_dir, "demo.jsonl"), "rb") as file:
            hashes = {line_sha(line) for line in file}
        self.assertEqual({row.line_sha for shard in trace.shards("renders") for row in trace.renders(shard)}, hashes)

    def test_demo_of_a_file_and_what_it_refuses(self):
        code, out, err = run("demo", self.run_dir, "--data", self.data, "--seed", "3")
        self.assertEqual(code, 0)
        self.assertIn("data.jsonl:2: ", err)
        self.assertEqual(run("demo", self.run_dir)[0], 2)
        self.assertIn("already holds a trace", run("demo", self.run_dir)[2])
        self.assertIn("There is no file", run("demo", self.run_dir + "3", "--data", self.base + "/nothing")[2])
        with open(self.data, "wb"):
            pass
        code, _, err = run("demo", self.run_dir + "4", "--data", self.data)
        self.assertEqual(code, 2)
        self.assertIn("No row", err)
        self.assertEqual(run("demo", self.run_dir + "5", "--epochs", "0")[0], 2)

    def test_validate_names_each_damaged_shard_and_exits_with_1(self):
        run("demo", self.run_dir)
        for kind in ("renders", "visits"):
            path = os.path.join(self.run_dir, kind, "a000-r00000-000000.safetensors")
            with open(path, "r+b") as file:
                file.truncate(os.path.getsize(path) - 3)
        code, out, _ = run("validate", self.run_dir)
        self.assertEqual(code, 1)
        self.assertIn("renders/a000-r00000-000000.safetensors: its tensors end at byte", out)
        self.assertIn("visits/a000-r00000-000000.safetensors: its tensors end at byte", out)
        self.assertIn("2 faults.", out)
        self.assertIn("1 unreadable", run("info", self.run_dir)[1])

    def test_wrong_use_says_what_to_do(self):
        cases = [
            (("validate", self.base), "no manifest.json"),
            (("info", os.path.join(self.base, "nothing")), "no manifest.json"),
            (("render", self.data, "--tokenizer", os.path.join(self.base, "nothing"), "--out", self.run_dir), "There is no folder"),
            (("render", self.base + "/nothing", "--tokenizer", "bytes", "--out", self.run_dir), "There is no file"),
            (("render", self.data, "--tokenizer", "bytes", "--out", self.run_dir, "--template", self.data), "one template of their own"),
        ]
        for arguments, message in cases:
            with self.subTest(message=message):
                code, _, err = run(*arguments)
                self.assertEqual(code, 2)
                self.assertIn(message, err)
        self.assertFalse(os.path.exists(self.run_dir))
        for arguments in ((), ("nothing",), ("render", self.data), ("export", self.run_dir), ("render", self.data, "--tokenizer", "bytes", "--out", "x", "--max-length", "0")):
            self.assertEqual(run(*arguments)[0], 2)

    def test_a_tokenizer_of_transformers_needs_transformers(self):
        with mock.patch.dict(sys.modules, {"transformers": None}):
            code, _, err = run("render", self.data, "--tokenizer", self.base, "--out", self.run_dir)
        self.assertEqual(code, 2)
        self.assertIn("pip install transformers", err)

    def test_export_without_pyarrow_says_what_to_install(self):
        run("demo", self.run_dir)
        with mock.patch.dict(sys.modules, {"pyarrow": None}):
            code, _, err = run("export", self.run_dir, "--parquet", os.path.join(self.base, "a.parquet"))
        self.assertEqual(code, 2)
        self.assertIn("pip install pyarrow", err)
        self.assertFalse(os.path.exists(os.path.join(self.base, "a.parquet")))

    @unittest.skipUnless(importlib.util.find_spec("pyarrow"), "pyarrow is not installed")
    def test_export_holds_the_same_numbers(self):
        import pyarrow.parquet

        run("demo", self.run_dir)
        path = os.path.join(self.base, "a.parquet")
        code, out, err = run("export", self.run_dir, "--parquet", path)
        self.assertEqual((code, err), (0, ""))
        rows = pyarrow.parquet.read_table(path).to_pylist()
        trace = Trace(self.run_dir)
        visits = [visit for shard in trace.shards("visits") for visit in trace.visits(shard)]
        self.assertEqual(len(rows), len(visits))
        for row, visit in zip(rows, visits):
            self.assertEqual((row["step"], row["render_key"]), (visit.step, visit.key.hex()))
            self.assertEqual((row["dataset"], row["id"][:5]), ("demo.jsonl", "demo-"))
            self.assertEqual(row["logprob"], visit.logprob.astype("f4").tolist())
            self.assertEqual(len(row["token_id"]), len(row["logprob"]))
            self.assertEqual(len(row["segment"]), len(row["logprob"]))
            self.assertAlmostEqual(row["loss_call"], visit.scalars["loss_call"])

    def test_as_a_module(self):
        result = subprocess.run([sys.executable, "-m", "callsmith_trainer", "demo", self.run_dir], cwd=PACKAGE, capture_output=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        result = subprocess.run([sys.executable, "-m", "callsmith_trainer", "validate", self.run_dir], cwd=PACKAGE, capture_output=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        result = subprocess.run([sys.executable, "-m", "callsmith_trainer", "validate", self.base], cwd=PACKAGE, capture_output=True)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
