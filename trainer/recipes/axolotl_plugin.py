# Only read: against Axolotl 0.18.0 (src/axolotl/integrations/base.py). Not run in Axolotl itself; a contract test runs it behind
# a small stand-in, and ``attach`` itself is run in the trainer that Axolotl's descends from.
"""SSB as an Axolotl plugin: put this file where Python finds it and name it in the configuration (``axolotl.yaml`` beside it).

The data set has to be tokenized already, with columns input_ids, attention_mask and labels that carry segments
(``callsmith_trainer.encode_labels``); Axolotl takes such rows as they are when ``datasets`` has no ``type``.
"""

from axolotl.integrations.base import BasePlugin

from callsmith_trainer import Balance, SSBLoss, attach


class CallsmithPlugin(BasePlugin):
    """Reads ``callsmith_alpha``, ``callsmith_reduction``, ``callsmith_missing`` and ``callsmith_balance``."""

    def get_input_args(self):
        """The plugin's part of the configuration's schema."""
        return "axolotl_plugin.CallsmithArguments"

    def post_trainer_create(self, cfg, trainer):
        """Attaches the loss to the trainer that Axolotl has just made."""
        alpha = _setting(cfg, "callsmith_alpha", 0.7)
        loss = SSBLoss(
            alpha,
            _setting(cfg, "callsmith_reduction", "sample"),
            _setting(cfg, "callsmith_missing", "renorm"),
            balance=Balance(_setting(cfg, "callsmith_balance", "fixed"), alpha),
        )
        attach(trainer, loss)


def _setting(cfg, name, default):
    value = getattr(cfg, name, None)
    return default if value is None else value


def __getattr__(name):
    # Made when asked for, so that importing this file does not need pydantic.
    if name == "CallsmithArguments":
        from pydantic import BaseModel

        fields = {
            "callsmith_alpha": (float, 0.7),
            "callsmith_reduction": (str, "sample"),
            "callsmith_missing": (str, "renorm"),
            "callsmith_balance": (str, "fixed"),
        }
        body = {key: default for key, (_, default) in fields.items()}
        body["__annotations__"] = {key: kind for key, (kind, _) in fields.items()}
        body["__module__"] = __name__
        return type("CallsmithArguments", (BaseModel,), body)
    raise AttributeError(name)
