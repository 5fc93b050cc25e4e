"""Which characters of a text a token covers: offsets that are proven, or rebuilt, or refused.

Tokenizers are known to give offsets of no width, shifted ones, and none at all. The strings of the tokens of byte-level and
SentencePiece vocabularies spell the text, so they prove offsets and can replace them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .bytetokenizer import CHARACTER_TO_BYTE


class RefusedSample(ValueError):
    """A sample that cannot be segmented with certainty. ``reason`` is one of ``render-failed``, ``not-unicode``,
    ``layout-not-stable``, ``no-reliable-offsets``, ``ids-too-large``, ``token-too-long``, ``nothing-supervised``."""

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def _check_offsets(starts: np.ndarray, ends: np.ndarray, length: int, special: np.ndarray) -> Optional[str]:
    """What is wrong with the offsets of a text of ``length`` code points, or None."""
    if starts.size == 0:
        return None if length == 0 else "there are no tokens"
    if starts.min() < 0 or ends.max() > length or np.any(starts > ends):
        return "an offset lies outside of the text"
    if np.any(np.diff(starts) < 0) or np.any(np.diff(ends) < 0):
        return "offsets go backwards"
    if np.any((starts == ends) & ~special):
        return "a token has no width"
    if starts[0] != 0 or ends[-1] != length or np.any(starts[1:] > ends[:-1]):
        return "a part of the text belongs to no token"
    # Bytes of one character share its offsets; so do those of a letter that was composed from several.
    if np.any(ends[:-1] - starts[1:] > 4):
        return "tokens overlap"
    return None


_BYTE_FALLBACK = re.compile(r"<0x([0-9A-Fa-f]{2})>\Z")


class TokenBytes:
    """What each id contributes to the text, from the strings of a tokenizer's vocabulary."""

    def __init__(self, tokenizer: Any):
        self._tokenizer = tokenizer
        added = getattr(tokenizer, "get_added_vocab", None)
        self._added: Dict[int, str] = {int(index): token for token, index in (added() if added else {}).items()}
        self._special = set(int(index) for index in getattr(tokenizer, "all_special_ids", ())) | set(self._added)
        self._tokens: Dict[int, Any] = {}
        self._byte_level: Dict[int, Optional[bytes]] = {}
        self._pieces: Dict[int, Optional[bytes]] = {}

    def is_special(self, index: int) -> bool:
        return index in self._special

    def token(self, index: int) -> Any:
        """A token as the vocabulary writes it: text, bytes in some older tokenizers, or None."""
        if index not in self._tokens:
            self._tokens[index] = self._added.get(index) or self._tokenizer.convert_ids_to_tokens([index])[0]
        return self._tokens[index]

    def byte_level(self, index: int) -> Optional[bytes]:
        """Bytes of an id where tokens are written in GPT-2's byte alphabet."""
        if index not in self._byte_level:
            token = self.token(index)
            if token is None or isinstance(token, bytes):
                value = token
            elif index in self._special:
                value = token.encode("utf-8", "surrogatepass")
            else:
                codes = [CHARACTER_TO_BYTE.get(character) for character in token]
                value = None if None in codes else bytes(code for code in codes if code is not None)
            self._byte_level[index] = value
        return self._byte_level[index]

    def sentence_piece(self, index: int) -> Optional[bytes]:
        """Bytes of an id where tokens are written as SentencePiece does: ``▁`` is a space, ``<0x0A>`` a byte."""
        if index not in self._pieces:
            token = self.token(index)
            if token is None or isinstance(token, bytes):
                value = token
            elif index in self._special:
                value = token.encode("utf-8", "surrogatepass")
            else:
                match = _BYTE_FALLBACK.match(token)
                value = bytes([int(match.group(1), 16)]) if match else token.replace("\u2581", " ").encode("utf-8", "surrogatepass")
            self._pieces[index] = value
        return self._pieces[index]


def _spellings(ids: Sequence[int], table: TokenBytes) -> List[List[bytes]]:
    """What each token contributes to the text, for each way of writing vocabularies that fits all of the tokens."""
    result: List[List[bytes]] = []
    for spell in (table.byte_level, table.sentence_piece):
        pieces = [spell(index) for index in ids]
        known = [piece for piece in pieces if piece is not None]
        if len(known) == len(pieces):
            result.append(known)
    return result


def _chunks(text: str) -> List[Tuple[int, int]]:
    """Characters with the combining marks that follow them, as ``(start, end)``."""
    starts = [index for index, character in enumerate(text) if index == 0 or not unicodedata.combining(character)]
    return list(zip(starts, [*starts[1:], len(text)]))


