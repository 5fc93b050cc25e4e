import subprocess
import sys
import unittest

import numpy as np
import torch
import torch.nn.functional as F

from callsmith_trainer.labels import IGNORE, SEGMENT_NAMES, decode_labels, encode_label, encode_labels, segments_of


class Labels(unittest.TestCase):
    IDS = [5, 0, 2**24 - 1, 17, 99, 3, 8]
    SEGMENTS = [0, 1, 2, 3, 4, 5, 6]

    def test_a_label_is_the_id_with_the_segment_above_it(self):
        self.assertEqual(encode_label(7, 2), 7 + 2 * 2**24)
        self.assertEqual(encode_label(7, 0x80 | 2), encode_label(7, 2))

    def test_only_assistant_tokens_are_supervised_by_default(self):
        labels = encode_labels(self.IDS, self.SEGMENTS)
        self.assertEqual([i for i, label in enumerate(labels) if label != IGNORE], [1, 2, 3, 4])

    def test_round_trip_in_list_array_and_tensor(self):
        encoded = encode_labels(self.IDS, self.SEGMENTS, supervised=[0, 1, 1, 1, 1, 1, 1])
        for make in (list, lambda x: np.array(x, np.int64), lambda x: np.array(x, np.int32), torch.tensor):
            labels = make(encoded)
            alias = labels
            segments = decode_labels(labels)
            self.assertEqual([int(x) for x in alias], [IGNORE, *self.IDS[1:]])
            self.assertEqual([int(x) for x in segments], self.SEGMENTS)

    def test_arrays_and_tensors_give_what_lists_give(self):
        wanted = encode_labels(self.IDS, self.SEGMENTS)
        for ids, segments in (
            (np.array(self.IDS, np.uint32), np.array(self.SEGMENTS, np.uint8) | 0x80),
            (torch.tensor(self.IDS), torch.tensor(self.SEGMENTS)),
        ):
            got = encode_labels(ids, segments)
            self.assertEqual((type(got), got.tolist()), (type(ids), wanted))
            self.assertEqual(encode_labels(ids, segments, segments * 0).tolist(), [IGNORE] * len(wanted))
            with self.assertRaisesRegex(ValueError, "same length"):
                encode_labels(ids, segments[1:])
        with self.assertRaisesRegex(ValueError, "does not fit"):
            encode_labels(np.array([2**24]), np.array([1]))

    def test_segments_can_be_read_without_decoding(self):
        labels = torch.tensor([encode_labels(self.IDS, self.SEGMENTS)])
        before = labels.clone()
        self.assertEqual(segments_of(labels).tolist(), [[0, 1, 2, 3, 4, 0, 0]])
        self.assertTrue(torch.equal(labels, before))

    def test_ids_and_segments_out_of_range_are_refused(self):
        for token, segment, word in ((2**24, 1, "id"), (-1, 1, "id"), (3, 7, "Segment"), (3, 15, "Segment")):
            with self.assertRaisesRegex(ValueError, word):
                encode_label(token, segment)
        with self.assertRaisesRegex(ValueError, "same length"):
            encode_labels([1, 2], [1])

    def test_loss_and_gradient_over_decoded_labels_equal_those_over_plain_ones(self):
        torch.manual_seed(0)
        logits = torch.randn(7, 50, dtype=torch.float64, requires_grad=True)
        ids = [1, 2, 3, 4, 5, 6, 7]
        plain = torch.tensor([IGNORE, 2, 3, 4, 5, IGNORE, IGNORE])
        expected = F.cross_entropy(logits, plain)
        (wanted,) = torch.autograd.grad(expected, logits)
        labels = torch.tensor(encode_labels(ids, self.SEGMENTS))
        with self.assertRaises((IndexError, RuntimeError)):
            F.cross_entropy(logits, labels)
        decode_labels(labels)
        loss = F.cross_entropy(logits, labels)
        (got,) = torch.autograd.grad(loss, logits)
        self.assertEqual(loss.item(), expected.item())
        self.assertTrue(torch.equal(got, wanted))

    def test_names_cover_the_codes(self):
        self.assertEqual(SEGMENT_NAMES, ("prompt", "think", "call", "answer", "struct", "tool", "other"))


class Package(unittest.TestCase):
    def test_importing_needs_neither_numpy_nor_torch(self):
        code = (
            "import sys; sys.modules['numpy'] = None; sys.modules['torch'] = None\n"
            "import callsmith_trainer as c\n"
            "assert c.encode_label(1, 1) == 1 + 2**24\n"
            "assert c.Balance('kl').alpha == 0.7\n"
            "try:\n    c.nothing\nexcept AttributeError as e:\n    assert 'SSBLoss' in str(e)\nelse:\n    raise SystemExit('no error')\n"
        )
        subprocess.run([sys.executable, "-c", code], check=True)

    def test_weights_need_no_torch(self):
        code = (
            "import importlib.abc, sys\n"
            "class NoTorch(importlib.abc.MetaPathFinder):\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'torch': raise ModuleNotFoundError('No module named torch', name='torch')\n"
            "sys.meta_path.insert(0, NoTorch())\n"
            "import callsmith_trainer as c\n"
            "try:\n    c.SSBLoss\nexcept ImportError as e:\n    assert 'pip install torch' in str(e)\nelse:\n    raise SystemExit('no error')\n"
            "assert c.token_weights([[1, 2]], 0.7)[0].tolist() == [0.7, 1 - 0.7]\n"
        )
        subprocess.run([sys.executable, "-c", code], check=True)

    def test_attach_is_the_function(self):
        import callsmith_trainer

        self.assertTrue(callable(callsmith_trainer.attach))
        for name in callsmith_trainer.__all__:
            self.assertIsNotNone(getattr(callsmith_trainer, name))


if __name__ == "__main__":
    unittest.main()
