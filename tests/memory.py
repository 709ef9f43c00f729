"""memory.py COPYDESK -- what a run takes at the most: 32 MiB by itself, 34 bytes
for each distinct paragraph, or with --memory what that says, whatever the input is
and wherever it comes from; and the cap changes nothing that is written. Ends with
a line "N passed, N failed".

The system reckons what a child takes from its parent's size on: nothing large is
held here."""
import filecmp, os, random, subprocess, sys, tempfile

from checks import Checks

checks = Checks(sys.argv[1])
check = checks.check
scratch = tempfile.TemporaryDirectory()
os.chdir(scratch.name)
MIB = 1 << 20
OWN = 32 * MIB
WHOLE = 4 * MIB - 1000    # an article that is no larger is not worked in pieces for its size
PARAGRAPHS = 400_000      # distinct ones: 22 bytes each make twice the cap
CAP = 4 * MIB


def peak(out, most, *words, stdin=os.devnull, status=0):
    """Runs copydesk with these words, its output to the file out; checks its status, and that it took no
    more than `most` bytes."""
    with open(stdin, 'rb') as given, open('stderr', 'wb') as told, open(out, 'wb') as to:
        child = subprocess.Popen([checks.copydesk, *words], stdin=given, stdout=to, stderr=told)
        _, code, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(code)
    what = f'copydesk {" ".join(words)}' + (f' < {stdin}' if stdin != os.devnull else '')
    check(f'status of {what}', child.returncode == status, child.returncode)
    check(f'memory of {what}', used.ru_maxrss * 1024 <= most,
          f'{used.ru_maxrss / 1024:.1f} MiB, of {most / MIB:.1f}')


def repeat(name, piece, size, before='', behind=''):
    """So many bytes of one piece after the other."""
    piece = piece.encode()
    part = piece * (65536 // len(piece) + 1)
    with open(name, 'wb') as f:
        f.write(before.encode())
        for _ in range(size // len(part)):
            f.write(part)
        f.write(behind.encode())


def make_news(name, between, times=1):
    """Short paragraphs, five to an article; all different, or so many times each."""
    pick = random.Random(1)
    syllables = ['ba', 'den', 'for', 'gul', 'har', 'in', 'jor', 'ka', 'lem', 'mi', 'nor', 'o', 'per', 'ro', 'san', 'ta']
    words = [a + b + c for a in syllables for b in syllables for c in syllables]
    with open(name, 'w') as f:
        for i in range(PARAGRAPHS):
            f.write((' '.join(pick.choices(words, k=9)) + '.\n') * times + (between if i % 5 == 4 else ''))


def make_records(name):
    """Each id twice: what is known is asked for whenever a set is full, too."""
    with open(name, 'w') as f:
        for i in range(3 * PARAGRAPHS):
            f.write('{"id":"%d","text":"Short."}\n' % i * 2)


def make_feed(name):
    """Articles of one paragraph."""
    with open(name, 'w') as f:
        for i in range(300_000):
            f.write(f'The ferry number {i} sails again from the old harbour to the island of {7 * i} today.\n\f\n')


# ---- by itself: nothing is remembered ----

peak('out', OWN, 'clean', '-q', '-j', '8')
SHAPES = {
    'letters': 'a\n',        # two million lines
    'carriage': 'a\r',
    'tabs': 'a\v',           # vertical ones
    'separators': 'a\u2028',
    'next-lines': 'a\x85',
    'one-line': 'the town council met again on Friday and ',
    'spaces': ' ',
    'entities': '&amp; &eacute;t&eacute; ',
}
for shape, piece in SHAPES.items():
    repeat(f'{shape}.txt', piece, WHOLE)
    repeat('four.txt', piece, 4 * WHOLE)
    peak('one', OWN, 'clean', '-q', '-j', '1', '--memory', '1M', f'{shape}.txt')
    peak('two', OWN, 'clean', '-q', '-j', '1', '--memory', '1M', stdin=f'{shape}.txt')
    check(f'{shape}: the same from a pipe', filecmp.cmp('one', 'two', shallow=False))
    peak('out', OWN, 'clean', '-q', '-j', '1', '--memory', '1M', stdin='four.txt')
    os.mkdir(shape)
    for i in range(4):
        os.link(f'{shape}.txt', f'{shape}/{i}.txt')
    peak('out', OWN + 10 * MIB, 'clean', '-q', '-j', '2', '--max-removed', '100', shape, '-o', f'{shape}.out')

# a record is held whole, but not for any number of lines
repeat('lines.jsonl', 'a\\n', 6 * MIB, '{"text":"', '"}\n')
peak('out', OWN + 3 * 6 * MIB, 'clean', '-q', '-j', '1', 'lines.jsonl', status=1)

# ---- what is remembered ----

make_news('news.txt', '\f\n')
make_news('article.txt', '', 2)
make_records('short.jsonl')
peak('one', OWN + 40 * 3 * PARAGRAPHS, 'keys', '-q', '-j', '1', 'short.jsonl')
peak('two', OWN + CAP, 'keys', '-q', '-j', '1', '--memory', '4M', 'short.jsonl')
check('keys: the same with a cap', filecmp.cmp('one', 'two', shallow=False))

for name, most, *more in (('news.txt', 34, '--scope', 'corpus'), ('article.txt', 34, '--scope', 'article'),
                          ('news.txt', 500, '--near', 'drop'), ('news.txt', 160, '--near-paragraphs', 'drop')):
    words = ['clean', '-q', '-j', '1', *more, name]
    peak('one', OWN + most * PARAGRAPHS, *words)
    peak('two', OWN + CAP, *words, '--memory', '4M')
    check(f'{" ".join(words)}: the same with a cap', filecmp.cmp('one', 'two', shallow=False))

# a state's ledger of 29 MB
make_feed('feed.txt')
for night in 'first', 'second':
    peak('out', OWN + MIB, 'clean', '-q', '-j', '1', '--memory', '1M', '--state', 'seen', 'feed.txt')

checks.end()
