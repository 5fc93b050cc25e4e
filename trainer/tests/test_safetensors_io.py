import io
import json
import os
import struct
import sys
import tempfile
import unittest

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from callsmith_trainer import safetensors_io  # noqa: E402
from callsmith_trainer.safetensors_io import SafetensorsError, SafetensorsFile, read_tensors, write_tensors  # noqa: E402


def pack(header, data=b"", length=None):
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def tensor(start, end, dtype="U8", shape=None):
    return {"dtype": dtype, "shape": [end - start] if shape is None else shape, "data_offsets": [start, end]}


class Safetensors(unittest.TestCase):
    def test_round_trip_of_every_dtype_in_the_order_given(self):
        chance = np.random.default_rng(5)
        tensors = {"z.last-by-name-first-by-order": np.array([1, 2, 3], dtype=np.uint8)}
        for dtype in ("?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"):
            tensors[f"t.{dtype}"] = chance.integers(0, 2, (3, 0 if dtype == "i2" else 2)).astype(dtype)
        tensors["scalar"] = np.array(7, dtype=np.int64)
        tensors["big-endian"] = np.array([1, 2, 70000], dtype=">u4")
        tensors["not-contiguous"] = np.arange(12, dtype=np.uint32).reshape(3, 4)[:, ::2]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.safetensors")
            written = write_tensors(path, tensors, {"kind": "äöü"})
            self.assertEqual(written, os.path.getsize(path))
            with open(path, "rb") as file:
                (length,) = struct.unpack("<Q", file.read(8))
            self.assertEqual(length % 8, 0)
            read, metadata = read_tensors(path)
            self.assertEqual(metadata, {"kind": "äöü"})
            self.assertEqual([name for name in read if read[name].size], [name for name in tensors if tensors[name].size])
            for name, array in tensors.items():
                self.assertEqual(read[name].shape, array.shape, name)
                np.testing.assert_array_equal(read[name], array)
            with SafetensorsFile(path) as file:
                np.testing.assert_array_equal(file.rows("not-contiguous", 1, 3), [[4, 6], [8, 10]])
                with self.assertRaisesRegex(SafetensorsError, "rows 1 to 4"):
                    file.rows("not-contiguous", 1, 4)
                with self.assertRaisesRegex(SafetensorsError, "no tensor 'nope'"):
                    file.tensor("nope")

    def test_empty_file_and_bytes(self):
        buffer = io.BytesIO()
        write_tensors(buffer, [])
        self.assertEqual(read_tensors(buffer.getvalue()), ({}, {}))

    def test_bfloat16_is_read_as_float32(self):
        values, _ = read_tensors(pack({"a": tensor(0, 4, "BF16", [2])}, struct.pack("<HH", 0x3F80, 0xC000)))
        np.testing.assert_array_equal(values["a"], np.array([1.0, -2.0], dtype=np.float32))

    def test_faults_are_named(self):
        good = {"a": tensor(0, 4)}
        cases = [
            (b"1234567", "too few"),
            (pack(good, b"abc"), "end at byte"),
            (pack(good, b"abcde"), "end at byte"),
            (pack(good, b"abcd", length=2**40), "more than 100000000"),
            (pack(good, b"abcd", length=500), "but .* follow"),
            (pack(b"{nope}"), "not JSON"),
            (pack(b'{"a":"\xff"}'), "not JSON"),
            (pack(b"[" * 100000), "not JSON"),
            (pack(b"[]"), "not an object"),
            (pack(b' {"a":1}'), "not an object"),
            (pack(b'{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'), "twice"),
            (pack({"__metadata__": {"a": 1}}), "__metadata__"),
            (pack({"a": 1}), "not described"),
            (pack({"a": tensor(0, 4, "U9")}, b"abcd"), "unknown dtype"),
            (pack({"a": tensor(0, 4, "U8", [-4])}, b"abcd"), "the shape"),
            (pack({"a": tensor(0, 4, "U8", [True])}, b"abcd"), "the shape"),
            (pack({"a": tensor(0, 4, "U8", [2**62, 2**62])}, b"abcd"), "its shape needs"),
            (pack({"a": tensor(0, 4, "U32", [2])}, b"abcd"), "its shape needs 8"),
            (pack({"a": {"dtype": "U8", "shape": [0], "data_offsets": [4, 0]}}, b"abcd"), "the range"),
            (pack({"a": {"dtype": "U8", "shape": [4], "data_offsets": [0.0, 4]}}, b"abcd"), "the range"),
            (pack({"a": tensor(0, 4), "b": tensor(2, 6)}, b"abcdef"), "starts inside"),
            (pack({"a": tensor(0, 4), "b": tensor(5, 6)}, b"abcdef"), "belong to none"),
            (pack({"a": tensor(2, 4)}, b"abcd"), "belong to none"),
        ]
        for data, message in cases:
            with self.subTest(message=message, data=data[:60]):
                with self.assertRaisesRegex(SafetensorsError, message):
                    SafetensorsFile(data)
        self.assertEqual(read_tensors(pack(good, b"abcd"))[0]["a"].tobytes(), b"abcd")

    def test_writer_refuses_what_the_format_does_not_have(self):
        cases = [
            ([("a", np.zeros(1)), ("a", np.zeros(1))], None, "is taken"),
            ([("__metadata__", np.zeros(1))], None, "is taken"),
            ([("a", np.array(["text"]))], None, "dtype"),
            ([("a", np.zeros(1, dtype=np.complex64))], None, "dtype"),
            ([], {"a": 1}, "not text"),
        ]
        for tensors, metadata, message in cases:
            with self.subTest(message=message):
                with self.assertRaisesRegex(SafetensorsError, message):
                    write_tensors(io.BytesIO(), tensors, metadata)
        limit = safetensors_io.MAX_HEADER
        safetensors_io.MAX_HEADER = 64
        try:
            with self.assertRaisesRegex(SafetensorsError, "fewer tensors"):
                write_tensors(io.BytesIO(), {"a" * 80: np.zeros(1)})
        finally:
            safetensors_io.MAX_HEADER = limit


if __name__ == "__main__":
    unittest.main()