def _rebuild(text: str, form: Optional[str], spellings: List[List[bytes]]) -> Optional[Tuple[np.ndarray, np.ndarray]]:
    """Offsets of tokens that spell a text as it is (``form`` None) or once normalised, or None where they do not."""
    if form is None:
        data = text.encode("utf-8")
        sizes = None if len(data) == len(text) else [len(character.encode("utf-8")) for character in text]
        low = np.arange(len(text), dtype=np.int64)
        high = low + 1
    else:
        chunks = _chunks(text)
        written = [unicodedata.normalize(form, text[start:end]).encode("utf-8") for start, end in chunks]
        data = b"".join(written)
        if data != unicodedata.normalize(form, text).encode("utf-8"):
            return None
        sizes = [len(part) for part in written]
        low, high = (np.array(side, dtype=np.int64) for side in (zip(*chunks) if chunks else ((), ())))
    for pieces in spellings:
        joined = b"".join(pieces)
        cuts = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces], dtype=np.int64)))
        if joined == b" " + data:
            # The space that SentencePiece puts before a text is in its first token and not in the text.
            cuts = np.maximum(cuts - 1, 0)
        elif joined != data:
            continue
        first, last = (low, high) if sizes is None else (np.repeat(low, sizes), np.repeat(high, sizes))
        starts = np.append(first, len(text))[cuts[:-1]]
        ends = np.where(cuts[1:] > cuts[:-1], np.append(last, len(text))[np.maximum(cuts[1:] - 1, 0)], starts)
        return starts, ends
    return None


def _agrees(text: str, ids: Sequence[int], offsets: Tuple[np.ndarray, np.ndarray], pieces: List[bytes], table: TokenBytes) -> bool:
    """Whether every token spells the text at its offsets. Special tokens may cover white space beside them; the first
    token and one behind a special token may spell a space more, as SentencePiece puts it there; ``▁`` in the text is
    spelled as the space that it looks like to such a vocabulary; bytes of one character cannot be told apart."""
    after_special = True
    for index, start, end, piece in zip(ids, offsets[0].tolist(), offsets[1].tolist(), pieces):
        covered = text[start:end].encode("utf-8")
        special = table.is_special(index)
        good = (
            covered == piece
            or (special and covered.strip() == piece.strip())
            or (after_special and b" " + covered == piece)
            or covered.replace(b"\xe2\x96\x81", b" ") == piece
            or (end - start <= 2 and len(piece) < len(covered) and piece in covered)
        )
        if not good:
            return False
        after_special = special
    return True


def reliable_offsets(text: str, ids: Sequence[int], offsets: Optional[Sequence[Tuple[int, int]]], table: Any) -> Tuple[np.ndarray, np.ndarray, bool]:
    """Code-point offsets of tokens that are proven to fit the text: ``(starts, ends, rebuilt)``.

    The offsets of a tokenizer count where they cover the text and agree with the strings of the tokens; where only the
    strings fit, offsets are rebuilt from them (byte-level or SentencePiece, a normaliser of Unicode included). Else the
    sample is refused. ``table`` is a tokenizer, or what this module made of one."""
    if not isinstance(table, TokenBytes):
        table = TokenBytes(table)
    fault: Optional[str] = "the tokenizer gives none"
    given: Optional[Tuple[np.ndarray, np.ndarray]] = None
    if offsets is not None:
        pairs = np.asarray(offsets, dtype=np.int64).reshape(-1, 2)
        special = np.fromiter((table.is_special(index) for index in ids), dtype=bool, count=len(ids))
        fault = "their number differs from that of the tokens"
        if len(pairs) == len(ids):
            given = (pairs[:, 0], pairs[:, 1])
            fault = _check_offsets(given[0], given[1], len(text), special)
    spellings = _spellings(ids, table)
    for form in (None, "NFC", "NFKC", "NFD", "NFKD"):
        if form is not None and text.isascii():
            break
        built = _rebuild(text, form, spellings)
        if built is not None:
            same = given is not None and fault is None and np.array_equal(built[0], given[0]) and np.array_equal(built[1], given[1])
            return built[0], built[1], not same
    if fault is None and given is not None:
        if not spellings or any(_agrees(text, ids, given, pieces, table) for pieces in spellings):
            return given[0], given[1], False
        # WordPiece writes tokens in neither way and often in lower case: there is nothing to compare with.
        if any(str(table.token(index)).startswith("##") for index in ids):
            return given[0], given[1], False
        fault = "the strings of the tokens do not spell the text"
    raise RefusedSample(
        "no-reliable-offsets",
        f"The offsets of the tokens cannot be trusted ({fault}), and they cannot be rebuilt from the strings of the tokens. "
        "Use a fast tokenizer, or one that is byte-level or SentencePiece.",
    )
