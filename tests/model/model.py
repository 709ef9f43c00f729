"""What README and DESIGN say that a series of runs must leave, done naively.

A paragraph is compared by its folded text. Within an article the first of
equal ones stays; across articles the first article that has a paragraph of 8
words and 40 characters owns it, in bytewise order of paths, and what an earlier
run has seen is older than all of this one. An article whose paragraphs stand,
in the same order, in one that came before is a copy and is not written."""
import re

LONG_WORDS, LONG_CHARS = 8, 40
REPEAT_CHARS = 20
BOILERPLATE = {"advertisement"}


def fold(text):
    return " ".join(re.sub(r"[^a-z0-9 ]", "", text.lower()).split())


def is_long(folded):
    """Long enough to be compared across articles; the guard counts no punctuation."""
    return len(folded.split()) >= LONG_WORDS and len(folded) >= LONG_CHARS


def mark_repeats(keys):
    """Which paragraphs of an article go because they stood there before: long ones
    (20 characters), and shorter ones of a block of consecutive paragraphs that
    stood so before and holds a long one. Slow on purpose: every block is tried."""
    n, gone = len(keys), set()
    for start in range(n):
        for end in range(start + 1, n + 1):
            block = keys[start:end]
            if not any(len(k) >= REPEAT_CHARS for k in block):
                continue
            if any(keys[s:s + len(block)] == block for s in range(start)):
                gone.update(range(start, end))
    return gone


class Article:
    """One that was cleaned: what stood before and after the look at other articles."""

    def __init__(self, paragraphs):
        keys = [fold(p) for p in paragraphs]
        gone = mark_repeats(keys)
        standing = [i for i in range(len(paragraphs)) if i not in gone and keys[i] not in BOILERPLATE]
        self.paragraphs = [paragraphs[i] for i in standing]
        self.keys = [keys[i] for i in standing]
        self.owns, self.sequences, self.text = set(), [], b""

    def judge(self, seen, copies, stays=False):
        """seen: every long key that somebody owns; copies: every sequence that somebody
        has; stays: it had text of its own before, and is nobody's copy."""
        left = [(k, p) for k, p in zip(self.keys, self.paragraphs) if k not in seen]
        before, after = tuple(self.keys), tuple(k for k, _ in left)
        self.leans = {k for k in self.keys if k in seen}
        for sequence in (before, after):
            free = [k for k in sequence if is_long(k) and k not in seen]
            if not stays and sequence and sequence in copies and not free:
                self.leans.add(sequence)
                return
        self.owns = {k for k, _ in left if is_long(k)}
        self.sequences = [before, after]
        self.text = "\n\n".join(p for _, p in left).encode() + (b"\n" if left else b"")


class Nothing:
    """Runs without a state: each begins anew; what it does not write stays as it was."""

    def __init__(self):
        self.outs = {"out": {}}

    def lose(self, path, out="out"):
        self.outs[out].pop(path, None)

    def run(self, tree):
        seen, copies = set(), set()
        for path in in_order(tree):
            article = Article(tree[path])
            article.judge(seen, copies)
            seen |= article.owns
            copies.update(article.sequences)
            if article.text:
                self.outs["out"][path] = article.text, 0


def in_order(paths):
    return sorted(paths, key=lambda p: p.encode())


def is_in(path, folder):
    return path.startswith(folder + "/")


class Known:
    """What a state knows of an article. run: the one that met it first."""

    def __init__(self, number, run, paragraphs, article):
        self.number, self.run, self.paragraphs = number, run, list(paragraphs)
        self.owns, self.sequences, self.leans = article.owns, set(article.sequences), set()
        self.text, self.stale = article.text, False
        self.cleaned = 0           # in which run, from 1
        self.stamp = 0             # of its output, as it was written last; 0: there is none
        self.forgotten = False     # but others lean on it; it owns nothing, until it is another


