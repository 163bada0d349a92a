#!/usr/bin/env python3
"""Makes tests/fixtures/encoder: a tiny encoder of random weights, and what Python makes of a few sentences with it.

Run it in the root of the repository. Packages: scripts/reader/requirements.txt.
"""
import json
import os
import string
import tempfile

import numpy as np
import torch
from safetensors.numpy import load_file
from transformers import BertConfig, BertModel, BertTokenizer

import quantize

OUT = "tests/fixtures/encoder"
HEADS, WINDOW = 2, 24
WORDS = """the of in on and to a port strike minister police said harbour union talk protest march vote 2000 million
cafe naive zurich deja vu sao paulo istanbul ist new york un ing ed er ##ing ##ed ##er ##s ##ers ##tion ##ster ##like ##port
## 東 京 首 ## “ ” ’ — … € © ½ α ##α β и ##и ß ##ß""".split()
SENTENCES = [
    "The port strike ended on 12 March .",
    "Dockers ' union talks , the minister said , were “ protest-like ” …",
    "Café naïve ZÜRICH Déjà-vu São Paulo İstanbul ÅNGSTRÖM",
    "東京 首都 の News 日本語mixed",
    "Police\u200b said 🚢🚢 €5m ½ ﬁne ² Ⅷ x\u0301y ß ẞ",
    "won't O'Neil ’s U.N.-led co-operate e-mail@port.org #march $2000,000.50 a/b",
    "\ufffd\u0000 tab\there line\nbreak \u00a0 nbsp\u00a0word \u2028 \u0085",
    "ΑΒα ии ИЙ ǅ Ŀ \u0130i \U0001fae8 \u0378 한국어",
    "a" * 100 + " " + "a" * 101 + " " + "b-" * 30 + " " + "!" * 50,
    "strikes striker protesters uniting ported XQZJ ##s ##",
]


def split(sentence):
    """Words at single spaces: some are empty."""
    return sentence.split(" ")


def vocabulary():
    """Some two hundred pieces."""
    letters = list(string.ascii_lowercase)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters if letter != "q")]
    pieces += [*string.digits, *(f"##{digit}" for digit in string.digits), *"!\"#$&'()*+,-./:;<=>?@[]^_`{|}~"]
    return list(dict.fromkeys(pieces + WORDS))


def model(count):
    """A BERT model of random weights that do not vanish."""
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=count, hidden_size=32, num_hidden_layers=2, num_attention_heads=HEADS, intermediate_size=96,
        max_position_embeddings=40, initializer_range=0.2,
    )
    found = BertModel(config).eval()
    with torch.no_grad():
        for name, parameter in found.named_parameters():
            if "LayerNorm" in name or name.endswith("bias"):
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return found


def main():
    """Writes the fixture, and checks the simulation against the model itself."""
    pieces = vocabulary()
    bert = model(len(pieces))
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(pieces) + "\n")
        tokenizer = BertTokenizer.from_pretrained(folder)
    path = os.path.join(OUT, "tiny.safetensors")
    head = np.arange(6, dtype=np.float32).reshape(2, 3) / 4
    quantize.write(
        path, bert.state_dict(), list(zip(pieces, range(len(pieces)))), {"head.weight": head.astype(np.float16)},
        {"source": "random"}, heads=HEADS, window=WINDOW,
    )
    bert = quantize.rounded(bert)
    simulation = quantize.Simulation(load_file(path), HEADS)
    cases = []
    for sentence in SENTENCES:
        words = split(sentence)
        encoded = tokenizer(words, is_split_into_words=True)
        ids, first = encoded["input_ids"], {}
        for place, word in enumerate(encoded.word_ids()):
            if word is not None:
                first.setdefault(word, place)
        case = {"words": words, "ids": ids, "first": [first.get(word, 0) for word in range(len(words))]}
        if len(ids) <= WINDOW:
            rows = simulation.encode(ids)
            with torch.no_grad():
                plain = bert(input_ids=torch.tensor([ids])).last_hidden_state[0].numpy()
            likeness = (rows * plain).sum(1) / np.linalg.norm(rows, axis=1) / np.linalg.norm(plain, axis=1)
            assert likeness.min() > 0.999, likeness
            case["rows"] = [[round(float(number), 5) for number in rows[place]] for place in [0, *case["first"]]]
        cases.append(case)
    with open(os.path.join(OUT, "expected.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
