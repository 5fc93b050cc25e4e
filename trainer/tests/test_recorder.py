import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

from callsmith_trainer.bytetokenizer import ByteTokenizer  # noqa: E402
from callsmith_trainer.dataset import parse_row  # noqa: E402
from callsmith_trainer.labels import THINK  # noqa: E402
from callsmith_trainer.manifest import SCALARS  # noqa: E402
from callsmith_trainer.policy import TraceError, checked_policy, watch_list  # noqa: E402
from callsmith_trainer.recorder import Recorder, split_packed  # noqa: E402
from callsmith_trainer.safetensors_io import read_tensors, write_tensors  # noqa: E402
from callsmith_trainer.segmenter import segment_row  # noqa: E402
from callsmith_trainer.segments import render_key  # noqa: E402
from callsmith_trainer.trace_reader import SUM_TOLERANCE, Trace, TraceFolderError  # noqa: E402
from figures import figure  # noqa: E402

ALL = {"mode": "all"}


def table(number, thought="a thought"):
    answer = (f"<think>{thought} {number}</think>\n\n" if thought else "") + f"[f(a={number}, b='é😀')]"
    record = {"id": number, "messages": [{"role": "user", "content": f"question {number}"}, {"role": "assistant", "content": answer}]}
    return segment_row(parse_row(json.dumps(record).encode(), "data.jsonl", number + 1), ByteTokenizer())


def visit(of, seed=0, alpha=0.7):
    """A row as a trainer hands it over: float32 values, and losses summed in full precision."""
    chance = np.random.default_rng(seed)
    logprobs = -(chance.random(len(of.ids) - of.first_supervised) ** 4 * chance.choice([1e-5, 0.01, 1.0, 12.0])).astype(np.float32)
    labels = of.labels[of.first_supervised :]
    think, call = (labels >= 0) & (labels >> 24 == THINK), (labels >= 0) & (labels >> 24 != THINK)
    return {
        "input_ids": of.ids.tolist(), "first_supervised": of.first_supervised, "logprobs": logprobs.tolist(), "n_think": int(think.sum()), "n_call": int(call.sum()),
        "loss_think": float(-logprobs[think].mean()) if think.any() else 0.0, "loss_call": float(-logprobs[call].mean()) if call.any() else 0.0, "alpha": alpha,
    }  # fmt: skip


class Folder(unittest.TestCase):
    def setUp(self):
        self._temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self._temporary.cleanup)
        self.dir = os.path.join(self._temporary.name, "run.cstrace")

    def files(self, folder):
        return sorted(os.listdir(os.path.join(self.dir, folder)))

    def lines(self, name):
        with open(os.path.join(self.dir, name), "rb") as file:
            return [json.loads(line) for line in file.read().split(b"\n")[:-1]]

    def faults(self):
        return [str(fault) for fault in Trace(self.dir).validate()]

    def visits(self):
        trace = Trace(self.dir)
        return [visit for shard in trace.shards("visits") for visit in trace.visits(shard)]


