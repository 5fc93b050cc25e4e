import json
import unittest
from fractions import Fraction

import numpy as np

import make_vectors
from callsmith_trainer.weights import token_weights


def exact(rows, alpha, reduction, missing, shares, items):
    """The same weights in fractions, written from the formulas and not from the code."""
    a = Fraction(alpha)
    found = []
    for row in rows:
        found.append((sum(c == 1 for c in row), sum(c in (2, 3, 4) for c in row)))
    used = [bool(t and f) if missing == "skip" else bool(t or f) for t, f in found]
    total_t = sum(t for (t, f), u in zip(found, used) if u)
    total_f = sum(f for (t, f), u in zip(found, used) if u)
    out = []
    for row, (t, f), u in zip(rows, found, used):
        if not u:
            out.append([Fraction(0)] * len(row))
            continue
        if reduction == "sample":
            think = (a if f else 1) / Fraction(sum(used) * t) if t else 0
            result = ((1 - a) if t else 1) / Fraction(sum(used) * f) if f else 0
        elif reduction == "token":
            think = result = Fraction(1, items or total_t + total_f)
        elif reduction == "batch" or shares is None:
            scale = Fraction(total_t + total_f, items) if items else 1
            think = (a if total_f else 1) / Fraction(total_t) * scale if total_t else 0
            result = ((1 - a) if total_t else 1) / Fraction(total_f) * scale if total_f else 0
        else:
            n = items or total_t + total_f
            think, result = a / Fraction(shares[0]) / n, (1 - a) / Fraction(shares[1]) / n
        out.append([think if c == 1 else result if c in (2, 3, 4) else Fraction(0) for c in row])
    return out


class Vectors(unittest.TestCase):
    def setUp(self):
        if not make_vectors.TARGET.exists():
            self.skipTest("the package stands alone here, without the repository's test/suites")

    def test_the_file_is_what_the_script_writes(self):
        self.assertEqual(
            make_vectors.TARGET.read_text(encoding="utf-8"),
            make_vectors.text(),
            "The weights or the cases changed: run tests/make_vectors.py, and tell the readers of the file in TypeScript.",
        )

    def test_every_case_meets_an_exact_computation(self):
        cases = json.loads(make_vectors.TARGET.read_text(encoding="utf-8"))["cases"]
        self.assertGreaterEqual(len(cases), 40)
        for case in cases:
            with self.subTest(case["name"], reduction=case["reduction"], missing=case["missing"]):
                rows = case["segments"]
                wanted = exact(rows, case["alpha"], case["reduction"], case["missing"], case["shares"], case["numItems"])
                self.assertEqual([len(row) for row in case["weights"]], [len(row) for row in rows])
                for got_row, wanted_row in zip(case["weights"], wanted):
                    for got, want in zip(got_row, wanted_row):
                        self.assertLessEqual(abs(float(got) - float(want)), 4e-16 * max(float(want), 1e-30))

    def test_weights_sum_to_one_or_nothing_counts(self):
        for case in make_vectors.cases():
            if case["shares"] or case["numItems"]:
                continue
            total = sum(float(w) for row in case["weights"] for w in row)
            counted = any(float(w) for row in case["weights"] for w in row)
            with self.subTest(case["name"], alpha=case["alpha"], reduction=case["reduction"], missing=case["missing"]):
                self.assertAlmostEqual(total, 1.0 if counted else 0.0, places=12)


class Weights(unittest.TestCase):
    PAPER = [[1] * 351 + [2] * 31]

    def test_the_papers_means_give_the_papers_ratios(self):
        weights = token_weights([[1] * 35074 + [2] * 3107], 0.7)[0] * (35074 + 3107)
        self.assertAlmostEqual(weights[0], 0.762, places=3)
        self.assertAlmostEqual(weights[-1], 3.686, delta=1e-3)

    def test_alpha_at_the_share_of_the_thought_is_plain_sft(self):
        for reduction in ("sample", "batch", "static-ratio"):
            weights = token_weights(self.PAPER, 351 / 382, reduction)[0]
            np.testing.assert_allclose(weights, 1 / 382, rtol=1e-12)

    def test_static_ratio_with_its_own_shares_is_batch(self):
        rows = [[0, 1, 1, 2], [1, 3, 4, 4, 0], [2, 2]]
        for missing in ("renorm", "skip"):
            batch = token_weights(rows, 0.6, "batch", missing)
            static = token_weights(rows, 0.6, "static-ratio", missing)
            for one, other in zip(batch, static):
                np.testing.assert_allclose(one, other, rtol=1e-12)

    def test_answers_count_the_same_whatever_their_length(self):
        weights = token_weights([[1] * 500 + [2] * 10, [1, 2]], 0.7, "sample")
        self.assertAlmostEqual(weights[0].sum(), 0.5, places=12)
        self.assertAlmostEqual(weights[1].sum(), 0.5, places=12)

    def test_other_segments_can_make_the_result(self):
        weights = token_weights([[1, 2, 3, 4]], 0.7, result_segments=(2,))[0]
        np.testing.assert_allclose(weights, [0.7, 0.3, 0, 0])

    def test_options_without_meaning_are_refused(self):
        for options, word in (
            ({"alpha": 1.2}, "alpha"),
            ({"alpha": float("nan")}, "alpha"),
            ({"reduction": "micro"}, "reduction"),
            ({"missing": "drop"}, "missing"),
            ({"shares": (1.0, 0.0)}, "shares"),
            ({"result_segments": (1, 2)}, "share none"),
        ):
            with self.subTest(options), self.assertRaisesRegex(ValueError, word):
                token_weights([[1, 2]], **options)


if __name__ == "__main__":
    unittest.main()
