"""Safetensors files with the standard library and numpy.

A file is: 8 bytes little-endian length n of the header; n bytes of JSON in UTF-8, padded with spaces so that the data
starts at a multiple of 8; the tensors without gaps, little-endian, rows first. The header maps a tensor's name to
``{"dtype", "shape", "data_offsets": [start, end)}`` (bytes, relative to the data) and ``__metadata__`` to a map of strings.
Source: the format description of the safetensors project (header limit 100 MB, no holes, no overlaps, no duplicate keys).

Files are treated as hostile: every length and range is checked before anything is read."""

from __future__ import annotations

import io
import json
import os
import struct
from typing import Any, BinaryIO, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

import numpy as np

#: Largest header that is written or read, in bytes.
MAX_HEADER = 100_000_000

_DTYPES: Dict[str, np.dtype] = {
    "BOOL": np.dtype("?"),
    "U8": np.dtype("u1"),
    "I8": np.dtype("i1"),
    "U16": np.dtype("<u2"),
    "I16": np.dtype("<i2"),
    "U32": np.dtype("<u4"),
    "I32": np.dtype("<i4"),
    "U64": np.dtype("<u8"),
    "I64": np.dtype("<i8"),
    "F16": np.dtype("<f2"),
    "F32": np.dtype("<f4"),
    "F64": np.dtype("<f8"),
}
_NAMES = {dtype.str.lstrip("<|="): name for name, dtype in _DTYPES.items()}
#: Bytes per value of dtypes that other writers use; BF16 is read as float32, the 8-bit floats only by their sizes.
_SIZES = {**{name: dtype.itemsize for name, dtype in _DTYPES.items()}, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1}


class SafetensorsError(ValueError):
    """A file or a tensor that does not follow the format. The message names the file, the fault and what to do."""


class TensorInfo(NamedTuple):
    """Where a tensor lies: ``start`` and ``end`` are byte offsets from the start of the file, half-open."""

    dtype: str
    shape: Tuple[int, ...]
    start: int
    end: int


