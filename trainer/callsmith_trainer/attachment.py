"""Hooks SSB into one trainer instance: Hugging Face ``Trainer``, TRL ``SFTTrainer``, and what descends from them.

What is set on the instance: ``compute_loss_func`` (the loss itself), ``get_batch_samples`` (to count segments over a whole
accumulation window, every rank), ``compute_loss`` (to decode the labels in place before anyone reads them, and to see
``input_ids``), ``log`` (α and the two losses join the log line), and one callback (moves the balance after each optimizer
step, keeps its state in the checkpoints' ``trainer_state.json``). The class and other instances stay as they are.
"""

import inspect
import logging

logger = logging.getLogger("callsmith_trainer")

#: Name of the callback, under which checkpoints keep the state (``stateful_callbacks`` in ``trainer_state.json``).
STATE_NAME = "CallsmithBalanceCallback"

_PARALLEL_SIZES = (
    "context_parallel_size",
    "sequence_parallel_size",
    "sequence_parallel_degree",
    "ulysses_sequence_parallel_size",
    "cp_size",
    "sp_size",
)


def attach(trainer, loss, recorder=None):
    """Makes ``trainer`` train with ``loss`` (an ``SSBLoss``) and returns the ``Attachment``.

    Call it after the trainer was made and before ``train()``. The dataset's ``labels`` have to be encoded
    (``encode_labels``). Setups in which the loss cannot be right are refused with a ``ValueError`` that says why.

    ``recorder``, where given, gets ``record_step(step, epoch, rows)`` (rows as from ``SSBLoss.take_rows``) and
    ``end_step(step, epoch, scalars)`` after each optimizer step, on every rank, and ``flush()`` at the end; its errors are logged once and never stop
    training. ``step`` counts finished optimizer steps, from 1.
    """
    for problem in _problems(trainer, loss):
        raise ValueError(f"SSB cannot be attached to this {type(trainer).__name__}: {problem}")
    return Attachment(trainer, loss, recorder)


def _problems(trainer, loss):
    """Sentences about what would make the loss wrong, most telling first."""
    args = trainer.args
    if isinstance(getattr(trainer, "callsmith", None), Attachment):
        yield "it has been attached already. Attach once, or detach() first."
        return
    if not hasattr(trainer, "compute_loss_func"):
        yield "it has no compute_loss_func (transformers before 4.46). Install transformers 4.57 or later."
        return
    if trainer.compute_loss_func is not None:
        yield (
            f"it already has the loss function {getattr(trainer.compute_loss_func, '__name__', trainer.compute_loss_func)!r}. "
            "Switch off the option that sets it (such as use_dft_loss, use_eaft) or do not pass compute_loss_func."
        )
    loss_type = getattr(args, "loss_type", None)
    if loss_type not in (None, "nll"):
        yield (
            f"loss_type is {loss_type!r}, which computes its own loss and keeps the logits from SSB. Set loss_type='nll' in "
            "SFTConfig."
        )
    if getattr(args, "use_liger_kernel", False):
        yield "use_liger_kernel=True fuses the loss into the model, which then returns no logits. Set use_liger_kernel=False."
    if getattr(args, "label_smoothing_factor", 0):
        yield "label_smoothing_factor is not 0, and a smoothed loss is not SSB's. Set label_smoothing_factor=0."
    yield from _parallelism_problems(trainer)
    if getattr(args, "n_gpu", 1) > 1:
        yield (
            f"it would run on {args.n_gpu} GPUs in one process (DataParallel), where the trainer rescales the loss by itself. "
            "Start with torchrun or accelerate launch, or show it one GPU."
        )
    strategy = getattr(args, "packing_strategy", "bfd")
    whole_samples = loss.reduction == "sample" or loss.missing == "skip"
    if getattr(args, "packing", False) and strategy != "bfd" and whole_samples:
        yield (
            f"packing_strategy={strategy!r} cuts samples, and reduction='sample' or missing='skip' needs whole ones. Use "
            "packing_strategy='bfd', or SSBLoss(reduction='batch')."
        )
    if not _keeps_labels(trainer):
        yield (
            "its columns 'labels' would be removed: label_names does not name it and the model's forward does not take it. "
            "Set label_names=['labels']."
        )
    config = getattr(getattr(trainer, "model", None), "config", None)
    if getattr(config, "is_encoder_decoder", False):
        yield "its model is an encoder-decoder, whose labels are not shifted by one. Use a causal language model."


def _parallelism_problems(trainer):
    advice = "Set its size to 1: the loss has to see whole rows."
    for holder in (trainer.args, getattr(trainer, "accelerator", None)):
        config = getattr(holder, "parallelism_config", None)
        if config is None:
            continue
        for short, name in (("sp", "sequence"), ("cp", "context")):
            size = getattr(config, f"{short}_size", None) or 1
            if size > 1 or getattr(config, f"{short}_enabled", False) is True:
                yield f"{name} parallelism is on ({short}_size={size}), where the trainer passes this loss over. {advice}"
                return
    for name in _PARALLEL_SIZES:
        size = getattr(trainer.args, name, None)
        if isinstance(size, int) and size > 1:
            yield f"{name} is {size}: rows are cut over ranks. {advice}"
            return


