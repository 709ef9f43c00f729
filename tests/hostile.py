#!/usr/bin/env python3
"""hostile.py COPYDESK [ROUNDS [SEED]] -- trees with hostile names and streams of hostile text, at
random, under random options: the same bytes come out for one thread and two, the journal gives the
input back, clean text stays as it is, what is written is UTF-8, and every record is JSON. Ends with a
line "N passed, N failed"; a failure names its round, which comes again with its seed."""
import json, os, random, shutil, subprocess, sys, tempfile

from checks import Checks, files, same_files

checks = Checks(sys.argv[1])
check = checks.check
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1

STORY = [b"The harbour pilot brought the ninth ship of the week past the broken mole, number %d." % i for i in range(25)]
LABELS = [b"Advertisement", b"Share", b"Read more", b"Comments", b"Photo: our own", b"By Ada Quill", b"1,234 views"]
ODD = [b"", b"  indented\tand\xc2\xa0spaced  ", "Das Wasser stieg über die Ufer, sagte der Bürgermeister".encode("latin-1"),
       "Мост через реку закрыт до осени, сообщили в порту".encode(), "港の桟橋は夜明けまで水に浸かっていたと町長が述べた。".encode(),
       b"caf\xc3\x83\xc2\xa9 was misread", b"a separator\xc3\xa2\xc2\x80\xc2\xa8misread", b"one&#8232;by number", b"&amp;quot;twice&amp;quot;",
       b"bad \xff\xfe bytes \x80 and \x00", b"\xef\xbb\xbf", b"\x0c", b"x\x0cy", b"\x1b[31mred\x1b[0m", b"soft\xc2\xadhyphen", b"US -backed",
       b"one\xe2\x80\xa8two", b"a\rb", b"\xe2", b"*", b"* * *", b"{\"text\": 1}", b"WARC/1.0", b"\x1f\x8b", b"word " * 40]
NAMES = [b"a.txt", b"B.TXT", b"new\nline.txt", b"tab\t.txt", b"bad\xff.txt", b"x" * 251 + b".txt", b"-o.txt", b"--.txt", b"$(date).txt",
         b"'\"\\.txt", b"\x1b[31m.txt", b"colon:12.txt", b".hidden.txt", b"...txt", b"caf\xc3\xa9.txt", b"cafe\xcc\x81.txt", b"%n%s.text"]
FOLDERS = [b"", b"d/e", b"d\n", b"\xff", b"deep/" * 40, b"f.txt", b"-"]
OPTIONS = [[], ["--scope", "article"], ["--near", "drop"], ["--near-paragraphs", "drop", "--scope", "corpus"], ["--memory", "1M"],
           ["--form", "nfkd"], ["--form", "none", "--repair", "none"], ["--repair", "+unwrap,+ascii-punct,+width"],
           ["--paragraphs", "block"], ["--between", "line"], ["--between", "keep"], ["--strip", "all"], ["--strip", "none"]]
# a second run sees other neighbours, and so other near-duplicates
ONCE = ("--near", "--near-paragraphs")


def article(r):
    end = r.choice([b"\n", b"\n", b"\n\n", b"\r\n", b"\r"])
    text = end.join(r.choice(r.choice([STORY, STORY, LABELS, ODD])) for _ in range(r.choice([0, 1, 3, 8, 20])))
    text += end if r.random() < .7 else b""
    kind = r.random()
    if kind < .1:
        return text.decode("latin-1").encode(r.choice(["utf-16", "utf-16-be", "utf-32"]))
    return bytes(r.randrange(256) for _ in range(500)) if kind < .13 else text


def record(r, i):
    text = article(r).decode("utf-8", r.choice(["replace", "surrogateescape"]))
    line = json.dumps({"id": r.choice(["same", f"b{i}", "", None, 7, "x\ny:3"]), "n": 1.10,
                       "text": r.choice([text, text, text, [text, "Share"], None, 5, {"text": text}])}, ensure_ascii=r.random() < .5)
    return line.encode("utf-8", "surrogateescape")[:-3 if r.random() < .1 else None]


def put_tree(r):
    made = []
    for folder in FOLDERS:
        os.makedirs(os.path.join(b"in", folder), exist_ok=True)
        for name in NAMES:
            made.append(r.choice(made) if made and r.random() < .1 else article(r))
            with open(os.path.join(b"in", folder, name), "wb") as file:
                file.write(made[-1])
    return "in"


def put_stream(r):
    name = r.choice(["in.txt", "in.jsonl", "in.dat"])
    if name == "in.jsonl":
        data = b"\n".join(record(r, i) for i in range(r.choice([0, 1, 4, 20]))) + r.choice([b"", b"\n"])
    else:
        data = b"\x0c\n".join(article(r) for _ in range(r.choice([1, 1, 3])))
    with open(name, "wb") as file:
        file.write(data)
    return name


def is_utf8(data):
    try:
        return data.decode() is not None
    except UnicodeDecodeError:
        return False


def is_json(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def run(*words):
    return subprocess.run([checks.copydesk, *words], capture_output=True)


def judge(what, source, options):
    # what goes out bears the name that came in, or an ending would say what is written
    ext = "" if source == "in" else "." + source.split(".")[1]
    first = run("clean", "-j1", "--log", "json", "--max-removed", "100", source, "-o", "o1" + ext, "--journal", "j1", "--stats", "s", *options)
    second = run("clean", "-j2", "-q", "--max-removed", "100", source, "-o", "o2" + ext, "--journal", "j2.zst", *options)
    check(f"{what}: status {first.returncode}, {second.returncode} {first.stderr[-300:]}",
          first.returncode == second.returncode and first.returncode < 2)
    one = files("o1" + ext)
    check(f"{what}: -j2 writes other bytes", same_files("o1" + ext, "o2" + ext))
    check(f"{what}: not UTF-8", ext == ".jsonl" or ext == ".dat" or all(map(is_utf8, one.values())))
    check(f"{what}: not JSON", all(map(is_json, files("j1")["j1"].split(b"\n")[:-1] + first.stderr.split(b"\n")[:-1]
                                       + [files("s")["s"]])))
    back = run("restore", "j2.zst", "o2" + ext, "-o", "back")
    check(f"{what}: not restored: {back.stderr[-300:]}", back.returncode == 0 and files("back") == files(source))
    if ext != ".dat" and not set(ONCE) & set(options):
        run("clean", "-q", "--max-removed", "100", "o1" + ext, "-o", "o3" + ext, *options)
        check(f"{what}: clean text was changed", same_files("o1" + ext, "o3" + ext))


with tempfile.TemporaryDirectory() as scratch:
    for number in range(seed, seed + rounds):
        r = random.Random(number)
        for put in [put_tree] + 12 * [put_stream]:
            os.makedirs(scratch + "/round")
            os.chdir(scratch + "/round")
            options = r.choice(OPTIONS)
            source = put(r)
            judge(f"seed {number}, {source} {' '.join(options)}", source, options)
            os.chdir(scratch)
            shutil.rmtree("round")
    os.chdir("/")
checks.end()