def _header(tensors: List[Tuple[str, np.ndarray]], metadata: Optional[Mapping[str, str]]) -> bytes:
    header: Dict[str, Any] = {}
    if metadata:
        for key, value in metadata.items():
            if not isinstance(key, str) or not isinstance(value, str):
                raise SafetensorsError(f"Metadata {key!r} is not text for text. Turn the value into a string before writing.")
        header["__metadata__"] = dict(metadata)
    offset = 0
    for name, array in tensors:
        if name == "__metadata__" or name in header:
            raise SafetensorsError(f"The name {name!r} is taken. Give every tensor its own name other than __metadata__.")
        code = _NAMES.get(array.dtype.newbyteorder("<").str.lstrip("<|="))
        if code is None:
            raise SafetensorsError(f"Tensor {name!r} has dtype {array.dtype}, which the format does not have. Convert it first.")
        header[name] = {"dtype": code, "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    if len(text) > MAX_HEADER:
        raise SafetensorsError(f"The header would take {len(text)} bytes, more than {MAX_HEADER}. Write fewer tensors per file.")
    return text


def write_tensors(
    target: Union[str, os.PathLike, BinaryIO],
    tensors: Union[Mapping[str, np.ndarray], Iterable[Tuple[str, np.ndarray]]],
    metadata: Optional[Mapping[str, str]] = None,
) -> int:
    """Write tensors in the order given, and return the bytes written.

    ``target`` is a path or a file opened for writing bytes; ``metadata`` maps text to text. A path is written directly:
    callers that need all or nothing write to a file of another name and rename it."""
    pairs = list(tensors.items() if isinstance(tensors, Mapping) else tensors)
    # ascontiguousarray makes a 0-dimensional array 1-dimensional, so the shape is kept apart.
    arrays = [(name, np.asarray(array)) for name, array in pairs]
    header = _header(arrays, metadata)

    def write(file: BinaryIO) -> int:
        file.write(struct.pack("<Q", len(header)))
        file.write(header)
        written = 8 + len(header)
        for _, array in arrays:
            data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
            if data.nbytes:
                file.write(memoryview(data.reshape(-1)).cast("B"))
            written += data.nbytes
        return written

    if isinstance(target, (str, os.PathLike)):
        with open(target, "wb") as file:
            return write(file)
    return write(target)


def _unique(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    result: Dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError(f"the key {key!r} occurs twice")
        result[key] = value
    return result


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class SafetensorsFile:
    """An open file whose header has been checked; tensors are read when asked for.

    ``names`` are in the order of the data. Use as a context manager, or call ``close``."""

    def __init__(self, source: Union[str, os.PathLike, bytes]):
        if isinstance(source, bytes):
            self.path = "(bytes)"
            self._file: BinaryIO = io.BytesIO(source)
            size = len(source)
        else:
            self.path = os.fspath(source)
            self._file = open(source, "rb")
            size = os.fstat(self._file.fileno()).st_size
        try:
            self._read_header(size)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "SafetensorsFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def _fault(self, what: str) -> SafetensorsError:
        return SafetensorsError(f"{self.path}: {what}. The file was cut off or damaged: delete it, or copy it again from where it was written.")

    def _read_header(self, size: int) -> None:
        if size < 8:
            raise self._fault(f"{size} bytes are too few for a header")
        (length,) = struct.unpack("<Q", self._file.read(8))
        if length > MAX_HEADER:
            raise self._fault(f"the header says it has {length} bytes, more than {MAX_HEADER}")
        if 8 + length > size:
            raise self._fault(f"the header says it has {length} bytes, but {size - 8} follow")
        raw = self._file.read(length)
        try:
            header = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            raise self._fault(f"the header is not JSON ({error})") from None
        if not isinstance(header, dict) or not raw.startswith(b"{"):
            raise self._fault("the header is not an object")
        metadata = header.pop("__metadata__", {})
        if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
            raise self._fault("__metadata__ is not a map of text to text")
        infos: List[Tuple[str, TensorInfo]] = []
        for name, entry in header.items():
            infos.append((name, self._info(name, entry, 8 + length)))
        infos.sort(key=lambda pair: (pair[1].start, pair[1].end))
        at = 8 + length
        for name, info in infos:
            if info.start < at:
                raise self._fault(f"tensor {name!r} starts inside another one")
            if info.start > at:
                raise self._fault(f"{info.start - at} bytes before tensor {name!r} belong to none")
            at = info.end
        if at != size:
            raise self._fault(f"its tensors end at byte {at}, the file at byte {size}")
        self.metadata: Dict[str, str] = metadata
        self.infos: Dict[str, TensorInfo] = dict(infos)
        self.names: List[str] = [name for name, _ in infos]
        self.size = size

    def _info(self, name: str, entry: Any, base: int) -> TensorInfo:
        if not isinstance(entry, dict):
            raise self._fault(f"tensor {name!r} is not described by an object")
        dtype, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
        if dtype not in _SIZES:
            raise self._fault(f"tensor {name!r} has the unknown dtype {dtype!r}")
        if not isinstance(shape, list) or not all(_count(side) for side in shape):
            raise self._fault(f"tensor {name!r} has the shape {shape!r}")
        if not isinstance(offsets, list) or len(offsets) != 2 or not all(_count(offset) for offset in offsets) or offsets[0] > offsets[1]:
            raise self._fault(f"tensor {name!r} has the range {offsets!r}")
        size = _SIZES[dtype]
        for side in shape:
            size *= side
        if offsets[1] - offsets[0] != size:
            raise self._fault(f"tensor {name!r} takes {offsets[1] - offsets[0]} bytes, its shape needs {size}")
        return TensorInfo(dtype, tuple(shape), base + offsets[0], base + offsets[1])

    def __contains__(self, name: object) -> bool:
        return name in self.infos

    def info(self, name: str) -> TensorInfo:
        """Where a tensor lies. Raises ``SafetensorsError`` where there is none of that name."""
        if name not in self.infos:
            raise SafetensorsError(f"{self.path}: there is no tensor {name!r}. It has: {', '.join(self.names) or 'none'}.")
        return self.infos[name]

    def tensor(self, name: str) -> np.ndarray:
        """A tensor as an array of its own (a copy that may be changed)."""
        info = self.info(name)
        return self._array(name, info, info.start, info.end, info.shape)

    def rows(self, name: str, start: int, end: int) -> np.ndarray:
        """Rows ``[start, end)`` along the first axis, without reading the others."""
        info = self.info(name)
        if not info.shape or not 0 <= start <= end <= info.shape[0]:
            raise SafetensorsError(f"{self.path}: rows {start} to {end} are not in tensor {name!r} of shape {list(info.shape)}. Ask for rows inside it.")
        stride = (info.end - info.start) // info.shape[0] if info.shape[0] else 0
        return self._array(name, info, info.start + start * stride, info.start + end * stride, (end - start, *info.shape[1:]))

    def _array(self, name: str, info: TensorInfo, start: int, end: int, shape: Tuple[int, ...]) -> np.ndarray:
        self._file.seek(start)
        data = bytearray(self._file.read(end - start))
        if len(data) != end - start:
            raise self._fault(f"tensor {name!r} ended early while it was read")
        if info.dtype == "BF16":
            halves = np.frombuffer(data, dtype="<u2").astype("<u4")
            return (halves << 16).view("<f4").reshape(shape)
        if info.dtype not in _DTYPES:
            raise SafetensorsError(f"{self.path}: numpy has no {info.dtype}, the dtype of tensor {name!r}. Read it with the safetensors package.")
        return np.frombuffer(data, dtype=_DTYPES[info.dtype]).reshape(shape)


def read_tensors(source: Union[str, os.PathLike, bytes]) -> Tuple[Dict[str, np.ndarray], Dict[str, str]]:
    """All tensors of a file, in the order of the data, and its metadata."""
    with SafetensorsFile(source) as file:
        return {name: file.tensor(name) for name in file.names}, file.metadata