def _keeps_labels(trainer):
    if not getattr(trainer.args, "remove_unused_columns", False):
        return True
    if "labels" in (getattr(trainer, "label_names", None) or ["labels"]):
        return True
    model = trainer.model
    model = model.get_base_model() if hasattr(model, "get_base_model") else model
    return "labels" in inspect.signature(model.forward).parameters


class Attachment:
    """A loss at work in a trainer. ``stats``: the ``WindowStats`` of the last optimizer step, or None."""

    def __init__(self, trainer, loss, recorder=None):
        self.trainer, self.loss, self.recorder = trainer, loss, recorder
        self.stats = None
        self._lr = None
        self._grad_norm = None
        self._recorder_failed = False
        self._replaced = {}
        self._callback = _make_callback(self)
        loss.aux_loss_coef = _aux_loss_coefficient(trainer)
        loss.capture_rows(recorder is not None, getattr(recorder, "extra", ()))
        trainer.compute_loss_func = loss
        self._replace(trainer, "compute_loss", self._compute_loss)
        self._replace(trainer, "log", self._log)
        if hasattr(trainer, "get_batch_samples"):
            self._replace(trainer, "get_batch_samples", self._get_batch_samples)
        if hasattr(getattr(trainer, "accelerator", None), "clip_grad_norm_"):
            self._replace(trainer.accelerator, "clip_grad_norm_", self._clip_grad_norm)
        trainer.add_callback(self._callback)
        trainer.callsmith = self
        if self._world > 1 and not self._over_ranks and loss.reduction == "batch":
            logger.warning(
                "average_tokens_across_devices is off, so each of the %d ranks divides by its own segment counts. Turn it on "
                "for the batch reduction over all ranks.",
                self._world,
            )

    def detach(self):
        """Takes everything off the trainer again."""
        for (owner, name), before in self._replaced.items():
            if before is None:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
        self._replaced.clear()
        self.trainer.compute_loss_func = None
        self.trainer.remove_callback(self._callback)
        self.loss.capture_rows(False)
        self.trainer.callsmith = None

    def _replace(self, owner, name, hook):
        before = getattr(owner, name)
        self._replaced[owner, name] = vars(owner).get(name)

        def replaced(*args, **kwargs):
            return hook(before, *args, **kwargs)

        setattr(owner, name, replaced)

    # -- over ranks ----------------------------------------------------------------------------------------------------

    @property
    def _world(self):
        return int(getattr(getattr(self.trainer, "accelerator", None), "num_processes", 1))

    @property
    def _over_ranks(self):
        """Whether the trainer multiplies the loss by the number of ranks, so that denominators have to be global."""
        return bool(getattr(self.trainer.args, "average_tokens_across_devices", False))

    @property
    def _device(self):
        return self.trainer.accelerator.device if self._world > 1 else None

    def _gather(self):
        """Sums a vector over ranks, as ``SSBLoss.prime`` takes it; ranks that share a batch (tensor parallelism) count once."""
        if self._world == 1:
            return None
        copies = self.trainer.get_tp_size() if hasattr(self.trainer, "get_tp_size") else 1

        def gather(vector):
            total = self.trainer.accelerator.gather(vector).reshape(-1, len(vector)).sum(0)
            return total / copies if total.is_floating_point() else total // copies

        return gather

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def _get_batch_samples(self, before, *args, **kwargs):
        found = before(*args, **kwargs)
        if not (isinstance(found, tuple) and len(found) == 2):
            raise RuntimeError(
                "get_batch_samples of this trainer does not return (batches, num_items): its window cannot be counted. "
                "Use transformers 4.57 or later, or report which trainer this is."
            )
        optimizer = getattr(self.trainer, "optimizer", None)
        if getattr(optimizer, "param_groups", None):
            self._lr = float(optimizer.param_groups[0]["lr"])
        batches = found[0]
        if batches or self._world > 1:
            self.loss.prime(batches, self._gather() if self._over_ranks else None, self._device)
        return found

    def _compute_loss(self, before, model, inputs, *args, **kwargs):
        loss = self.loss
        if not model.training:
            if inputs.get("labels") is None:
                return before(model, inputs, *args, **kwargs)
            counted = kwargs.get("num_items_in_batch") is not None and self._over_ranks
            with loss.evaluating(inputs, self._gather() if counted else None, self._device):
                loss.stage(inputs)
                try:
                    return before(model, inputs, *args, **kwargs)
                finally:
                    loss.drop_staged()
        loss.stage(inputs)
        try:
            result = before(model, inputs, *args, **kwargs)
            if loss.staged:
                raise RuntimeError(
                    f"{type(self.trainer).__name__}.compute_loss did not call SSB: something computes another loss in its place "
                    "(sequence parallelism, a patched compute_loss). Training was stopped rather than run with it."
                )
        finally:
            loss.drop_staged()
        return result

    def _clip_grad_norm(self, before, *args, **kwargs):
        self._grad_norm = before(*args, **kwargs)
        return self._grad_norm

    def _log(self, before, logs, *args, **kwargs):
        if self.stats is not None and "loss" in logs:
            logs["ssb_alpha"] = self.stats.alpha
            logs["ssb_loss_think"] = self.stats.loss_think
            logs["ssb_loss_result"] = self.stats.loss_result
        return before(logs, *args, **kwargs)

    def end_step(self, step, epoch):
        """After optimizer step ``step``: moves the balance and hands the step to the recorder."""
        copies = self.trainer.get_tp_size() if hasattr(self.trainer, "get_tp_size") else 1
        scale = 1.0 if self._over_ranks else copies / self._world
        self.stats = self.loss.end_window(self._gather(), self._lr, scale, self._device)
        if self.recorder is None:
            return
        self._guarded("record_step", lambda: self.recorder.record_step(step, epoch, self.loss.take_rows()))
        if self.stats is not None:
            self._guarded("end_step", lambda: self.recorder.end_step(step, epoch, self._scalars()))

    def end(self):
        """At the end of training: what the recorder still holds goes to the disk."""
        if hasattr(self.recorder, "flush"):
            self._guarded("flush", self.recorder.flush)

    def _scalars(self):
        stats = self.stats
        scalars = {
            "alpha": stats.alpha,
            "loss": stats.loss,
            "loss_think": stats.loss_think,
            "loss_call": stats.loss_result,
            "n_think": stats.n_think,
            "n_call": stats.n_result,
            "n_samples": stats.n_samples,
        }
        if self._lr is not None:
            scalars["lr"] = self._lr
        if self._grad_norm is not None:
            scalars["grad_norm"] = float(self._grad_norm)
        return scalars

    def _guarded(self, method, tell):
        try:
            tell()
        except Exception:
            if not self._recorder_failed:
                self._recorder_failed = True
                logger.exception(
                    "The recorder failed in %s; training goes on, the trace will lack steps. Further failures are not logged.",
                    method,
                )

    # -- state ---------------------------------------------------------------------------------------------------------

    def begin(self, state):
        """At the start of training: goes on from the state in a checkpoint that the run resumes."""
        saved = (getattr(state, "stateful_callbacks", None) or {}).get(STATE_NAME)
        if isinstance(saved, list):
            saved = saved[0] if saved else None
        if saved is not None:
            self.loss.load_state_dict(saved["attributes"]["loss_state"])
        elif getattr(state, "global_step", 0) > 0 and self.loss.balance.mode != "fixed":
            logger.warning(
                "The run resumes at step %d from a checkpoint without a balance state: alpha starts again at %.4f.",
                state.global_step,
                self.loss.alpha,
            )


