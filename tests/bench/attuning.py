"""The library's model as tensors: read from its file, run forwards, and packed again.

Only for `tests.bench.attune`; it needs PyTorch, which Voice itself never does. Arrays keep the
names they have in the file. Four-bit arrays lie in blocks of 32: a scale in half precision, then 16
bytes with the weights 0-15 in their lower halves and 16-31 in the upper ones, each from -8 to 7.
Only what the file holds in full or half precision is attuned: scales, biases and norms. What four
bits hold would be rounded away again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import gelu, layer_norm, linear, normalize

from voice.themes import attuned
from voice.themes.meaning import WIDTH

Weights = dict[str, Any]
LAYERS, HEADS = 12, 12
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_BLOCK, _NEAR_NOTHING = 32, 1e-12
#: Behind the name of a matrix: how much its scales are stretched, 0 for not at all.
STRETCH = ".stretch"
#: How much of what flows through a layer is left out at random while it learns.
_DROPPED = 0.1


def weights_of(model: bytes) -> Weights:
    """Every array of a model's file, four-bit ones as numbers, with what stretches their scales."""
    found: Weights = {}
    for name, place in attuned.places(model).items():
        raw = np.frombuffer(model, np.uint8, place.length, place.start)
        wide = _is_matrix(name) or name == "emb.word"
        flat = numbers(raw) if wide else raw.view("<f4").copy()
        found[name] = torch.from_numpy(flat.reshape(_shape(name, flat.size)))
        if _is_matrix(name):
            found[name + STRETCH] = torch.zeros(flat.size // _BLOCK, 1)
    return found


def moved(weights: Weights) -> Weights:
    """Those that are attuned."""
    return {
        name: each
        for name, each in weights.items()
        if not name.startswith("emb.") and not _is_matrix(name)
    }


def _is_matrix(name: str) -> bool:
    _, _, rest = name.partition(".")
    return rest.removesuffix(".w") in _MATRICES and rest.endswith(".w")


def _shape(name: str, size: int) -> tuple[int, ...]:
    if name in ("emb.word", "emb.pos", "emb.type"):
        return (size // WIDTH, WIDTH)
    if not _is_matrix(name):
        return (size,)
    return (WIDTH, size // WIDTH) if name.endswith(".fo.w") else (size // WIDTH, WIDTH)


def vectors(weights: Weights, ids: Any, here: Any, *, drops: bool) -> Any:
    """[texts, 384] of length 1, from [texts, places] pieces and whether there is one.

    `drops` leaves parts out at random.
    """
    flow = weights["emb.word"][ids] + weights["emb.pos"][: ids.shape[1]] + weights["emb.type"][0]
    flow = _evened(flow, weights, "emb.ln")
    shut = torch.where(here, 0.0, -1e4)[:, None, None, :]
    for number in range(LAYERS):
        flow = _layer(flow, shut, weights, f"l{number}", drops=drops)
    kept = here[..., None].to(flow.dtype)
    return normalize(((flow * kept).sum(1) / kept.sum(1)).float(), dim=-1)


def _layer(flow: Any, shut: Any, weights: Weights, at: str, *, drops: bool) -> Any:
    def through(name: str, what: Any) -> Any:
        matrix = weights[f"{at}.{name}.w"]
        blocks = matrix.view(-1, _BLOCK) * (1 + weights[f"{at}.{name}.w{STRETCH}"])
        return linear(what, blocks.view_as(matrix), weights[f"{at}.{name}.b"])

    many, long, _ = flow.shape

    def apart(what: Any) -> Any:
        return what.view(many, long, HEADS, -1).transpose(1, 2)

    asked, known, told = (apart(through(name, flow)) for name in "qkv")
    heed = (asked @ known.transpose(-1, -2)).float() * asked.shape[-1] ** -0.5 + shut
    seen = (heed.softmax(-1).to(told.dtype) @ told).transpose(1, 2).reshape(many, long, WIDTH)
    flow = _evened(flow + _thinned(through("ao", seen), drops), weights, f"{at}.aln")
    thought = through("fo", gelu(through("fi", flow)))
    return _evened(flow + _thinned(thought, drops), weights, f"{at}.oln")


def _evened(flow: Any, weights: Weights, name: str) -> Any:
    own = weights[f"{name}.w"], weights[f"{name}.b"]
    return layer_norm(flow, (WIDTH,), *own, _NEAR_NOTHING)


def _thinned(flow: Any, drops: bool) -> Any:
    if not drops:
        return flow
    # One draw a text and direction, not one a word: as good, and much less work.
    kept = torch.rand(flow.shape[0], 1, flow.shape[2]) > _DROPPED
    return flow * (kept.to(flow.dtype) / (1 - _DROPPED))


def numbers(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What four-bit blocks hold."""
    pairs = _blocks(raw)[:, attuned.SCALE_BYTES :]
    halves = [pairs & 15, pairs >> 4]
    whole = np.concatenate([each.astype(np.float32) - 8 for each in halves], axis=1)
    flat: NDArray[np.float32] = (whole * scales(raw)[:, None]).reshape(-1)
    return flat


def scales(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The scale of each four-bit block."""
    own = _blocks(raw)[:, : attuned.SCALE_BYTES].copy()
    return own.view("<f2").reshape(-1).astype(np.float32)


def _blocks(raw: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return raw.reshape(-1, attuned.BLOCK_BYTES)


def packed(weights: Weights, model: bytes) -> dict[str, NDArray[Any]]:
    """What was attuned as `attuned.put` takes it: scales in half precision, the rest in full."""
    found: dict[str, NDArray[Any]] = {}
    known = attuned.places(model)
    for name, each in moved(weights).items():
        array = each.detach().numpy().astype("<f4").reshape(-1)
        matrix = name.removesuffix(STRETCH)
        if matrix == name:
            found[name] = array
            continue
        raw = np.frombuffer(model, np.uint8, known[matrix].length, known[matrix].start)
        found[matrix] = (scales(raw) * (1 + array)).astype("<f2")
    return found
