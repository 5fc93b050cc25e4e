"""Rows and tables of tokens for the tests of segments."""

import json

from callsmith_trainer.dataset import Row, parse_row
from callsmith_trainer.labels import SEGMENT_NAMES
from callsmith_trainer.segments import CODE_BITS


def row_of(messages, tools=None, **more):
    row = parse_row(json.dumps({"messages": messages, "tools": tools, **more}, ensure_ascii=False).encode("utf-8"), "data.jsonl", 1)
    assert isinstance(row, Row), row
    return row


def plain(messages, tools=None):
    """A template that prints contents as they are."""
    return "".join(f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages)


def utf16(text, start, length):
    return text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le")


def runs(table):
    """``[(segment name, text)]`` of neighbouring tokens of one segment; tokens that hold parts of one character count once."""
    result = []
    last_end = 0
    for start, length, code in zip(table.starts.tolist(), table.lens.tolist(), table.segments.tolist()):
        begin = max(start, last_end)
        text = utf16(table.text, begin, start + length - begin) if start + length > begin else ""
        last_end = max(last_end, start + length)
        name = SEGMENT_NAMES[code & CODE_BITS]
        if result and result[-1][0] == name:
            result[-1] = (name, result[-1][1] + text)
        else:
            result.append((name, text))
    return result


def supervised_runs(table):
    return [run for run in runs(table) if run[0] not in ("prompt", "tool", "other")]


def tokens(table, tokenizer):
    return tokenizer.convert_ids_to_tokens(table.ids.tolist())


def conversation(answer):
    return [{"role": "user", "content": "weather?"}, {"role": "assistant", "content": answer}]
