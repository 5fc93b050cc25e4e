"""Which visits of which samples a recorder keeps."""

from __future__ import annotations

import hashlib
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple

DEFAULT_POLICY: Dict[str, Any] = {"mode": "watch+every", "every": 20, "watch": 2000, "seed": 0, "max_bytes": 2_000_000_000}


class TraceError(RuntimeError):
    """The folder, the policy or a row does not fit. The message says what, where and what to do."""


def checked_policy(policy: Optional[Mapping[str, Any]]) -> Dict[str, Any]:
    """A policy with defaults filled in. Raises ``TraceError`` where a value makes no sense."""
    result = {**DEFAULT_POLICY, **(policy or {})}
    if result["mode"] not in ("watch+every", "all"):
        raise TraceError(f'The policy has the mode {result["mode"]!r}. Use "watch+every" or "all".')
    for key, least in (("every", 1), ("watch", 0), ("seed", 0), ("max_bytes", 0)):
        if not isinstance(result[key], int) or isinstance(result[key], bool) or result[key] < least:
            raise TraceError(f"The policy has {key} = {result[key]!r}. Use a whole number of at least {least}.")
    return result


def stratum_of(think: int, call: int, other: int) -> Tuple[int, int, int]:
    """Samples are alike that have a thought or not, a call or not, and a length within a factor of two."""
    return (int(think > 0), int(call > 0), (think + call + other).bit_length())


def watch_list(strata: Mapping[bytes, Tuple[int, int, int]], size: int, seed: int) -> Set[bytes]:
    """Up to ``size`` keys, each stratum in proportion and with at least one key where there is room.

    Chosen by a hash of seed and key, so every rank that knows the same renders chooses the same."""
    if len(strata) <= size:
        return set(strata)
    groups: Dict[Tuple[int, int, int], List[bytes]] = {}
    for key, stratum in strata.items():
        groups.setdefault(stratum, []).append(key)
    salt = (seed % (1 << 64)).to_bytes(8, "little")

    def rank(key: bytes) -> bytes:
        return hashlib.blake2b(key, digest_size=8, salt=salt).digest()

    shares = {stratum: size * len(keys) / len(strata) for stratum, keys in groups.items()}
    quotas = {stratum: max(1, int(share)) for stratum, share in shares.items()}
    order = sorted(groups, key=lambda stratum: (shares[stratum] - quotas[stratum], stratum))
    while sum(quotas.values()) > size:
        # More strata than places, or minimums that took from the large ones: take from the one furthest above its share.
        worst = max((stratum for stratum in order if quotas[stratum] > 0), key=lambda stratum: (quotas[stratum] - shares[stratum], quotas[stratum], stratum))
        quotas[worst] -= 1
    while sum(quotas.values()) < size:
        best = max((s for s in order if quotas[s] < len(groups[s])), key=lambda stratum: (shares[stratum] - quotas[stratum], stratum))
        quotas[best] += 1
    chosen: Set[bytes] = set()
    for stratum, keys in groups.items():
        chosen.update(sorted(keys, key=rank)[: quotas[stratum]])
    return chosen
