"""The weight of every token under SSB, in plain numpy: what a preview shows, and the reference for other languages.

L = α·L_think + (1−α)·L_result with per-segment mean cross-entropies (equation 3 of arXiv 2505.20192), so the loss is a
weighted sum of token losses. The paper does not say how answers are put together; ``reduction`` does:

- ``sample``: w = α/(B·N_t) in the thought, (1−α)/(B·N_f) in the result, with the row's own N_t and N_f; B rows count.
- ``batch``: w = α/ΣN_t or (1−α)/ΣN_f, sums over all rows.
- ``static-ratio``: w = α/ρ_t/N or (1−α)/ρ_f/N, with shares ρ of a data set and N supervised tokens.
- ``token``: w = 1/N for every token, which is plain SFT (α = ΣN_t/N); α is not used.

Where a segment is missing, ``renorm`` gives the present one the weight 1 in place of α or 1−α, and ``skip`` leaves the
row out. Missing is judged per row for ``sample``, over all rows for ``batch``, and by the shares for ``static-ratio``;
``skip`` always leaves out rows that lack one of the two. A row without supervised tokens never counts.
"""

import numpy as np

from .labels import RESULT_SEGMENTS, THINK_SEGMENTS

REDUCTIONS = ("sample", "batch", "static-ratio", "token")
MISSING = ("renorm", "skip")


def check_options(alpha, reduction, missing, think_segments=THINK_SEGMENTS, result_segments=RESULT_SEGMENTS, shares=None):
    """Refuses options of the loss that have no meaning, with a sentence."""
    if not 0.0 <= alpha <= 1.0:
        raise ValueError(f"alpha is {alpha}: give the share of the thought, from 0 to 1.")
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction {reduction!r} is unknown: use one of {', '.join(REDUCTIONS)}.")
    if missing not in MISSING:
        raise ValueError(f"missing {missing!r} is unknown: use one of {', '.join(MISSING)}.")
    both = set(think_segments) & set(result_segments)
    if both or not think_segments or not result_segments:
        raise ValueError(
            f"Segments {sorted(think_segments)} for the thought and {sorted(result_segments)} for the result must both "
            "name at least one code and share none."
        )
    if shares is not None:
        rho_think, rho_result = shares
        if not (rho_think > 0 and rho_result > 0 and abs(rho_think + rho_result - 1) <= 1e-6):
            raise ValueError(
                f"shares are {tuple(shares)}: give the data set's shares of thought and result tokens, both above 0, sum 1."
            )


def token_weights(
    segments,
    alpha=0.7,
    reduction="sample",
    missing="renorm",
    *,
    think_segments=THINK_SEGMENTS,
    result_segments=RESULT_SEGMENTS,
    shares=None,
    num_items=None,
):
    """The weight of each token's loss, as a list of float64 arrays, one per row.

    ``segments``: rows of segment codes, one per target token, 0 where nothing is supervised. Codes that belong to neither
    the thought nor the result weigh 0. ``shares`` (ρ_t, ρ_f) and ``num_items`` (N) are for ``static-ratio`` (N for ``token`` too); by
    default both are taken from the rows, which makes it equal to ``batch``. Without given shares and items the weights
    sum to 1, or to 0 where no row counts.
    """
    check_options(alpha, reduction, missing, think_segments, result_segments, shares)
    rows = [np.asarray(row, dtype=np.int64).reshape(-1) for row in segments]
    think = [np.isin(row, think_segments) for row in rows]
    result = [np.isin(row, result_segments) for row in rows]
    n_think = [int(mask.sum()) for mask in think]
    n_result = [int(mask.sum()) for mask in result]
    counts = [(t > 0 and f > 0) if missing == "skip" else (t + f > 0) for t, f in zip(n_think, n_result)]
    n_rows = sum(counts)
    total_think = sum(t for t, kept in zip(n_think, counts) if kept)
    total_result = sum(f for f, kept in zip(n_result, counts) if kept)
    total = total_think + total_result if num_items is None else num_items

    weights = []
    for i, row in enumerate(rows):
        out = np.zeros(len(row), dtype=np.float64)
        weights.append(out)
        if not counts[i]:
            continue
        if reduction == "token":
            weight_think = weight_result = 1.0 / total
        elif reduction == "sample":
            share_think = alpha if n_result[i] else 1.0
            share_result = 1.0 - alpha if n_think[i] else 1.0
            weight_think = share_think / (n_rows * n_think[i]) if n_think[i] else 0.0
            weight_result = share_result / (n_rows * n_result[i]) if n_result[i] else 0.0
        else:
            share_think = alpha if total_result or shares else 1.0
            share_result = 1.0 - alpha if total_think or shares else 1.0
            if reduction == "batch":
                weight_think = share_think / total_think if total_think else 0.0
                weight_result = share_result / total_result if total_result else 0.0
            else:
                if shares is not None:
                    rho_think, rho_result = shares
                else:
                    rho_think = total_think / (total_think + total_result)
                    rho_result = total_result / (total_think + total_result)
                weight_think = share_think / rho_think / total if rho_think else 0.0
                weight_result = share_result / rho_result / total if rho_result else 0.0
        out[think[i]] = weight_think
        out[result[i]] = weight_result
    return weights
