# Only read: against LLaMA-Factory 0.9.6.dev0 (src/llamafactory/train/sft/trainer.py). Not run in LLaMA-Factory itself; a
# contract test runs it behind a small stand-in, and ``attach`` itself is run in the trainer that its trainer descends from.
"""SSB in LLaMA-Factory v0, whose losses have no plugin: its trainer is attached as soon as it is made.

    python llamafactory_v0.py train config.yaml          # in place of: llamafactory-cli train config.yaml

The data set's rows need ``labels`` that carry segments (``callsmith_trainer.encode_labels``): tokenize with Callsmith and
give the result as ``tokenized_path``, because LLaMA-Factory's own templates move and strip thoughts. Leave use_dft_loss,
use_eaft_loss, use_asft_loss, enable_liger_kernel and plain ``packing`` off (``neat_packing`` does not reset positions in
every version: use SSBLoss(reduction="batch") with either).
"""

import sys

from callsmith_trainer import SSBLoss, attach


def install(make_loss=SSBLoss, recorder=None):
    """Patches ``CustomSeq2SeqTrainer.__init__`` so that every trainer made from here on is attached. Returns the class."""
    from llamafactory.train.sft.trainer import CustomSeq2SeqTrainer

    before = CustomSeq2SeqTrainer.__init__
    if getattr(before, "callsmith", False):
        return CustomSeq2SeqTrainer

    def __init__(self, *args, **kwargs):
        before(self, *args, **kwargs)
        attach(self, make_loss(), recorder)

    __init__.callsmith = True
    CustomSeq2SeqTrainer.__init__ = __init__
    return CustomSeq2SeqTrainer


def main():
    """The command line of LLaMA-Factory, after ``install``."""
    if sys.argv[1:2] != ["train"]:
        raise SystemExit("Usage: python llamafactory_v0.py train config.yaml")
    del sys.argv[1]
    install()
    from llamafactory.train.tuner import run_exp

    run_exp()


if __name__ == "__main__":
    main()