class State:
    """Runs with a state. An article whose file is as it was is not looked at again,
    unless its output is not there as it was written last, or text that it lost to another
    one has no owner any more, since that one changed. What an article owned while it was
    another text is nobody's; what it owns does not count against itself. Files that are
    gone stay remembered, and their output stays, unless its name is that of a folder now, or
    the other way.

    The runs may go over several input directories, in which the same name is the same
    article, and into several outputs: outs has the text and a stamp of each file."""

    def __init__(self):
        self.outs, self.known, self.numbers, self.stamps = {}, {}, 0, 0
        self.ages = []             # of each run, in hours

    def lose(self, path, out="out"):
        self.outs.get(out, {}).pop(path, None)

    def bury(self, tree, out):
        """Those that are another text now are dead, before anything is written, and of those
        that are forgotten any that are to be cleaned; who lost text to them is stale,
        until it is cleaned again."""
        self.forget({p for p in tree if p in self.known and self.known[p].paragraphs != tree[p]}, True)
        while dead := {p for p in self.to_clean(tree, out) if p in self.known and self.known[p].forgotten}:
            self.forget(dead, True)

    def forget(self, paths, wake):
        dead = {self.known.pop(p).number for p in paths}
        for known in self.known.values():
            known.stale |= wake and bool(known.leans & dead)
            known.leans -= dead

    def forget_before(self, hours):
        """Those of older runs. Where others lean on one it stays, to wake them when it dies."""
        old = {p for p, known in self.known.items() if known.forgotten or self.ages[known.run] > hours}
        leaned = set().union(*(known.leans for known in self.known.values()))
        kept = {p for p in old if self.known[p].number in leaned}
        for path in kept:
            self.known[path].forgotten = True
        self.forget(old - kept, False)

    def make_room(self, tree, out):
        new = {p for p in tree if p not in self.known}
        in_way = {q for q in self.known if any(is_in(p, q) or is_in(q, p) for p in new)}
        self.forget(in_way, True)
        for path in in_way:
            out.pop(path, None)

    def to_clean(self, tree, out):
        return {p for p in tree if p not in self.known or self.known[p].stale
                or out.get(p, (b"", 0))[1] != self.known[p].stamp}

    def owner(self, what, path, kind, window):
        """The number of the other article that has this key or sequence, and counts, as all do
        that were cleaned in this run; None when it is nobody's, or the article's own."""
        mine = self.known.get(path)
        if mine and what in getattr(mine, kind):
            return None
        have = [k.number for k in self.known.values() if what in getattr(k, kind)
                and (k.cleaned == len(self.ages) or (self.ages[k.run] <= window and not k.forgotten))]
        return min(have, default=None)

    def run(self, tree, out="out", window=float("inf")):
        """window: hours after which an article is no owner any more."""
        self.ages.append(0)
        where = self.outs.setdefault(out, {})
        self.bury(tree, where)
        self.make_room(tree, where)
        for path in in_order(self.to_clean(tree, where)):
            self.clean(path, tree[path], where, window)

    def clean(self, path, paragraphs, out, window):
        article, known = Article(paragraphs), self.known.get(path)
        owners = {k: self.owner(k, path, "owns", window) for k in article.keys}
        sequences = {s: self.owner(s, path, "sequences", window)
                     for s in (tuple(article.keys), tuple(k for k in article.keys if owners[k] is None))}
        article.judge({k for k, o in owners.items() if o is not None},
                      {s for s, o in sequences.items() if o is not None},
                      bool(known and known.sequences))
        if not known:
            self.numbers += 1
        again = Known(known.number if known else self.numbers, known.run if known else len(self.ages) - 1,
                      paragraphs, article)
        again.cleaned = len(self.ages)
        again.leans = {owners.get(k, sequences.get(k)) for k in article.leans}
        if known:                  # what it had so far stays its own
            again.owns |= known.owns
            again.sequences |= known.sequences
            again.leans |= known.leans   # those that it leaned on stay noted, at worst it is cleaned again in vain
        self.known[path] = again
        if not article.text:
            out.pop(path, None)
        elif out.get(path, (b"", 0))[0] != article.text:   # else the file is left alone
            self.stamps += 1
            out[path] = article.text, self.stamps
        again.stamp = out.get(path, (b"", 0))[1]
