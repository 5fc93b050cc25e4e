"""Copies off an accelerator that do not make the device wait."""

import torch


class HostCopy:
    """A tensor on its way to the host: copied into pinned memory behind the work in flight, waited for when read."""

    def __init__(self, tensor):
        tensor = tensor.detach()
        self._event = None
        if tensor.is_cuda:
            self._host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
            self._host.copy_(tensor, non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record()
        else:
            self._host = tensor.cpu().clone() if tensor.device.type == "cpu" else tensor.cpu()

    def numpy(self):
        """The values as a numpy array, once they have arrived."""
        if self._event is not None:
            self._event.synchronize()
            self._event = None
        return self._host.numpy()
