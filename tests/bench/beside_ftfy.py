#!/usr/bin/env python3
"""beside_ftfy.py [--speed] [FILE...] -- mojibake repair beside ftfy, on broken text.

Breaks every sentence of languages.txt: UTF-8 read in each legacy page, up to
three times over in the western ones, and in a line that is half good. Counts
what comes back as it was (solved), stays as it is (left), and comes back as
something else (wrong). FILEs, real text, are good: what is changed there is
false. --speed times both on ordinary and on broken text.

Needs ftfy (pip install ftfy) and build/libcopydesk.so.*.
"""
import ctypes
import glob
import os
import sys
import time
import unicodedata

import ftfy

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = ["latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp437", "koi8_r"]
LAYERS = {"latin-1": 3, "cp1252": 3}
FORM_NONE, C1, MOJIBAKE, DEFAULT = 4, 1 << 9, 1 << 11, (1 << 17) - 1    # see copydesk.h


class Copydesk:
    def __init__(self):
        library = os.environ.get("LIBCOPYDESK") or glob.glob(HERE + "/../../build/libcopydesk.so.*")[0]
        self.lib = ctypes.CDLL(library)
        self.lib.copydesk_normalizer_new.restype = ctypes.c_void_p
        name = self.lib.copydesk_repair_name
        name.restype = ctypes.c_char_p
        assert (name(9), name(11)) == (b"c1", b"mojibake"), "copydesk.h has changed"
        self.normalizer = ctypes.c_void_p(self.lib.copydesk_normalizer_new())

    def fix(self, raw, repairs=C1 | MOJIBAKE):
        out, n = ctypes.c_char_p(), ctypes.c_size_t()
        self.lib.copydesk_normalize(self.normalizer, raw, ctypes.c_size_t(len(raw)), FORM_NONE, repairs,
                                    ctypes.byref(out), ctypes.byref(n), None)
        return ctypes.string_at(out, n.value)


def read_as(text, page, layers):
    """UTF-8 read in the page, undefined bytes as C1 controls, so many times."""
    for _ in range(layers):
        chars = []
        for byte in text.encode():
            try:
                chars.append(bytes([byte]).decode(page))
            except UnicodeDecodeError:
                chars.append(chr(byte))
        text = "".join(chars)
    return text


def sentences():
    name, good, all_ = None, [], []
    with open(HERE + "/languages.txt", encoding="utf-8") as lines:
        for line in lines:
            line = unicodedata.normalize("NFC", line.rstrip("\n"))
            if line.startswith("= "):
                name = line[2:]
            elif line and not line.startswith("#"):
                (good if name == "good" else all_).append(line)
    return all_, good + all_


def cases(texts):
    """(kind, broken, whole); a sentence that is pure ASCII breaks nothing."""
    for page in PAGES:
        for layers in range(1, LAYERS.get(page, 1) + 1):
            for text in texts:
                broken = read_as(text, page, layers)
                if broken != text and "\n" not in broken and "\r" not in broken:
                    yield f"{page} x{layers}", broken, text
    for i, text in enumerate(texts):
        other = texts[(i * 7 + 3) % len(texts)]
        yield "half a line", other + " " + read_as(text, "cp1252", 1), other + " " + text


def solve(fix, broken, whole):
    got = fix(broken)
    return "solved" if got == whole else "left" if got == broken else "wrong"


def table(fixers, texts):
    counts = {}
    for kind, broken, whole in cases(texts):
        for name, fix in fixers:
            row = counts.setdefault((kind, name), {"solved": 0, "left": 0, "wrong": 0})
            row[solve(fix, broken, whole)] += 1
            total = counts.setdefault(("all", name), {"solved": 0, "left": 0, "wrong": 0})
            total[solve(fix, broken, whole)] += 1
    print(f"{'broken as':16}" + "".join(f"{name:>10} solved   left  wrong" for name, _ in fixers))
    for kind in dict.fromkeys(k for k, _ in counts):
        cells = [counts[kind, name] for name, _ in fixers]
        print(f"{kind:16}" + "".join(f"{'':10}{c['solved']:7}{c['left']:7}{c['wrong']:7}" for c in cells))


def false_changes(fixers, lines):
    for name, fix in fixers:
        changed = [(line, fix(line)) for line in lines if fix(line) != line]
        print(f"good lines {len(lines)}, {name} changed {len(changed)}")
        for line, got in changed[:20]:
            print("   ", repr(line[:100]), "->", repr(got[:100]))


def rate(work, chunks):
    best = 0
    for _ in range(3):
        start = time.perf_counter()
        for chunk in chunks:
            work(chunk)
        best = max(best, sum(map(len, chunks)) / (time.perf_counter() - start) / 1e6)
    return best


def speed(desk, texts):
    broken = "\n".join(b for _, b, _ in cases(texts)).encode()
    plain = "\n".join(t for t in texts for _ in range(30)).encode()
    ascii_ = b"\n".join([b"The ferry to the island was late again, and nobody in the harbour office knew why."] * 4000)
    for name, raw in (("plain English", ascii_), ("good, all languages", plain), ("all broken", broken)):
        chunks, lines = [], raw.split(b"\n")
        for i in range(0, len(lines), 50):
            chunks.append(b"\n".join(lines[i:i + 50]))
        for what, repairs, peer in (("encoding", C1 | MOJIBAKE, ftfy.fix_encoding),
                                    ("everything", DEFAULT, ftfy.fix_text)):
            mine = rate(lambda c: desk.fix(c, repairs), chunks)
            other = rate(lambda c: peer(c.decode()).encode(), chunks)
            print(f"{name:20} {what:10} copydesk {mine:7.1f} MB/s   ftfy {other:6.2f} MB/s   {mine / other:5.0f} times")


def main():
    desk = Copydesk()
    fixers = [("copydesk", lambda t: desk.fix(t.encode()).decode()), ("ftfy", ftfy.fix_encoding)]
    texts, good = sentences()
    files = [a for a in sys.argv[1:] if not a.startswith("-")]
    table(fixers, texts)
    for path in files:
        with open(path, encoding="utf-8", errors="ignore") as lines:
            good += [s for s in (line.strip() for line in lines) if s and not s.isascii()]
    false_changes(fixers, good)
    if "--speed" in sys.argv:
        speed(desk, texts)


main()
