"""A weight file in the embedded format, small enough for tests, with random weights."""

import struct
from pathlib import Path

import numpy as np

HIDDEN, HEADS, FEED_FORWARD, POSITIONS, TYPES = 32, 2, 64, 64, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "а", "б", "к", "о", "л", "е", "т", "и", "в", "▁ко"]


def write_weights(path: Path, layers: int = 1) -> dict[str, np.ndarray]:
    """Write the file; returns the tensors as they were before they were put into four bits."""
    generator = np.random.default_rng(0)
    rows = len(PIECES) + 1
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (rows, HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (TYPES, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in (f"l{number}" for number in range(layers)):
        for part in ("q", "k", "v", "ao"):
            shapes |= {f"{layer}.{part}.w": (HIDDEN, HIDDEN), f"{layer}.{part}.b": (HIDDEN,)}
        for part in ("aln", "oln"):
            shapes |= {f"{layer}.{part}.w": (HIDDEN,), f"{layer}.{part}.b": (HIDDEN,)}
        shapes |= {f"{layer}.fi.w": (FEED_FORWARD, HIDDEN), f"{layer}.fi.b": (FEED_FORWARD,)}
        shapes |= {f"{layer}.fo.w": (HIDDEN, FEED_FORWARD), f"{layer}.fo.b": (HIDDEN,)}
    tensors = {name: generator.normal(size=shape).astype("<f4") for name, shape in shapes.items()}

    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    scores = -np.arange(len(PIECES)).astype("<f4")
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack(
        "<7ifi", HIDDEN, layers, HEADS, FEED_FORWARD, rows, POSITIONS, TYPES, 1e-12, 32
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += offsets.tobytes() + scores.tobytes() + blob + struct.pack("<iI", 0, 0)
    directory_size = 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in tensors)
    at = len(head) + directory_size
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, tensor in tensors.items():
        quantised = tensor.ndim == 2 and name not in ("emb.pos", "emb.type")
        content = _q4(tensor) if quantised else tensor.tobytes()
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", int(quantised), tensor.size, at, len(content))
        at += len(content)
        data += content
    path.write_bytes(head + directory + data)
    return tensors


def _q4(tensor: np.ndarray) -> bytes:
    """Blocks of 32: a float16 scale, then byte j with weight j low and j + 16 high."""
    blocks = b""
    for block in tensor.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        nibbles = (np.clip(np.round(block / np.float32(scale)), -8, 7) + 8).astype(np.uint8)
        blocks += scale.tobytes() + (nibbles[:16] | nibbles[16:] << 4).tobytes()
    return blocks
