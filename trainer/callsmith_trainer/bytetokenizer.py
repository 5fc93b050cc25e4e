"""Two small tokenizers with the interface of Hugging Face's, for tests, demos and previews: nothing is downloaded.

``ByteTokenizer`` has one token per byte of UTF-8; ``WordTokenizer`` also has tokens for whole pieces of text, so that
tokens cross the borders of tags as those of real vocabularies do. Both write their tokens in the byte alphabet of GPT-2
(a space is ``Ġ``) and render conversations in ChatML with the tool format of Hermes and Qwen."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

#: File that a saved tokenizer of this module consists of.
FILE_NAME = "callsmith_tokenizer.json"

SPECIAL_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def _alphabet() -> Dict[int, str]:
    """GPT-2's alphabet: printable Latin-1 bytes stand for themselves, the others for U+0100 onwards, in order."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {byte: chr(byte) for byte in kept}
    following = 0x100
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(following)
            following += 1
    return table


#: Byte to the character that stands for it in a token.
BYTE_TO_CHARACTER = _alphabet()
#: Character of a token to the byte that it stands for.
CHARACTER_TO_BYTE = {character: byte for byte, character in BYTE_TO_CHARACTER.items()}

#: Pieces that make the vocabulary of ``WordTokenizer`` cross borders as Qwen2.5's does: `</think>[` is `</ think >[`.
DEFAULT_WORDS = (
    "<th", "ink", "think", "</", ".</", ">\n", ">\n\n", ">[", ")]", "='", "\",", "\":", "{\"", "\"}", "}}\n", "tool_call", "name", "arguments",
    " the", " a", " to", " of", " and", " is", " in", " for", " I", "ing", "er", "user", "assistant", "system", "tool", "get", "weather", "city", "=\"", "\n\n",
)  # fmt: skip


def render_chatml(
    messages: Sequence[Dict[str, Any]],
    tools: Optional[Sequence[Any]] = None,
    add_generation_prompt: bool = False,
    keep_thoughts: bool = True,
) -> str:
    """A conversation as ChatML text. ``reasoning_content`` becomes ``<think>`` tags, tool calls ``<tool_call>`` blocks,
    results of tools ``<tool_response>`` blocks of the user.

    With ``keep_thoughts=False`` the thoughts of all turns before the last query of the user are left out, as the own
    templates of several model families do it; training on such a render never shows those thoughts to the model."""
    out: List[str] = []
    rest = list(messages)
    system = ""
    if rest and rest[0]["role"] == "system":
        system = _text(rest.pop(0))
    if tools:
        listed = "\n".join(json.dumps(tool, ensure_ascii=False) for tool in tools)
        system += ("\n\n" if system else "") + f"# Tools\n\n<tools>\n{listed}\n</tools>"
    if system:
        out.append(f"<|im_start|>system\n{system}<|im_end|>\n")
    last_query = max((index for index, message in enumerate(rest) if message["role"] == "user"), default=-1)
    for index, message in enumerate(rest):
        role, content = message["role"], _text(message)
        if role == "assistant":
            thought = message.get("reasoning_content") or ""
            if not thought and "</think>" in content:
                thought, content = content.split("</think>", 1)
                thought, content = thought.split("<think>", 1)[-1].strip("\n"), content.lstrip("\n")
            if thought and (keep_thoughts or index > last_query):
                content = f"<think>\n{thought}\n</think>\n\n{content}"
            out.append(f"<|im_start|>assistant\n{content}")
            for position, call in enumerate(message.get("tool_calls") or []):
                function = call.get("function", call)
                if position or content:
                    out.append("\n")
                arguments = function.get("arguments")
                written = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
                out.append('<tool_call>\n{"name": "%s", "arguments": %s}\n</tool_call>' % (function["name"], written))
            out.append("<|im_end|>\n")
        elif role == "tool":
            out.append(f"<|im_start|>user\n<tool_response>\n{content}\n</tool_response><|im_end|>\n")
        else:
            out.append(f"<|im_start|>{role}\n{content}<|im_end|>\n")
    if add_generation_prompt:
        out.append("<|im_start|>assistant\n")
    return "".join(out)


