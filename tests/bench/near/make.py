#!/usr/bin/env python3
"""Makes a corpus with known near-duplicates, as one text stream: articles
parted by lines that hold a form feed.

    make.py N CORPUS TRUTH [WORDS]    TRUTH: number, kind and number of the original

Half of the articles are originals of their own, of WORDS words on average
(450) or items of 70, in paragraphs; each story ends with its source's notice, and some have a quote
that others have too. The rest are made of an earlier original (or, one of
five, of such a copy):

    edited    4 % of the words are others
    cut       the first 65 % of it
    added     and a local paragraph of 40 to 120 words
    mixed     edited, cut to 80 %, and 40 words added
    rewritten 10 to 30 % of the words are others
    noted     a new long story that has an item of 70 words in it, an original too
    quoting   a new story that has one paragraph of it: not near
    template  a market report of one form, other numbers: not near
The same N gives the same bytes."""
import random
import sys

SOURCES, QUOTES, VOCABULARY = 40, 200, 40000


class Words:
    """Made-up words, frequent ones first, as often as Zipf says."""

    def __init__(self, rnd):
        self.rnd = rnd
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        words = set()
        while len(words) < VOCABULARY:
            words.add("".join(rnd.choices(syllables, k=rnd.choice((1, 2, 2, 3, 3, 4)))) if len(words) > 60
                      else rnd.choice(syllables))
        self.words = sorted(words, key=lambda w: (len(w), w))
        total, self.weights = 0.0, []
        for i in range(VOCABULARY):
            total += 1 / (i + 5)
            self.weights.append(total)

    def take(self, n):
        words = self.rnd.choices(self.words, cum_weights=self.weights, k=n)
        for i in range(len(words)):
            if self.rnd.random() < 0.02:
                words[i] = str(self.rnd.randrange(2, 3000))
        return words


def paragraphs(rnd, words):
    out = []
    while words:
        n = rnd.randrange(35, 75)
        out.append(words[:n])
        words = words[n:]
    return out


def text(paras):
    return "\n\n".join(" ".join(p).capitalize() + "." for p in paras)


def edit(rnd, take, paras, share):
    return [[take.take(1)[0] if rnd.random() < share else w for w in p] for p in paras]


def cut(paras, share):
    left, out = int(sum(map(len, paras)) * share), []
    for p in paras:
        out.append(p[:left])
        left -= len(out[-1])
        if left <= 0:
            break
    return out


def derive(rnd, take, kind, of, mean):
    if kind == "edited":
        return edit(rnd, take, of, 0.04)
    if kind == "cut":
        return cut(of, 0.65)
    if kind == "added":
        where = rnd.randrange(len(of) + 1)
        return of[:where] + [take.take(rnd.randrange(40, 120))] + of[where:]
    if kind == "mixed":
        return cut(edit(rnd, take, of, 0.04), 0.8) + [take.take(40)]
    if kind == "rewritten":
        return edit(rnd, take, of, rnd.uniform(0.1, 0.3))
    story = paragraphs(rnd, take.take(int(mean * 1.5)))
    where = rnd.randrange(1, len(story))
    part = of if kind == "noted" else [rnd.choice(of)]
    return story[:where] + part + story[where:]


FORM = ("The index closed at {} points after a day of calm trade in which the market as a whole moved "
        "little, while volume came to {} million shares and the crown stood at {} to the euro. Analysts see "
        "it between {} and {} in the week that comes, as they wrote in the letter to their clients.")


def main():
    n, corpus, truth = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    mean = int(sys.argv[4]) if len(sys.argv) > 4 else 450
    rnd = random.Random(7)
    take = Words(rnd)
    notices = [take.take(rnd.randrange(10, 30)) for _ in range(SOURCES)]
    quotes = [take.take(rnd.randrange(30, 60)) for _ in range(QUOTES)]
    kinds = (["original"] * 9 + ["item"] + ["edited"] * 3 + ["cut"] * 2 + ["added"] * 2 + ["mixed"] + ["rewritten"]
             + ["noted"] * 1 + ["quoting"] * 1)
    bodies, items = [], []   # number, paragraphs of what may be copied: the last few thousand
    with open(corpus, "w") as out, open(truth, "w") as log:
        for number in range(1, n + 1):
            kind = rnd.choice(kinds) if bodies and items else "item" if bodies else "original"
            if rnd.random() < 0.02:
                kind = "template"
            of = 0
            if kind == "template":
                body = [FORM.format(*(rnd.randrange(100, 9999) for _ in range(5))).split()]
            elif kind == "item":
                body = [take.take(70)]
                items = items[-1000:] + [(number, body)]
            elif kind == "original":
                body = paragraphs(rnd, take.take(max(150, int(rnd.lognormvariate(0, 0.5) * mean * 0.9))))
                if rnd.random() < 0.15:
                    body.insert(rnd.randrange(len(body) + 1), rnd.choice(quotes))
            else:
                of, origin = rnd.choice(items if kind == "noted" else bodies)
                body = derive(rnd, take, kind, origin, mean)
            if kind == "original" or (kind in ("edited", "added") and rnd.random() < 0.2):
                bodies.append((number, body))
                del bodies[:-4000]
            notice = [] if kind in ("template", "item") else [rnd.choice(notices)]
            out.write(("\n\f\n" if number > 1 else "") + text(body + notice))
            log.write(f"{number}\t{kind}\t{of}\n")
        out.write("\n")


main()
