"""Small data for the tests: rows of segments, labels that carry them, a tiny language model."""

import logging

import torch

from callsmith_trainer.labels import encode_labels

VOCABULARY = 40

# Tests that look for a warning ask for it by assertLogs; the others need not print theirs.
logging.getLogger("callsmith_trainer").addHandler(logging.NullHandler())

#: Rows of segment codes: whole answers, several turns, one without thought, one cut off in it.
ROWS = [
    [0, 0, 1, 1, 1, 1, 2, 2, 4],
    [0, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4],
    [0, 0, 0, 1, 2, 2, 2, 4],
    [0, 1, 1, 2, 4, 5, 5, 1, 1, 3, 3, 4],
    [0, 0, 3, 3, 3, 4],
    [0, 0, 1, 1, 1, 1, 1],
    [0, 1, 2],
    [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 4],
]
WHOLE = [row for row in ROWS if 1 in row and set(row) & {2, 3, 4}]


def batch_of(rows, seed=0):
    """Padded ``input_ids``, ``attention_mask`` and encoded ``labels`` of rows of segments."""
    length = max(len(row) for row in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.int64)
    labels = torch.full((len(rows), length), -100)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        generator = torch.Generator().manual_seed(1000 * seed + 31 * len(row) + sum(row) * 7)
        own = torch.randint(1, VOCABULARY, (len(row),), generator=generator)
        ids[i, : len(row)] = own
        labels[i, : len(row)] = torch.tensor(encode_labels(own.tolist(), row))
        mask[i, : len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def packed(rows, seed=0):
    """The same rows one after another in a single row, with ``position_ids`` that start at 0 with each."""
    parts = [batch_of([row], seed) for row in rows]
    batch = {key: torch.cat([part[key] for part in parts], dim=1) for key in ("input_ids", "labels")}
    batch["position_ids"] = torch.cat([torch.arange(len(row)) for row in rows])[None]
    return batch


class TinyModel(torch.nn.Module):
    """Logits from the token alone, in float64: nothing looks across samples, so packing moves their borders and no more."""

    def __init__(self, seed=0, dtype=torch.float64):
        super().__init__()
        torch.manual_seed(seed)
        self.embedding = torch.nn.Embedding(VOCABULARY, 8, dtype=dtype)
        self.head = torch.nn.Linear(8, VOCABULARY, dtype=dtype)

    def forward(self, input_ids=None, attention_mask=None, position_ids=None, labels=None, **_):
        return {"logits": self.head(torch.tanh(self.embedding(input_ids)))}


def gradients(model):
    """All gradients of a model as one vector."""
    return torch.cat([p.grad.reshape(-1) for p in model.parameters()])
