"""The README's commands and scripts, run as they stand there, with a tiny model and a tokenizer made on the spot."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
README = HERE.parent / "README.md"

DATA = [
    {
        "id": f"r{number}",
        "messages": [
            {"role": "user", "content": f"How warm is it in {city}?"},
            {
                "role": "assistant",
                "reasoning_content": f"One city, {city}: one call.",
                "content": "",
                "tool_calls": [{"type": "function", "function": {"name": "get_weather", "arguments": {"city": city}}}],
            },
        ],
        "tools": [{"type": "function", "function": {"name": "get_weather", "description": "Weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}],
    }
    for number, city in enumerate(("Oslo", "Zürich", "Rome", "Łódź", "Cairo", "Lima", "Perth", "😀 City"))
]  # fmt: skip


def missing(*names):
    """A reason to skip, or None."""
    absent = [name for name in names if importlib.util.find_spec(name) is None]
    return f"{', '.join(absent)} not installed" if absent else None


def blocks(heading, language):
    """The code blocks of a language below a heading of the README."""
    section = README.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"```{language}\n(.*?)```", section, re.S)


def make_model(folder):
    """A model of random weights and its tokenizer in one folder, as a hub has them."""
    sys.path.insert(0, str(HERE.parent / "examples"))
    from train_small import make_tokenizer
    from transformers import LlamaConfig, LlamaForCausalLM

    rows = folder / "for-tokenizer.jsonl"
    rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in DATA), encoding="utf-8")
    tokenizer = make_tokenizer(rows, 400, folder / "model")
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=1024,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder / "model")


def command_line():
    """The arguments that start the built command line, or None."""
    node, built = shutil.which("node"), ROOT / "dist" / "cli.js"
    return [node, str(built)] if node and built.exists() else None


class FiveLines(unittest.TestCase):
    def test_there_are_five(self):
        (script,) = blocks("Record a run in five lines", "python")
        self.assertEqual(len(script.splitlines()), 5)

    @unittest.skipIf(missing("transformers", "accelerate", "tokenizers"), missing("transformers", "accelerate", "tokenizers") or "")
    @unittest.skipUnless(command_line(), "the command line is not built (npm run build)")
    def test_they_record_a_run(self):
        (shell,) = blocks("Record a run in five lines", "sh")
        (script,) = blocks("Record a run in five lines", "python")
        install, export, run = shell.splitlines()
        self.assertEqual(install, 'python -m pip install "./trainer[hf]"')
        self.assertEqual(run, "python record.py")
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            make_model(folder)
            (folder / "data.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in DATA), encoding="utf-8")
            (folder / "record.py").write_text(script, encoding="utf-8")
            os.symlink(ROOT / "dist", folder / "dist")
            environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
            for line in (export, run.replace("python", f'"{sys.executable}"', 1)):
                done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr[-3000:])
            from callsmith_trainer.trace_reader import Trace

            trace = Trace(folder / "run.cstrace")
            self.assertEqual([str(fault) for fault in trace.validate()], [])
            steps = trace.steps()
            self.assertGreaterEqual(len(steps), 3)
            self.assertEqual(sum(step["n_unknown"] for step in steps), 0)
            self.assertEqual(trace.manifest["loss"]["kind"], "ssb")
            self.assertEqual(trace.manifest["run"]["framework"]["name"], "transformers")
            # Every line of the data is found in the run as it is.
            told = subprocess.run([*command_line(), "trace", "run.cstrace", "--data", "data.jsonl"], cwd=folder, capture_output=True, text=True)
            self.assertIn(f"of {len(DATA)} samples {len(DATA)} are in the run as they are", told.stdout, told.stderr)


if __name__ == "__main__":
    unittest.main()
