"""From a file of rows to what trainers take: ``input_ids`` and labels that carry segments."""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from typing import Any, Callable, Dict, List, Optional, Union

from . import bytetokenizer
from .dataset import RowFault, describe_data, read_rows
from .labels import ANSWER, CALL, STRUCT, THINK
from .offsets import RefusedSample
from .segmenter import Counts, Segmenter
from .segments import CODE_BITS, SegmentTable

_LOG = logging.getLogger("callsmith_trainer")


class LoadError(ValueError):
    """A file, tokenizer or template cannot be had; the message says what to do."""


class NoRows(LoadError):
    """No row of a file can be trained on; ``faults`` tells why, row by row."""

    def __init__(self, message: str, faults: List[str]):
        super().__init__(message)
        self.faults = faults


def load_tokenizer(name: Union[str, os.PathLike]) -> Any:
    """A tokenizer by name: ``bytes`` or ``words`` (built in), a folder that ``bytetokenizer`` wrote, or a local folder for
    transformers. Nothing is downloaded."""
    name = os.fspath(name)
    if name == "bytes":
        return bytetokenizer.ByteTokenizer()
    if name == "words":
        return bytetokenizer.WordTokenizer()
    if not os.path.isdir(name):
        raise LoadError(f"There is no folder {name}. Give the local folder with the tokenizer of the model, or `bytes`.")
    if os.path.exists(os.path.join(name, bytetokenizer.FILE_NAME)):
        try:
            return bytetokenizer.load(name)
        except ValueError as error:
            raise LoadError(str(error)) from None
    try:
        from transformers import AutoTokenizer
    except ImportError:
        raise LoadError(f"The tokenizer in {name} needs transformers, which is not installed: pip install transformers") from None
    try:
        return AutoTokenizer.from_pretrained(name, local_files_only=True)
    except (OSError, ValueError) as error:
        raise LoadError(f"transformers cannot load the tokenizer in {name}: {error}. Save it there with save_pretrained.") from None


def tokenizer_entry(tokenizer: Any, folder: Optional[str] = None) -> Dict[str, Any]:
    """The tokenizer as the manifest of a trace names it: no path, and the hash of its file where there is one."""
    name = str(getattr(tokenizer, "name_or_path", None) or folder or type(tokenizer).__name__)
    path = next((path for path in (os.path.join(folder or name, file) for file in ("tokenizer.json", bytetokenizer.FILE_NAME)) if os.path.isfile(path)), None)
    sha = None
    if path:
        with open(path, "rb") as file:
            sha = hashlib.sha256(file.read()).hexdigest()
    return {"name": os.path.basename(os.path.normpath(name)), "vocab_size": len(tokenizer), "sha256": sha}


class TrainingRows:
    """Rows of a file, segmented: a sequence of ``{"input_ids", "labels"}``, the labels with their segments.

    ``tables``: a ``SegmentTable`` for each row, which a recorder needs; ``faults``: sentences on rows that were left out;
    ``counts``: what happened to the others; ``entries``: ``dataset``, ``tokenizer`` and ``template`` for a manifest."""

    def __init__(self, tables: List[SegmentTable], tokenizer: Any, faults: List[str], counts: Counts, entries: Dict[str, Any]):
        self.tables = tables
        self.tokenizer = tokenizer
        self.faults = faults
        self.counts = counts
        self.entries = entries

    def __len__(self) -> int:
        return len(self.tables)

    def __getitem__(self, index: int) -> Dict[str, List[int]]:
        return self.tables[index].training_row()

    @property
    def dataset(self) -> Any:
        """The rows as a ``datasets.Dataset``, which TRL asks for; transformers takes them as they are too."""
        try:
            from datasets import Dataset
        except ImportError:
            raise LoadError("A Dataset needs the package datasets, which is not installed: pip install datasets") from None
        return Dataset.from_list([table.training_row() for table in self.tables])

    def collate(self, rows: List[Dict[str, List[int]]]) -> Dict[str, Any]:
        """Rows as a padded batch of tensors, for trainers that have no collator for labels of their own."""
        import torch

        length = max(len(row["input_ids"]) for row in rows)
        pad = getattr(self.tokenizer, "pad_token_id", None) or 0

        def padded(name: str, filler: int) -> Any:
            return torch.tensor([list(row[name]) + [filler] * (length - len(row[name])) for row in rows])

        mask = torch.tensor([[1] * len(row["input_ids"]) + [0] * (length - len(row["input_ids"])) for row in rows])
        return {"input_ids": padded("input_ids", pad), "attention_mask": mask, "labels": padded("labels", -100)}

    def tokens_by_segment(self) -> Counter:
        """Number of tokens of each segment code."""
        found: Counter = Counter()
        for table in self.tables:
            found.update((table.segments & CODE_BITS).tolist())
        return found

    @property
    def shares(self) -> Optional[tuple]:
        """ρ_t, ρ_f: shares of thought and result of the trained tokens, or None where one of them is missing."""
        found = self.tokens_by_segment()
        think, result = found[THINK], found[CALL] + found[ANSWER] + found[STRUCT]
        return (think / (think + result), result / (think + result)) if think and result else None