def _text(message: Dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return content or ""


class WordTokenizer:
    """Greedy: at every byte the longest known piece wins. Ids: 0–255 the bytes, then the pieces, then the special tokens."""

    def __init__(self, words: Iterable[str] = DEFAULT_WORDS, keep_thoughts: bool = True, name: str = "callsmith-words"):
        self.words = tuple(dict.fromkeys(words))
        self.keep_thoughts = keep_thoughts
        self.name_or_path = name
        self.chat_template = "callsmith-chatml" if keep_thoughts else "callsmith-chatml-last-thought"
        self.eos_token = "<|im_end|>"
        self.all_special_tokens = list(SPECIAL_TOKENS)
        self._bytes: List[bytes] = [bytes([byte]) for byte in range(256)]
        self._bytes += [word.encode("utf-8") for word in self.words]
        self._first_special = len(self._bytes)
        self._bytes += [token.encode("utf-8") for token in SPECIAL_TOKENS]
        self.all_special_ids = list(range(self._first_special, len(self._bytes)))
        self._ids = {piece: index for index, piece in enumerate(self._bytes)}
        if len(self._ids) != len(self._bytes):
            raise ValueError("Every piece of the vocabulary has to be longer than one byte and no special token. Remove the others.")
        self._lengths: Dict[int, List[int]] = {}
        for piece in self._bytes:
            lengths = self._lengths.setdefault(piece[0], [])
            if len(piece) not in lengths:
                lengths.append(len(piece))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    @property
    def vocab_size(self) -> int:
        """Number of ids, special tokens included."""
        return len(self._bytes)

    def __len__(self) -> int:
        return len(self._bytes)

    def get_added_vocab(self) -> Dict[str, int]:
        """Special tokens and their ids."""
        return {token: self._first_special + index for index, token in enumerate(SPECIAL_TOKENS)}

    def __call__(self, text: str, add_special_tokens: bool = False, return_offsets_mapping: bool = False, **_: Any) -> Dict[str, Any]:
        """Encode text. ``offset_mapping`` holds half-open ``(start, end)`` in code points; a token that holds a part of a
        character covers all of it, as in Hugging Face's byte-level tokenizers."""
        data = text.encode("utf-8")
        ids: List[int] = []
        cuts = [0]
        at = 0
        while at < len(data):
            for length in self._lengths[data[at]]:
                found = self._ids.get(data[at : at + length])
                if found is not None:
                    break
            ids.append(found)
            at += len(self._bytes[found])
            cuts.append(at)
        result: Dict[str, Any] = {"input_ids": ids, "attention_mask": [1] * len(ids)}
        if return_offsets_mapping:
            first = [0] * (len(data) + 1)  # byte offset to the index of the character that it lies in
            after = [0] * (len(data) + 1)  # byte offset to the number of characters that begin before it
            byte = 0
            for index, character in enumerate(text):
                for _byte in range(len(character.encode("utf-8"))):
                    first[byte] = index
                    after[byte + 1] = index + 1
                    byte += 1
            result["offset_mapping"] = [(first[cuts[i]], after[cuts[i + 1]]) for i in range(len(ids))]
        return result

    def convert_ids_to_tokens(self, ids: Union[int, Sequence[int]]) -> Union[str, List[str]]:
        """Tokens as written in the vocabulary (special tokens as they are, others in the byte alphabet)."""
        if isinstance(ids, int):
            piece = self._bytes[ids]
            if ids >= self._first_special:
                return piece.decode("utf-8")
            return "".join(BYTE_TO_CHARACTER[byte] for byte in piece)
        return [self.convert_ids_to_tokens(int(index)) for index in ids]

    def decode(self, ids: Sequence[int], **_: Any) -> str:
        """The text of ids; bytes that are not UTF-8 become U+FFFD."""
        return b"".join(self._bytes[int(index)] for index in ids).decode("utf-8", "replace")

    def apply_chat_template(
        self, conversation: Sequence[Dict[str, Any]], tools: Optional[Sequence[Any]] = None, tokenize: bool = True, add_generation_prompt: bool = False, **_: Any
    ) -> Union[str, List[int]]:
        """The conversation as text (``tokenize=False``) or ids."""
        text = render_chatml(conversation, tools, add_generation_prompt, self.keep_thoughts)
        return self(text)["input_ids"] if tokenize else text

    def save_pretrained(self, folder: Union[str, os.PathLike]) -> Tuple[str]:
        """Write the tokenizer into a folder, for ``load``."""
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, FILE_NAME)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"words": list(self.words), "keep_thoughts": self.keep_thoughts, "name": self.name_or_path}, file, ensure_ascii=False)
            file.write("\n")
        return (path,)


class ByteTokenizer(WordTokenizer):
    """One token per byte, and the special tokens."""

    def __init__(self, keep_thoughts: bool = True, name: str = "callsmith-bytes"):
        super().__init__((), keep_thoughts, name)


def load(folder: Union[str, os.PathLike]) -> WordTokenizer:
    """The tokenizer that ``save_pretrained`` wrote into a folder."""
    path = os.path.join(folder, FILE_NAME)
    with open(path, encoding="utf-8") as file:
        saved = json.load(file)
    if not isinstance(saved, dict) or not isinstance(saved.get("words"), list):
        raise ValueError(f"{path} has no list of words. Write it again with save_pretrained.")
    return WordTokenizer(saved["words"], bool(saved.get("keep_thoughts", True)), str(saved.get("name", "callsmith-words")))
