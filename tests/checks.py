"""What the property tests share: they run the program, look at what it left
behind, and count what held."""
import os
import subprocess
import sys


def files(root):
    """{path below root: bytes}, of all files below; of a file, itself."""
    found = {}
    if os.path.isfile(root):
        with open(root, 'rb') as f:
            return {os.path.basename(root): f.read()}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, 'rb') as f:
                found[os.path.relpath(path, root)] = f.read()
    return found


def same_files(a, b):
    """Of two files, or two folders with all that is below; where there is nothing, no."""
    one, two = files(a), files(b)
    if os.path.isfile(a) and os.path.isfile(b):
        one, two = list(one.values()), list(two.values())
    return bool(one) and one == two


def journal_records(path):
    """The lines of a journal that speak of articles: all but the runs' own."""
    with open(path) as f:
        return [line for line in f if '"record":"run"' not in line and '"record":"end"' not in line]


class Checks:
    def __init__(self, copydesk):
        self.copydesk = os.path.abspath(copydesk)
        self.passed = self.failed = 0

    def check(self, what, good, detail=''):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            said = f'FAILED: {what}\n    {str(detail)[:2000]}'
            print(said.encode(errors='backslashreplace').decode())   # names need not be UTF-8

    def same(self, what, got, wanted):
        """Of two dicts; names the keys that differ."""
        odd = sorted(set(got) ^ set(wanted)) or [k for k in wanted if got[k] != wanted[k]]
        self.check(what, not odd, odd)

    def run(self, *words, status=0, stdin=None):
        """copydesk with these words; its status is checked, its output returned."""
        done = subprocess.run([self.copydesk, *words], input=stdin, capture_output=True)
        self.check(f'status of copydesk {" ".join(words)}', done.returncode == status,
                   f'{done.returncode}: {done.stderr.decode(errors="replace")}')
        return done

    def end(self):
        """The last line; exits."""
        print(f'{self.passed} passed, {self.failed} failed')
        sys.exit(self.failed > 0)