def load_rows(
    path: Union[str, os.PathLike],
    tokenizer: Any,
    max_length: Optional[int] = None,
    *,
    supervise: str = "all",
    template: Optional[str] = None,
    render: Optional[Callable[..., str]] = None,
) -> TrainingRows:
    """The rows of a JSONL file (of ``callsmith export --for-trainer``, or of messages) for a trainer.

    ``tokenizer``: a tokenizer, or the local folder of one. ``max_length``: tokens kept of a row; give the trainer no
    smaller limit. ``supervise``: train ``"all"`` turns of the assistant or the ``"last"``. ``template``: a chat template in
    place of the tokenizer's own. Rows that cannot be used are left out and told in the log."""
    if not os.path.isfile(path):
        raise LoadError(f"There is no file {os.fspath(path)}. Give a JSONL file of messages, or one of `callsmith export --for-trainer`.")
    folder = None
    if isinstance(tokenizer, (str, os.PathLike)):
        folder = os.fspath(tokenizer)
        tokenizer = load_tokenizer(tokenizer)
    if template is not None:
        if isinstance(tokenizer, bytetokenizer.WordTokenizer):
            raise LoadError("The built-in tokenizers have one template of their own. Give no template, or the folder of a model's tokenizer.")
        tokenizer.chat_template = template
    chat_template = getattr(tokenizer, "chat_template", None)
    if not chat_template and render is None:
        raise LoadError("The tokenizer has no chat template. Give the one that you train with as template.")
    datasets = describe_data(path)
    segmenter = Segmenter(tokenizer, render, max_length=max_length, supervise=supervise, datasets=[entry["path"] for entry in datasets])
    tables: List[SegmentTable] = []
    faults: List[str] = []
    for row in read_rows(path):
        if isinstance(row, RowFault):
            faults.append(row.message)
            continue
        try:
            tables.append(segmenter.segment(row))
        except RefusedSample as refusal:
            faults.append(f"{row.dataset}:{row.line}: {refusal}")
    if not tables:
        reason = f" The first reason: {faults[0]}" if faults else " The file is empty."
        raise NoRows(f"No row of {os.fspath(path)} can be trained on.{reason}", faults)
    if faults:
        _LOG.warning("%d of %d rows are left out. The first: %s", len(faults), len(faults) + len(tables), faults[0])
    if segmenter.counts.truncated_call:
        _LOG.warning(
            "%d rows lose a part of their call at max_length %s, so they train on a call that never ends: raise it, or leave them out.",
            segmenter.counts.truncated_call,
            max_length,
        )
    template_entry = {
        "name": None,
        "sha256": None if render is not None else hashlib.sha256(str(chat_template).encode("utf-8")).hexdigest(),
        "source": "original" if template is None and render is None else "custom",
    }
    entries = {"dataset": datasets, "tokenizer": tokenizer_entry(tokenizer, folder), "template": template_entry}
    return TrainingRows(tables, tokenizer, faults, segmenter.counts, entries)
