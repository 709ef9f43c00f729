#!/usr/bin/env python3
"""report.py COPYDESK -- the page that `copydesk report` makes: what it shows of
hostile texts and names is text, its numbers are those of --stats, it stays small
whatever the journal holds, and a browser (where there is one) runs its script and
nothing else. Ends with a line "N passed, N failed"."""
import html.parser, json, os, random, shutil, subprocess, sys, tempfile

from checks import Checks

checks = Checks(sys.argv[1])
check = checks.check


def run(*words, status=0):
    return checks.run(*words, status=status).stdout


class Page(html.parser.HTMLParser):
    """Which elements there are, with which attributes, and the text of each cell."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.cells, self.text, self.inside = {}, set(), [], "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        if tag == "td":
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        self.text += data
        if self.inside:
            self.cells[-1] += data


HOSTILE = ["<script>document.title = 'taken'</script>", "\"><img src=x onerror=\"document.title = 'taken'\">",
           "</td></table></body></html>", "<!--", "--><b>", "&lt;i&gt; &amp;amp; &#60;", "' onmouseover='x", "\u202edesrever",
           "{{7*7}} ${x} <%= y %>", "<!--HERE-->"]
TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "br", "b", "table", "thead", "tbody", "tr", "th",
        "td", "span", "bdi", "input", "script"}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "dir", "style", "id", "type", "placeholder",
              "aria-label", "hidden"}


def test_hostile():
    os.makedirs("in/<b>bold<")
    for i, text in enumerate(HOSTILE):
        line = text + " is what one article of this paper says, again and again, in eight words or more."
        name = f"in/<b>bold<&\"'{i}.txt" if i % 2 else f"in/<b>bold</{i}\033[31m\n.txt"
        with open(os.fsencode(name), "w") as file:
            file.write(f"{line}\n{line}\nAdvertisement\nThe {i}th story goes on for a while.\n")
    with open(b"in/\xff\x01.txt", "wb") as file:
        file.write(b"Bad \xff\xfe bytes \x00\x1b[1m of that paper's page stand in this line twice.\n" * 2)
    run("clean", "-q", "in", "-o", "out", "--journal", "j.zst")
    text = run("report", "j.zst").decode("utf-8")
    page = Page(text)
    check(f"no element that is not ours: {set(page.tags) - TAGS}", set(page.tags) <= TAGS)
    check(f"no attribute that is not ours: {page.attributes - ATTRIBUTES}", page.attributes <= ATTRIBUTES)
    check("one script", page.tags["script"] == 1 and page.tags["style"] == 1)
    for line in HOSTILE:
        check(f"shown as it stood: {line}", any(cell.startswith(line + " is what") for cell in page.cells))
    check("no control character", not any(ord(c) < 32 and c != "\n" for c in text) and "\x7f" not in text)
    check("names are shown", any("<b>bold</0\u241b[31m" in cell for cell in page.cells))
    check("nothing is fetched", "http:" not in text and "https:" not in text and "default-src 'none'" in text)
    return text


def test_numbers():
    with open("in/blank.txt", "w") as file:
        file.write("\n \n")
    run("clean", "-q", "in", "-o", "out", "--journal", "j", "--stats", "s")
    with open("s") as file:
        stats = json.load(file)
    page = Page(run("report", "j").decode())
    check("articles", f"{stats['articles']} articles were read, {stats['written']} written" in page.text)
    check("paragraphs of rules", ["rule, ad", "boilerplate", str(stats["stripped"]["ad"]["paragraphs"])]
          in [page.cells[i:i + 3] for i in range(len(page.cells))])
    check("respelt", f"{stats['edited']} respelt" in page.text)
    check("a real run", "dry run" not in page.text)
    run("clean", "-q", "-n", "in", "--journal", "j.dry")
    check("a dry run", "dry run: nothing was written" in Page(run("report", "j.dry").decode()).text)


def test_whole():
    os.mkdir("copies")
    body = " ".join(f"word{i}" for i in range(60)) + ".\nAnother line of this one story.\n"
    for name, text in ("a", body), ("b", body), ("c", body.replace("word30", "other")):
        with open(f"copies/{name}.txt", "w") as file:
            file.write(text)
    run("clean", "-q", "copies", "-o", "out3", "--journal", "j3", "--near", "drop")
    cells = Page(run("report", "j3").decode()).cells
    check("a copy", ["b.txt", "a copy", "a.txt"] in [cells[i:i + 3] for i in range(len(cells))])
    check("a near-duplicate", any(cells[i] == "c.txt" and cells[i + 1].startswith("near: ") and cells[i + 2] == "a.txt"
                                  for i in range(len(cells) - 2)))


def test_large():
    numbers = random.Random(1)
    with open("large.txt", "w") as file:
        for i in range(120000):
            file.write(f"Story number {i} of the day was printed twice in this very long newspaper.\n" * 2)
            if numbers.random() < .1:
                file.write("Advertisement\n")
    run("clean", "-q", "large.txt", "-o", "large.out", "--journal", "large.j.zst")
    run("report", "large.j.zst", "-o", "large.html")
    text = open("large.html").read()
    check(f"the page stays small: {len(text)}", len(text) < 1 << 20)
    check("all are counted", "120,000" in text and "119,500 more are in the journal" in text)
    check("the same again", run("report", "large.j.zst") == text.encode())


def test_records():
    with open("r.jsonl", "w") as file:
        file.write('{"text":"The ferry sank at noon."}\nno JSON\n{"id":"x"}\n{"text":"Divers found the bell."}\n')
    for form in "text", "jsonl":
        run("clean", "-q", "r.jsonl", "--write", form, "--journal", "r.j", status=1)
        text = Page(run("report", "r.j").decode()).text
        check(f"lines are no articles, to {form}", "2 articles were read, 2 written, 2 lines that are no articles." in text)


def test_long_names():
    with open("long.jsonl", "w") as file:
        for i in range(3000):
            line = f"Story number {i} of the day was printed twice in it.\n"
            file.write(json.dumps({"id": f"{i}/" + "n" * 20000, "text": line * 2}) + "\n")
    run("clean", "-q", "long.jsonl", "-o", "long.out", "--journal", "long.j.zst")
    check("long names are cut", len(run("report", "long.j.zst")) < 1 << 20)


def test_refused():
    run("report", "j", "-o", "j", status=2)
    run("report", "nowhere", status=2)
    run("report", "in/<b>bold<&\"'1.txt", status=2)
    check("the journal is as it was", run("explain", "j", os.fsdecode(b"\xff\x01.txt")) != b"")


def dom(browser, text):
    """The page as the browser has made it."""
    with open("page.html", "w") as file:
        file.write(text)
    return subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={os.getcwd()}/profile",
                           "--window-size=500,900", "--dump-dom", f"file://{os.getcwd()}/page.html"],
                          capture_output=True, timeout=60).stdout.decode()


def test_browser(text):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        print("SKIP the browser: there is no chromium")
        return
    made = dom(browser, text)
    page = Page(made)
    check("no script but ours ran", "<title>copydesk: what was removed</title>" in made)
    check("ours did", "hidden" not in page.attributes)
    check("the same rows", page.tags["tr"] == Page(text).tags["tr"])
    measure = """<script>
        document.documentElement.style.width = '340px';   // no window is made as narrow
        const edges = [...document.querySelectorAll('table')].map(table => table.getBoundingClientRect().right);
        document.body.className = Math.max(...edges) > 340 ? 'cut off' : 'fits';
    </script></body>"""
    check("on a telephone no table is cut off", '<body class="fits">' in dom(browser, text.replace("</body>", measure)))



with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    hostile = test_hostile()
    test_numbers()
    test_whole()
    test_large()
    test_records()
    test_long_names()
    test_refused()
    test_browser(hostile)
    os.chdir("/")
checks.end()
