"""Segments travel inside the labels, because labels are the one column that every trainer keeps.

``label = token_id | segment << 24`` for a supervised token, -100 otherwise. Token ids are below 2**24, codes below 16.
Nothing here imports numpy or torch; arrays and tensors of integers are handled through their operators.
"""

PROMPT, THINK, CALL, ANSWER, STRUCT, TOOL, OTHER = range(7)

#: Segment code to its name.
SEGMENT_NAMES = ("prompt", "think", "call", "answer", "struct", "tool", "other")

#: Codes that make the thought, with its tags (L_think of the paper).
THINK_SEGMENTS = (THINK,)

#: Codes that make the result: all that an assistant's turn has beside its thought (L_result of the paper).
RESULT_SEGMENTS = (CALL, ANSWER, STRUCT)

#: Codes that are trained on unless a caller says otherwise.
SUPERVISED_SEGMENTS = THINK_SEGMENTS + RESULT_SEGMENTS

SEGMENT_SHIFT = 24
ID_MASK = (1 << SEGMENT_SHIFT) - 1
IGNORE = -100

#: Bit 7 marks a token that straddles a border in a trace's token table; labels carry the code without it.
_CODE_MASK = 0x7F


def encode_label(token_id, segment):
    """The label of one supervised token: ``token_id | segment << 24``.

    ``token_id`` is in [0, 2**24), ``segment`` one of the codes 0 to 6; a straddle bit (0x80) is dropped.
    """
    code = segment & _CODE_MASK
    if not 0 <= token_id <= ID_MASK:
        raise ValueError(f"Token id {token_id} does not fit a label: ids must be from 0 to {ID_MASK}.")
    if code >= len(SEGMENT_NAMES):
        raise ValueError(f"Segment code {segment} is unknown: use 0 to {len(SEGMENT_NAMES) - 1} ({', '.join(SEGMENT_NAMES)}).")
    return token_id | code << SEGMENT_SHIFT


def encode_labels(input_ids, segments, supervised=None):
    """Labels of one row: ``token_id | segment << 24`` where supervised, -100 elsewhere.

    ``input_ids`` and ``segments`` have the row's length. ``supervised`` is a row of truth values; by default the tokens
    of think, call, answer and struct are supervised. The labels are a list; where all that is given are numpy arrays, an
    int64 array, and where all are tensors, an int64 tensor.
    """
    if all(values is None or hasattr(values, "dtype") for values in (input_ids, segments, supervised)):
        return _encode_array(input_ids, segments, supervised)
    input_ids, segments = list(input_ids), list(segments)
    if supervised is None:
        supervised = [(code & _CODE_MASK) in SUPERVISED_SEGMENTS for code in segments]
    supervised = list(supervised)
    _refuse_lengths(len(input_ids), len(segments), len(supervised))
    return [
        encode_label(int(token), int(code)) if on else IGNORE
        for token, code, on in zip(input_ids, segments, supervised)
    ]


def _encode_array(input_ids, segments, supervised):
    """``encode_labels`` for arrays and tensors, without a loop over their tokens."""
    ids = _as_int64(input_ids)
    codes = _as_int64(segments) & _CODE_MASK
    if supervised is None:
        supervised = codes == SUPERVISED_SEGMENTS[0]
        for code in SUPERVISED_SEGMENTS[1:]:
            supervised = supervised | (codes == code)
    supervised = supervised != 0
    _refuse_lengths(len(ids), len(codes), len(supervised))
    wrong = supervised & ((ids < 0) | (ids > ID_MASK) | (codes >= len(SEGMENT_NAMES)))
    if wrong.any():
        encode_label(int(ids[wrong][0]), int(codes[wrong][0]))
    labels = ids | codes << SEGMENT_SHIFT
    labels[~supervised] = IGNORE
    return labels


def _as_int64(values):
    return values.long() if hasattr(values, "long") else values.astype("int64")


def _refuse_lengths(ids, segments, supervised):
    if not ids == segments == supervised:
        raise ValueError(
            f"A row has {ids} token ids, {segments} segments and {supervised} supervised marks: give the three the same length."
        )


def decode_labels(labels):
    """Turns encoded labels into plain ones **in place** and returns their segments, in the same shape.

    ``labels`` is a tensor or array of int32 or int64, or a list of ints. Negative labels (-100) stay as they are and get
    segment 0. In place, because trainers keep further references to the same tensor for their metrics.
    """
    if isinstance(labels, list):
        segments = [label >> SEGMENT_SHIFT if label >= 0 else PROMPT for label in labels]
        labels[:] = [label & ID_MASK if label >= 0 else label for label in labels]
        return segments
    segments = segments_of(labels)
    labels -= segments << SEGMENT_SHIFT
    return segments


def segments_of(labels):
    """The segments of encoded labels, which stay as they are. Tensor or array in, the same shape and type out."""
    return (labels >> SEGMENT_SHIFT) * (labels >= 0)
