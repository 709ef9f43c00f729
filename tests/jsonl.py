#!/usr/bin/env python3
"""jsonl.py COPYDESK GEN MATERIAL -- what holds of JSON Lines, whatever the
articles: the same clean text as from .txt files, every other field as it came,
the same bytes for any number of threads, nothing changed by a second run, and
restore gives the input back. Python's json reads and writes what is compared."""
import fcntl, json, os, random, shutil, subprocess, sys, tempfile

from checks import Checks, files

gen, material = (os.path.abspath(p) for p in sys.argv[2:4])
checks = Checks(sys.argv[1])
check = checks.check


def run(*words, status=0):
    return checks.run(*words, status=status).stdout


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write_string(s, style, rng):
    """As one of five programs would write it."""
    if style == 0:
        return json.dumps(s)
    if style == 1:
        return json.dumps(s, ensure_ascii=False)
    if style == 2:
        return json.dumps(s).replace("/", "\\/")
    if style == 3:
        return json.dumps(s, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return '"' + "".join(f"\\u{ord(c):04X}" if rng.random() < .1 and ord(c) < 0x10000
                         else json.dumps(c)[1:-1] for c in s) + '"'


def make_record(name, text, rng):
    blank = rng.choice(["", " "])
    source = json.dumps(os.path.dirname(name))
    before = rng.choice(["", '"n": 1.10,', '"deep":{"text":"no"},', '"a":[1,{"text":null}] ,'])
    after = rng.choice(["", ',"big":12345678901234567890123', ',\t"z":"\\u00e9\\/é"'])
    value = write_string(text, rng.randrange(5), rng)
    return f'{{{before}"id":{json.dumps(name)},"source":{source},"text":{blank}{value}{blank}{after}}}'


def test_pipes():
    """The pipes on both sides are made as large as the system allows, up to 1 MiB."""
    if not hasattr(fcntl, "F_GETPIPE_SZ") or not os.path.exists("/proc/sys/fs/pipe-max-size"):
        return
    with open("/proc/sys/fs/pipe-max-size") as f:
        largest = min(1 << 20, int(f.read()))
    done = subprocess.Popen([checks.copydesk, "clean", "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    done.stdin.write(b'{"text":"The first record of the day is here."}\n')
    done.stdin.flush()
    check("a record is answered at once", done.stdout.readline().endswith(b'here."}\n'))
    for name, pipe in (("in", done.stdin), ("out", done.stdout)):
        check(f"the pipe {name} is large", fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) >= largest)
    done.stdin.close()
    check("and it ends well", done.wait() == 0)


def main():
    test_pipes()
    work = tempfile.mkdtemp()
    try:
        rng = random.Random(5)
        subprocess.run([gen, "-n", "400", "-s", "9", "-d", f"{work}/tree", material], check=True)
        tree = {n: b.decode("utf-8") for n, b in files(f"{work}/tree").items()}
        names = sorted(tree, key=lambda n: n.encode())
        extras = ["", '{"text":null}', '{"id":"none"}', "[1,2]", " \t", '{"text":""}', '{"text":[]}', "no json", "{"]
        lines = []
        for n in names:
            lines.append(make_record(n, tree[n], rng))
            if rng.random() < .1:
                lines.append(rng.choice(extras))
        end = [rng.choice(["\n", "\r\n"]) for _ in lines]
        feed = "".join(l + e for l, e in zip(lines, end)).rstrip("\r\n").encode()
        with open(f"{work}/feed.jsonl", "wb") as f:
            f.write(feed)

        run("clean", "-q", f"{work}/tree", "-o", f"{work}/clean")
        run("clean", "-q", f"{work}/feed.jsonl", "-o", f"{work}/out.jsonl", "--journal", f"{work}/j", status=1)
        out = read(f"{work}/out.jsonl")

        want = {n: b.decode() for n, b in files(f"{work}/clean").items()}
        got = {}
        for line in out.decode().split("\n"):
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and record.get("text") and record.get("id"):
                got[record["id"]] = record["text"].rstrip("\n") + "\n"
        check("the same clean text as from .txt files", want == got)

        kept = {}
        for line in out.decode().split("\n"):
            if '"id"' in line and '"text"' in line:
                r = json.loads(line)
                kept[r["id"]] = line
        same = True
        for name, line in zip((json.loads(l)["id"] for l in lines if '"source"' in l), (l for l in lines if '"source"' in l)):
            if name in kept:
                a, b = json.loads(line, parse_float=str, parse_int=str), json.loads(kept[name], parse_float=str, parse_int=str)
                a["text"] = b["text"] = ""
                same = same and list(a.items()) == list(b.items())
        check("other fields come out as they came", same)
        extra_out = [l for l in out.decode().replace("\r\n", "\n").split("\n")]
        for e in ('{"text":null}', '{"id":"none"}', "[1,2]", '{"text":""}', '{"text":[]}'):
            check(f"{e} passes", extra_out.count(e) == lines.count(e))
        check("what is no JSON is left out", "no json" not in extra_out and "{" not in extra_out)

        for j in ("1", "2", "5"):
            check(f"-j {j} writes the same", run("clean", "-q", "-j", j, f"{work}/feed.jsonl", status=1) == out)
        check("again changes nothing", run("clean", "-q", f"{work}/out.jsonl") == out)
        run("restore", "-q", f"{work}/j", f"{work}/out.jsonl", "-o", f"{work}/back")
        root = files(f"{work}/back")
        check("restore gives the input back", list(root.values()) == [feed])

        run("clean", "-q", "--write", "text", f"{work}/feed.jsonl", "-o", f"{work}/out.txt", "--journal", f"{work}/j2", status=1)
        run("restore", "-q", f"{work}/j2", f"{work}/out.txt", "-o", f"{work}/back2")
        check("from text too", list(files(f"{work}/back2").values()) == [feed])
        texts = read(f"{work}/out.txt").decode().split("\n\f\n")
        check("--write text gives the same texts", sorted(t.rstrip("\n") for t in texts) == sorted(t.rstrip("\n") for t in want.values()))

        run("clean", "-q", f"{work}/tree", "-o", f"{work}/all.jsonl", "--journal", f"{work}/j3")
        made = [json.loads(l) for l in read(f"{work}/all.jsonl").decode().splitlines()]
        check("a tree written as JSON Lines", {r["id"]: r["text"] + "\n" for r in made} == want)
        run("restore", "-q", f"{work}/j3", f"{work}/all.jsonl", "-o", f"{work}/back3")
        check("comes back", files(f"{work}/back3") == files(f"{work}/tree"))
    finally:
        shutil.rmtree(work)
    checks.end()


main()
