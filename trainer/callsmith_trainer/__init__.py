"""Callsmith's side in the trainer: segment-balanced loss (SSB), balance controllers, hooks into trainers, recorded runs.

Importing this package loads neither numpy nor torch. What needs them is loaded when its name is first used.
"""

from importlib import import_module

__version__ = "0.1.0"

#: Public name to the module that has it.
_HOMES = {
    "Attachment": "attachment",
    "Balance": "balance",
    "Recorder": "recorder",
    "Segmenter": "segmenter",
    "SSBLoss": "ssb",
    "TrainingRows": "loading",
    "WindowStats": "ssb",
    "attach": "attachment",
    "decode_labels": "labels",
    "encode_label": "labels",
    "encode_labels": "labels",
    "load_rows": "loading",
    "record": "recording",
    "srml": "ssb",
    "token_weights": "weights",
}

__all__ = sorted(_HOMES) + ["__version__"]


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    try:
        value = getattr(import_module(f"{__name__}.{home}"), name)
    except ModuleNotFoundError as error:
        if error.name not in ("numpy", "torch"):
            raise
        raise ImportError(f"{name} needs {error.name}, which is not installed: python -m pip install {error.name}") from error
    globals()[name] = value
    return value


def __dir__():
    return __all__
