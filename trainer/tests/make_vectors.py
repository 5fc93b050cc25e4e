"""Writes test/suites/ssb/vectors.json of the repository: cases that every implementation of the weights has to meet.

Run as ``cd trainer && python3 tests/make_vectors.py``. A test sees to it that the file is what this script writes.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from callsmith_trainer.weights import token_weights  # noqa: E402

TARGET = Path(__file__).resolve().parents[2] / "test" / "suites" / "ssb" / "vectors.json"

ABOUT = (
    "Weights of tokens under SSB. A row of segments: 0 prompt, 1 think, 2 call, 3 answer, 4 struct, 5 tool, 6 other; result = "
    "2, 3, 4. Expected: weights[row][token] as the shortest decimal that reads back as the same float64. shares = [rho_think, "
    "rho_result] and numItems are for static-ratio; null means: from the rows that count; numItems also for token, which is 1 / items. Computed as alpha / (rows * n), "
    "(1 - alpha) / (rows * n); alpha / total; alpha / rho / items, from left to right."
)

ROWS = {
    "one answer": [[0, 0, 1, 1, 1, 2, 2, 4]],
    "the paper's median": [[0] * 5 + [1] * 248 + [2] * 26 + [4]],
    "two answers of different length": [[0, 1, 1, 1, 1, 1, 2, 4], [0, 0, 1, 2, 2, 2, 4]],
    "no think": [[0, 0, 2, 2, 4]],
    "no result": [[0, 1, 1, 1]],
    "nothing supervised": [[0, 0, 5, 6]],
    "no row": [],
    "an empty row": [[]],
    "one without think among others": [[0, 1, 1, 2, 4], [0, 3, 3, 4], [1, 1, 1, 2]],
    "one cut off among others": [[0, 1, 1, 2, 4], [0, 1, 1, 1, 1], [0, 1, 2]],
    "one unsupervised among others": [[0, 1, 2], [0, 0, 0], [0, 1, 1, 3]],
    "think in one row, result in the other": [[0, 1, 1, 1], [0, 2, 4]],
    "several turns with results of tools": [[0, 1, 1, 2, 4, 5, 5, 5, 1, 3, 3, 4, 0, 1, 2, 2, 4]],
    "codes that weigh nothing": [[6, 5, 1, 6, 2, 5]],
}


def cases():
    """The cases in the order of the file."""

    def case(name, rows, alpha, reduction, missing, shares=None, num_items=None):
        weights = token_weights(rows, alpha, reduction, missing, shares=shares, num_items=num_items)
        return {
            "name": name,
            "segments": rows,
            "alpha": alpha,
            "reduction": reduction,
            "missing": missing,
            "shares": shares,
            "numItems": num_items,
            "weights": [[repr(float(weight)) for weight in row] for row in weights],
        }

    for name, rows in ROWS.items():
        for reduction in ("sample", "batch", "static-ratio", "token"):
            for missing in ("renorm", "skip"):
                yield case(name, rows, 0.7, reduction, missing)
    for alpha in (0.0, 1.0, 0.5, 0.1, 1 / 3):
        for name in ("two answers of different length", "one without think among others", "no result"):
            for reduction in ("sample", "batch", "static-ratio"):
                yield case(f"{name}, alpha {alpha:.3g}", ROWS[name], alpha, reduction, "renorm")
        yield case(f"one cut off among others, alpha {alpha:.3g}", ROWS["one cut off among others"], alpha, "sample", "skip")
    paper = [0.9186, 0.0814]
    for name in ("two answers of different length", "no think", "no result", "one cut off among others", "nothing supervised"):
        for missing in ("renorm", "skip"):
            yield case(f"{name}, shares given", ROWS[name], 0.7, "static-ratio", missing, shares=paper)
    yield case("shares and items given", ROWS["one answer"], 0.7, "static-ratio", "renorm", shares=paper, num_items=512)
    yield case("items given", ROWS["one answer"], 0.7, "static-ratio", "renorm", num_items=1000)
    yield case("items given", ROWS["two answers of different length"], 0.7, "token", "renorm", num_items=1000)


def text():
    """The file's text: one case a line."""
    lines = ",\n".join("  " + json.dumps(case) for case in cases())
    head = json.dumps({"format": "callsmith-ssb-vectors", "version": 1, "about": ABOUT})[:-1]
    return f"{head}, \"cases\": [\n{lines}\n]}}\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {sum(1 for _ in cases())} cases")
