#!/usr/bin/env python3
"""average.py OUT MODEL…: writes the mean of models of which one was trained on from the other, weight by weight."""

import sys

import torch


def mean(states):
    return {name: torch.stack([state[name] for state in states]).mean(0) if tensor.is_floating_point() else tensor for name, tensor in states[0].items()}


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    models = [torch.load(path, weights_only=False, map_location="cpu") for path in sys.argv[2:]]
    for key in ("tags", "paths", "vocabulary"):
        if any(model[key] != models[0][key] for model in models):
            sys.exit(f"the models differ in {key!r}: average only models of which one was trained on from the other")
    # The options, and so the provenance in the exported file, are those of the last model.
    torch.save(models[-1] | {"state": mean([model["state"] for model in models])}, sys.argv[1])


if __name__ == "__main__":
    main()