class Recording(Folder):
    def test_what_is_written_is_read_back(self):
        tables = [table(number) for number in range(5)]
        with Recorder(self.dir, policy=ALL, manifest={"model": {"name": "m"}, "run": {"name": "r", "framework": {"name": "test"}}}) as recorder:
            self.assertEqual(recorder.add_renders(tables + tables[:2]), 5)
            for step in (1, 2):
                self.assertEqual(recorder.record_step(step, step / 2, [visit(of, step) for of in tables]), 5)
                recorder.end_step(step, step / 2, {"alpha": 0.7, "loss": np.float32(1.5), "grad_norm": float("inf"), "n_samples": np.int64(5)})
        self.assertEqual(self.faults(), [])
        self.assertEqual(self.files("renders"), ["a000-r00000-000000.safetensors"])
        self.assertEqual(self.files("visits"), ["a000-r00000-000000.safetensors"])
        trace = Trace(self.dir)
        self.assertEqual(trace.manifest["format"], "callsmith-trace")
        self.assertEqual(trace.manifest["version"], "1.0")
        self.assertEqual(trace.manifest["model"], {"name": "m"})
        self.assertEqual(trace.manifest["run"]["framework"], {"name": "test", "version": None})
        self.assertEqual(trace.manifest["fields"]["visit.scalars"], list(SCALARS))
        self.assertIn("updated_at", trace.manifest["identity"]["ignored_keys"])
        self.assertRegex(trace.manifest["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        renders = list(trace.renders(trace.shards("renders")[0]))
        for row, of in zip(renders, tables):
            self.assertEqual((row.key, row.text, row.line_sha, row.content_sha), (of.key, of.text, of.line_sha, of.content_sha))
            self.assertEqual((row.meta["line"], row.meta["id"]), (of.meta["line"], of.meta["id"]))
            np.testing.assert_array_equal(row.ids, of.ids)
            np.testing.assert_array_equal(row.segments, of.segments)
        visits = self.visits()
        self.assertEqual([(row.step, row.epoch) for row in visits], [(1, 0.5)] * 5 + [(2, 1.0)] * 5)
        for row, of in zip(visits, tables + tables):
            expected = visit(of, row.step)
            np.testing.assert_array_equal(row.logprob, np.array(expected["logprobs"], dtype=np.float16))
            self.assertAlmostEqual(row.scalars["loss_call"], expected["loss_call"], places=5)
        steps = trace.steps()
        self.assertEqual([line["step"] for line in steps], [1, 2])
        self.assertEqual((steps[0]["loss"], steps[0]["grad_norm"], steps[0]["n_samples"], steps[0]["attempt"]), (1.5, None, 5, 0))
        self.assertEqual([line["kind"] for line in self.lines("events.jsonl")], ["start", "close"])

    def test_order_of_tensors_and_padding(self):
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.add_renders([table(1)])
            recorder.record_step(1, 0.0, [visit(table(1))])
        for kind in ("renders", "visits"):
            path = os.path.join(self.dir, kind, self.files(kind)[0])
            tensors, metadata = read_tensors(path)
            names = list(tensors)
            index = [name.startswith(("render.", "visit.")) for name in names]
            self.assertEqual(index, sorted(index, reverse=True), names)
            self.assertEqual(metadata, {"format": "callsmith-trace", "version": "1.0", "kind": kind, "offset_unit": "utf16"})

    def test_further_values_of_tokens(self):
        tables = [table(number) for number in range(3)]
        rows = [{**visit(of, number), "entropy": [0.5] * (len(of.ids) - of.first_supervised)} for number, of in enumerate(tables)]
        with Recorder(self.dir, policy=ALL, extra=("entropy",)) as recorder:
            recorder.add_renders(tables)
            self.assertEqual(recorder.record_step(1, 0.1, rows), 3)
            with self.assertRaisesRegex(TraceError, "values of entropy"):
                recorder.record_step(2, 0.1, [visit(tables[0])])
        tensors, _ = read_tensors(Trace(self.dir).shards("visits")[0].path)
        self.assertEqual(tensors["tok.entropy"].tolist(), [0.5] * len(tensors["tok.logprob"]))
        self.assertEqual(Trace(self.dir).manifest["fields"]["extra"], ["tok.entropy"])
        self.assertEqual(self.faults(), [])
        with self.assertRaisesRegex(TraceError, "extra is colour"):
            Recorder(self.dir + "2", extra=("colour",))

    def test_sums_of_tokens_agree_with_the_scalars(self):
        tables = [table(number, "x" * (number * 7 % 50 + 1)) for number in range(60)]
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.add_renders(tables)
            for step in range(1, 6):
                recorder.record_step(step, 0.0, [visit(of, step * 100 + number) for number, of in enumerate(tables)])
        by_key = {of.key: of for of in tables}
        worst = 0.0
        for row in self.visits():
            of = by_key[row.key]
            labels = of.labels[of.first_supervised :]
            for name, mask in (("think", labels >> 24 == THINK), ("call", labels >> 24 != THINK)):
                values = row.logprob[(labels >= 0) & mask].astype(np.float64)
                self.assertEqual(len(values), row.scalars[f"n_{name}"])
                loss = row.scalars[f"loss_{name}"]
                worst = max(worst, (abs(-values.mean() - loss) - 1e-6) / loss)
        self.assertLessEqual(figure("sums of a trace against its scalars, relative (bound 2^-10 = 0.00098)", worst), SUM_TOLERANCE)
        self.assertEqual(self.faults(), [])

    def test_rows_that_are_no_render_are_counted_and_not_guessed(self):
        known, other = table(1), table(2)
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.add_renders([known])
            shifted = visit(known)
            shifted["first_supervised"] += 1
            shifted["logprobs"] = shifted["logprobs"][1:]
            self.assertEqual(recorder.record_step(1, 0.0, [visit(known), visit(other), visit(other), shifted]), 1)
            recorder.end_step(1, 0.0, {"loss": 1.0})
            self.assertEqual(recorder.unknown, 3)
            with self.assertRaisesRegex(TraceError, "log-probabilities from token"):
                recorder.record_step(2, 0.0, [{**visit(known), "logprobs": [0.0]}])
        self.assertEqual(self.lines("steps/a000-r00000.jsonl")[0]["n_unknown"], 3)
        events = self.lines("events.jsonl")
        self.assertEqual([event.get("code") for event in events if event["kind"] == "warning"], ["first-supervised", "unknown"])
        self.assertEqual(events[-1]["unknown"], 3)
        self.assertEqual(len(self.visits()), 1)

    def test_key_is_of_tokens_as_little_endian_int32(self):
        import hashlib

        expected = hashlib.blake2b(b"\x01\x00\x00\x00\xff\xff\x00\x00", digest_size=16).digest()
        for ids in ([1, 65535], np.array([1, 65535], dtype=np.int64), np.array([1, 65535], dtype=">i4"), np.array([1, 65535], dtype=np.uint32)):
            self.assertEqual(render_key(ids), expected)

    def test_packed_rows_are_split_where_positions_begin_anew(self):
        self.assertEqual(split_packed([0, 1, 2, 0, 1, 0]), [(0, 3), (3, 5), (5, 6)])
        self.assertEqual(split_packed(np.array([4, 5, 0, 1])), [(2, 4)])
        self.assertEqual(split_packed([]), [])

    def test_lines_with_the_same_tokens_each_keep_a_row(self):
        first, second = table(1), table(1)
        second.line_sha = "f" * 64
        with Recorder(self.dir, policy=ALL) as recorder:
            self.assertEqual(recorder.add_renders([first, second, first, second]), 2)
            self.assertEqual(recorder.record_step(1, 0.0, [visit(first)]), 1)
        with Recorder(self.dir, policy=ALL) as recorder:
            self.assertEqual(recorder.add_renders([second]), 0)
        self.assertEqual(self.faults(), [])

    def test_probability_zero_and_not_a_number(self):
        of = table(1)
        row = visit(of)
        row["logprobs"][0] = float("-inf")
        row["logprobs"][1] = float("nan")
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.add_renders([of])
            recorder.record_step(1, 0.0, [row])
        (read,) = self.visits()
        self.assertEqual(read.logprob[0], -65504)
        self.assertTrue(np.isnan(read.logprob[1]))
        self.assertEqual([event.get("code") for event in self.lines("events.jsonl") if event["kind"] == "warning"], ["nan"])

    def test_shards_are_cut_by_size_and_by_time(self):
        tables = [table(number) for number in range(20)]
        with Recorder(self.dir, policy=ALL, shard_bytes=4000) as recorder:
            for of in tables:
                recorder.add_renders([of])
            for step in range(1, 9):
                recorder.record_step(step, 0.0, [visit(of) for of in tables])
        self.assertGreater(len(self.files("renders")), 3)
        self.assertGreater(len(self.files("visits")), 3)
        self.assertEqual(len(self.visits()), 160)
        self.assertEqual(self.faults(), [])
        later = os.path.join(self._temporary.name, "later.cstrace")
        recorder = Recorder(later, policy=ALL, flush_seconds=0.0)
        recorder.add_renders(tables[:1])
        for step in (1, 2, 3):
            recorder.record_step(step, 0.0, [visit(tables[0])])
        self.assertEqual(len(os.listdir(os.path.join(later, "visits"))), 3)
        recorder.close()
        recorder.close()

    def test_a_disk_that_fails_does_not_stop_the_training(self):
        recorder = Recorder(self.dir, policy=ALL)
        recorder.add_renders([table(1)])
        recorder._write_shard = lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        with self.assertLogs("callsmith_trainer.recorder", "ERROR") as logs:
            recorder.flush()
        self.assertIn("No space left on device", logs.output[0])
        self.assertEqual(recorder.record_step(1, 0.0, [visit(table(1))]), 0)
        recorder.close()
        strict = Recorder(os.path.join(self._temporary.name, "b.cstrace"), policy=ALL, on_error="raise")
        strict.add_renders([table(1)])
        strict._write_shard = recorder._write_shard
        with self.assertRaisesRegex(TraceError, "Free the disk"):
            strict.flush()
        strict.close()


class Attempts(Folder):
    def test_resume_takes_the_next_attempt_and_the_highest_wins(self):
        of = table(1)
        with Recorder(self.dir, policy=ALL, manifest={"run": {"name": "first"}}) as recorder:
            recorder.add_renders([of])
            for step in (1, 2, 3):
                recorder.record_step(step, 0.0, [visit(of, step)])
                recorder.end_step(step, 0.0, {"loss": 1.0})
        with open(os.path.join(self.dir, "renders", "a000-r00000-000001.safetensors.tmp"), "wb") as file:
            file.write(b"half a shard")
        with Recorder(self.dir, policy=ALL, manifest={"run": {"name": "second"}}) as recorder:
            self.assertEqual(recorder.attempt, 1)
            self.assertEqual(recorder.add_renders([of]), 0)
            for step in (3, 4):
                recorder.record_step(step, 0.0, [visit(of, step + 10)])
                recorder.end_step(step, 0.0, {"loss": 2.0})
        self.assertEqual(self.files("renders"), ["a000-r00000-000000.safetensors"])
        trace = Trace(self.dir)
        self.assertEqual(trace.manifest["run"]["name"], "first")
        self.assertEqual([(line["step"], line["attempt"], line["loss"]) for line in trace.steps()], [(1, 0, 1.0), (2, 0, 1.0), (3, 1, 2.0), (4, 1, 2.0)])
        self.assertEqual(trace.attempt_of_step(), {1: 0, 2: 0, 3: 1, 4: 1})
        self.assertEqual([line["kind"] for line in self.lines("events.jsonl")], ["start", "close", "resume", "close"])
        self.assertEqual(self.faults(), [])

    def test_attempts_are_never_shared(self):
        first = Recorder(self.dir, attempt=5)
        self.assertEqual(first.attempt, 5)
        with self.assertRaisesRegex(TraceError, "attempt=6"):
            Recorder(self.dir, attempt=5)
        second = Recorder(self.dir)
        self.assertEqual(second.attempt, 6)
        first.close()
        second.close()
        with self.assertRaisesRegex(TraceError, "Rank 2 is not one of 2"):
            Recorder(self.dir, rank=2, world_size=2)

    def test_ranks_share_no_file(self):
        tables = [table(number) for number in range(6)]
        recorders = [Recorder(self.dir, rank=rank, world_size=3, policy=ALL) for rank in range(3)]
        self.assertEqual([recorder.attempt for recorder in recorders], [0, 0, 0])
        for rank, recorder in enumerate(recorders):
            recorder.add_renders(tables[rank * 2 : rank * 2 + 2] + tables[:1])
            recorder.record_step(1, 0.0, [visit(of) for of in tables[rank * 2 : rank * 2 + 2]])
            recorder.end_step(1, 0.0, {"loss": 1.0})
        for recorder in recorders:
            recorder.close()
        self.assertEqual(self.files("visits"), [f"a000-r0000{rank}-000000.safetensors" for rank in range(3)])
        self.assertEqual(self.files("renders"), [f"a000-r0000{rank}-000000.safetensors" for rank in range(3)])
        self.assertEqual([os.path.getsize(os.path.join(self.dir, "steps", name)) > 0 for name in self.files("steps")], [True, False, False])
        self.assertEqual(Trace(self.dir).manifest["run"]["world_size"], 3)
        self.assertEqual(len(self.visits()), 6)
        self.assertEqual(self.faults(), [])
        again = Recorder(self.dir, rank=1, world_size=3, policy=ALL)
        self.assertEqual(again.attempt, 1)
        self.assertEqual(again.add_renders(tables), 0)
        again.close()
        late = Recorder(self.dir, rank=2, world_size=3, policy=ALL)
        self.assertEqual(late.attempt, 1)
        late.close()

    def test_manifest_of_a_prepass_is_replaced_once_and_its_data_kept(self):
        with Recorder(self.dir, manifest={"run": {"prepass": True}, "dataset": [{"path": "d.jsonl", "sha256": "0" * 64, "lines": 3}], "tokenizer": {"name": "t"}}) as recorder:
            recorder.add_renders([table(1)])
        with Recorder(self.dir, policy=ALL, manifest={"run": {"name": "real"}, "model": {"name": "m"}}) as recorder:
            self.assertEqual(recorder.record_step(1, 0.0, [visit(table(1))]), 1)
        manifest = Trace(self.dir).manifest
        self.assertEqual(manifest["run"]["name"], "real")
        self.assertNotIn("prepass", manifest["run"])
        self.assertEqual((manifest["dataset"][0]["lines"], manifest["tokenizer"]["name"], manifest["model"]["name"]), (3, "t", "m"))
        self.assertEqual(manifest["policy"]["mode"], "all")
        self.assertEqual(self.faults(), [])

    def test_folders_of_something_else_are_refused(self):
        os.makedirs(self.dir)
        path = os.path.join(self.dir, "manifest.json")
        for content, message in ((b"{", "not JSON"), (b"{}", "not of callsmith-trace"), (b'{"format":"callsmith-trace","version":"2.0"}', "not of callsmith-trace")):
            with open(path, "wb") as file:
                file.write(content)
            with self.assertRaisesRegex(TraceError, message):
                Recorder(self.dir)
        for content, message in ((b"{", "not JSON"), (b"{}", "not the manifest"), (b'{"format":"callsmith-trace","version":"2.0"}', "version '2.0'")):
            with open(path, "wb") as file:
                file.write(content)
            with self.assertRaisesRegex(TraceFolderError, message):
                Trace(self.dir)
        with self.assertRaisesRegex(TraceFolderError, "no manifest.json"):
            Trace(self.dir + "-nothing")


class Policy(Folder):
    def test_watch_list_and_every_nth_step(self):
        tables = [table(number, "t" * (number % 40) if number % 3 else "") for number in range(90)]
        with Recorder(self.dir, policy={"every": 10, "watch": 12, "seed": 4}) as recorder:
            recorder.add_renders(tables)
            counts = [recorder.record_step(step, 0.0, [visit(of) for of in tables]) for step in range(1, 21)]
        self.assertEqual(counts, [12] * 9 + [90] + [12] * 9 + [90])
        watched = [{row.key for row in self.visits() if row.step == step} for step in range(1, 10)]
        self.assertTrue(all(keys == watched[0] for keys in watched))

    def test_watch_list_is_stratified_and_the_same_for_the_same_seed(self):
        keys = {bytes([number % 256, number // 256]) + bytes(14): (1, 1, 8) if number < 900 else (0, 1, 5) if number < 990 else (1, 0, 3) for number in range(1000)}
        first = watch_list(keys, 100, 0)
        self.assertEqual(first, watch_list(dict(reversed(list(keys.items()))), 100, 0))
        self.assertNotEqual(first, watch_list(keys, 100, 1))
        sizes = [sum(keys[key] == stratum for key in first) for stratum in ((1, 1, 8), (0, 1, 5), (1, 0, 3))]
        self.assertEqual(sizes, [90, 9, 1])
        self.assertEqual(len(watch_list(keys, 2, 0)), 2)
        self.assertEqual(watch_list(keys, 0, 0), set())
        self.assertEqual(watch_list(keys, 5000, 0), set(keys))
        lonely = {bytes([number]) + bytes(15): (0, 0, number) for number in range(40)}
        self.assertEqual(len(watch_list(lonely, 7, 0)), 7)

    def test_ranks_that_know_the_prepass_watch_the_same(self):
        with Recorder(self.dir, manifest={"run": {"prepass": True}}) as recorder:
            recorder.add_renders([table(number) for number in range(30)])
        recorders = [Recorder(self.dir, rank=rank, world_size=2, policy={"watch": 10, "every": 1000}) for rank in range(2)]
        for recorder in recorders:
            self.assertEqual(recorder.record_step(1, 0.0, [visit(table(number)) for number in range(30)]), 10)
        self.assertEqual(recorders[0]._watch, recorders[1]._watch)
        for recorder in recorders:
            recorder.close()

    def test_byte_budget(self):
        tables = [table(number) for number in range(40)]
        with Recorder(self.dir, policy={"every": 1, "watch": 4, "max_bytes": 200_000}) as recorder:
            recorder.add_renders(tables)
            counts = [recorder.record_step(step, 0.0, [visit(of) for of in tables]) for step in range(1, 150)]
        self.assertEqual(counts[0], 40)
        self.assertEqual(counts[-1], 0)
        self.assertIn(4, counts)
        size = sum(os.path.getsize(os.path.join(self.dir, kind, name)) for kind in ("renders", "visits") for name in self.files(kind))
        self.assertLess(size, 205_000)
        self.assertGreater(size, 180_000)
        codes = [event["code"] for event in self.lines("events.jsonl") if event["kind"] == "warning"]
        self.assertEqual(codes, ["budget-steps", "budget"])
        self.assertEqual(self.faults(), [])

    def test_policies_that_make_no_sense(self):
        for policy in ({"mode": "some"}, {"every": 0}, {"watch": -1}, {"max_bytes": 1.5}, {"seed": True}):
            with self.assertRaises(TraceError):
                checked_policy(policy)
        self.assertEqual(checked_policy(None)["mode"], "watch+every")


WRITER = """
import sys
sys.path.insert(0, {package!r}); sys.path.insert(0, {tests!r})
from test_recorder import Recorder, table, visit
tables = [table(number) for number in range(30)]
visits = [visit(of, number) for number, of in enumerate(tables)]
recorder = Recorder({dir!r}, rank={rank}, world_size=4, policy={{"mode": "all"}}, shard_bytes=6000)
sys.stdout.write("ready\\n"); sys.stdout.flush()
for step in range(1, 1000000):
    if step <= 30:
        recorder.add_renders(tables[step - 1 : step])
    recorder.record_step(step, 0.0, visits[: min(step, 30)])
    recorder.end_step(step, 0.0, {{"loss": 1.0}})
"""


class Killed(Folder):
    def test_thirty_writers_killed_at_random_times_leave_no_broken_shard(self):
        chance = random.Random(30)
        done = unfinished = 0
        while done < 30:
            group = []
            # Three ranks at a time in one folder; every round is the next attempt of all of them.
            for rank in range(3):
                code = WRITER.format(package=os.path.join(HERE, ".."), tests=HERE, dir=self.dir, rank=rank)
                group.append(subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE))
            for process in group:
                self.assertEqual(process.stdout.readline(), b"ready\n")
            waits = sorted((chance.uniform(0.005, 0.35), number) for number in range(3))
            started = time.monotonic()
            for wait, number in waits:
                time.sleep(max(0.0, started + wait - time.monotonic()))
                group[number].send_signal(signal.SIGKILL)
            for process in group:
                self.assertEqual(process.wait(), -signal.SIGKILL)
                process.stdout.close()
                done += 1
            unfinished += len(Trace(self.dir).leftovers())
        trace = Trace(self.dir)
        shards = trace.shards("renders") + trace.shards("visits")
        self.assertGreater(len(shards), 60)
        self.assertGreaterEqual(len({(shard.attempt, shard.rank) for shard in shards}), 20)
        for shard in shards:
            read_tensors(shard.path)
        self.assertEqual(self.faults(), [])
        self.assertGreater(len(trace.steps()), 5)
        figure("30 writers killed", f"{len(shards)} shards, 0 invalid, {unfinished} unfinished files")


class Damaged(Folder):
    """Every kind of damage is found, and named by the file that has it."""

    def setUp(self):
        super().setUp()
        self.tables = [table(number) for number in range(4)]
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.add_renders(self.tables)
            recorder.record_step(1, 0.0, [visit(of, number) for number, of in enumerate(self.tables)])
            recorder.end_step(1, 0.0, {"loss": 1.0})
        self.renders = os.path.join(self.dir, "renders", "a000-r00000-000000.safetensors")
        self.shard = os.path.join(self.dir, "visits", "a000-r00000-000000.safetensors")
        self.assertEqual(self.faults(), [])

    def change(self, path, change):
        """Rewrite a shard with changed tensors, restore it afterwards, and return the faults that were found."""
        with open(path, "rb") as file:
            before = file.read()
        tensors, metadata = read_tensors(path)
        change(tensors, metadata)
        write_tensors(path, tensors, metadata)
        faults = self.faults()
        with open(path, "wb") as file:
            file.write(before)
        self.assertEqual(self.faults(), [])
        return faults

    def expect(self, path, message, change):
        faults = self.change(path, change)
        name = os.path.relpath(path, self.dir).replace(os.sep, "/")
        self.assertTrue(any(fault.startswith(name) and message in fault for fault in faults), (message, faults))
        self.assertFalse(any(self.dir in fault for fault in faults), faults)

    def test_renders(self):
        def put(name, index, value):
            def change(tensors, metadata):
                tensors[name][index] = value

            return change

        def cut(name):
            return lambda tensors, metadata: tensors.__setitem__(name, tensors[name][:-1])

        cases = [
            ("key is not the hash", put("tok.id", 0, 99)),
            ("key is not the hash", put("render.key", (0, 0), 256 - 1 - int(self.tables[0].key[0]))),
            ("segment that does not exist", put("tok.segment", 0, 9)),
            ("first_supervised is", put("render.first_supervised", 0, 60000)),
            ("flags 8", put("render.flags", 0, 8)),
            ("not UTF-8", put("text.utf8", 0, 255)),
            ("no JSON", put("meta.utf8", 0, ord("x"))),
            ("go backwards or beyond", put("tok.start", 3, 60000)),
            ("go backwards or beyond", put("tok.len", -1, 60000)),
            ("render.row_splits does not run", put("render.row_splits", 1, 60000)),
            ("render.text_splits does not run", put("render.text_splits", 0, 1)),
            ("render.meta_splits does not run", cut("meta.utf8")),
            ("render.row_splits does not run", cut("render.row_splits")),
            ("tok.len has", cut("tok.len")),
            ("render.flags has", cut("render.flags")),
            ("metadata says", lambda tensors, metadata: metadata.update(kind="visits")),
            ("no tensor 'tok.segment'", lambda tensors, metadata: tensors.pop("tok.segment")),
            ("tok.start is I32", lambda tensors, metadata: tensors.update({"tok.start": tensors["tok.start"].astype("<i4")})),
            ("render.key is U8", lambda tensors, metadata: tensors.update({"render.key": tensors["render.key"].reshape(-1)})),
        ]
        for message, change in cases:
            with self.subTest(message=message):
                self.expect(self.renders, message, change)

    def test_visits(self):
        def put(name, index, value):
            return lambda tensors, metadata: tensors[name].__setitem__(index, value)

        def longer(tensors, metadata):
            tensors["tok.logprob"] = np.append(tensors["tok.logprob"], np.float16(0))
            tensors["visit.row_splits"][-1] += 1

        cases = [
            ("render is in no shard", put("visit.render_key", (0, 0), 255 - int(self.tables[0].key[0]))),
            ("from first_supervised on", longer),
            ("above 0", put("tok.logprob", 0, 0.5)),
            ("loss_think is", put("visit.scalars", (0, 2), 77.0)),
            ("loss_call is", put("visit.scalars", (1, 3), 77.0)),
            ("n_think is", put("visit.scalars", (0, 0), 1.0)),
            ("n_call is", put("visit.scalars", (0, 1), 1.0)),
            ("visit.row_splits does not run", put("visit.row_splits", 1, 60000)),
            ("visit.step has", lambda tensors, metadata: tensors.update({"visit.step": tensors["visit.step"][:-1]})),
            ("columns", lambda tensors, metadata: tensors.update({"visit.scalars": tensors["visit.scalars"][:, :3]})),
            ("tok.entropy has", lambda tensors, metadata: tensors.update({"tok.entropy": np.zeros(3, dtype=np.float16)})),
        ]
        for message, change in cases:
            with self.subTest(message=message):
                self.expect(self.shard, message, change)

    def test_one_flipped_byte_anywhere_in_a_header_or_a_cut_anywhere_is_found(self):
        with open(self.shard, "rb") as file:
            before = file.read()
        for size in (0, 7, 8, 100, len(before) // 2, len(before) - 1):
            with open(self.shard, "wb") as file:
                file.write(before[:size])
            self.assertEqual(len(self.faults()), 1, size)
            self.assertTrue(self.faults()[0].startswith("visits/a000-r00000-000000.safetensors: "))
        with open(self.shard, "wb") as file:
            file.write(before + b"\0")
        self.assertEqual(len(self.faults()), 1)

    def test_one_bad_shard_hides_no_other(self):
        with Recorder(self.dir, policy=ALL) as recorder:
            recorder.record_step(2, 0.0, [visit(self.tables[0])])
        with open(self.shard, "r+b") as file:
            file.truncate(20)
        with open(os.path.join(self.dir, "visits", "a001-r00000-000000.safetensors"), "r+b") as file:
            file.truncate(30)
        self.assertEqual(len(self.faults()), 2)

    def test_optional_tensors_and_unknown_ones_are_fine(self):
        def add(tensors, metadata):
            tensors["tok.weight"] = np.zeros(len(tensors["tok.logprob"]), dtype=np.float16)
            tensors["tok.topk_id"] = np.zeros((len(tensors["tok.logprob"]), 3), dtype=np.uint32)
            tensors["later.version"] = np.zeros(2)

        self.assertEqual(self.change(self.shard, add), [])

    def test_steps_and_manifest(self):
        path = os.path.join(self.dir, "steps", "a000-r00000.jsonl")
        with open(path, "ab") as file:
            file.write(b'{"step": 2, "loss"')
        self.assertEqual(self.faults(), [])
        self.assertEqual(len(Trace(self.dir).steps()), 1)
        with open(path, "ab") as file:
            file.write(b'\n{"step": 3, "attempt": 4}\n{"no": 1}\n')
        faults = self.faults()
        self.assertEqual(len(faults), 3, faults)
        self.assertIn("steps/a000-r00000.jsonl: line 2 is not a step", faults[0])
        self.assertIn("line 3 says attempt 4", faults[1])
        self.assertIn("line 4 is not a step", faults[2])
        os.remove(path)
        manifest_path = os.path.join(self.dir, "manifest.json")
        with open(manifest_path, encoding="utf-8") as file:
            manifest = json.load(file)
        for change, message in (({"offset_unit": "bytes"}, "offset_unit"), ({"segments": {}}, "segments"), ({"fields": {"visit.scalars": ["n_think"]}}, "scalars"), ({"run": None}, "no object run")):
            with open(manifest_path, "w", encoding="utf-8") as file:
                json.dump({**manifest, **change}, file)
            faults = self.faults()
            self.assertTrue(any(fault.startswith("manifest.json: ") and message in fault for fault in faults), faults)
        with open(manifest_path, "w", encoding="utf-8") as file:
            json.dump({**manifest, "version": "1.7", "later": 1}, file)
        self.assertEqual(self.faults(), [])

    def test_misnamed_shards_and_unfinished_files(self):
        os.rename(self.shard, os.path.join(self.dir, "visits", "copy.safetensors"))
        with open(self.shard + ".tmp", "wb") as file:
            file.write(b"half")
        (fault,) = self.faults()
        self.assertIn("visits/copy.safetensors: is not named like a shard", fault)
        self.assertEqual(Trace(self.dir).leftovers(), ["visits/a000-r00000-000000.safetensors.tmp"])


if __name__ == "__main__":
    unittest.main()