def _aux_loss_coefficient(trainer):
    """Coefficient of the auxiliary loss of a mixture of experts, which a model adds only to a loss of its own."""
    config = getattr(getattr(trainer, "model", None), "config", None)
    if hasattr(trainer, "aux_loss_enabled"):
        if not trainer.aux_loss_enabled:
            return 0.0
        if hasattr(trainer, "router_aux_loss_coef"):
            return float(trainer.router_aux_loss_coef)
    if config is None or not getattr(config, "output_router_logits", False):
        return 0.0
    return float(getattr(config, "router_aux_loss_coef", 0.0) or 0.0)


def _make_callback(attachment):
    """A callback bound to ``attachment``. The class is made here, because a trainer that restores callbacks from a
    checkpoint makes new instances by ``type(callback)(**args)``, and those have to reach the same loss."""
    try:
        from transformers import TrainerCallback
    except ImportError:
        TrainerCallback = object
    bases = (TrainerCallback,)
    try:
        from transformers.trainer_callback import ExportableState

        bases += (ExportableState,)
    except ImportError:
        if TrainerCallback is not object and attachment.loss.balance.mode != "fixed":
            logger.warning(
                "This transformers version cannot keep a callback's state in checkpoints: a resumed run starts with alpha %.4f. "
                "Install transformers 4.43 or later to resume the balance.",
                attachment.loss.alpha,
            )

    def on_train_begin(self, args, state, control, **kwargs):
        attachment.begin(state)

    def on_step_end(self, args, state, control, **kwargs):
        attachment.end_step(state.global_step, state.epoch)

    def on_train_end(self, args, state, control, **kwargs):
        attachment.end()

    def state(self):
        return {"args": {}, "attributes": {"loss_state": self.loss_state}}

    def from_state(cls, saved):
        callback = cls()
        callback.loss_state = saved["attributes"]["loss_state"]
        return callback

    body = {
        "__doc__": "Moves the balance after each optimizer step and keeps its state in checkpoints.",
        "on_train_begin": on_train_begin,
        "on_step_end": on_step_end,
        "on_train_end": on_train_end,
        "state": state,
        "from_state": classmethod(from_state),
        "loss_state": property(lambda self: attachment.loss.state_dict(), lambda self, s: attachment.loss.load_state_dict(s)),
    }
    return type(STATE_NAME, bases, body)()
