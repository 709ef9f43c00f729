"""keys.py COPYDESK -- `keys`, sorted and grouped by the standard tools, and
`clean --drops` make the same text as one run of corpus scope: on the corpus,
and on random small ones full of copies, quotes and trailing headlines. Ends
with a line "N passed, N failed"."""
import os, random, subprocess, sys, tempfile

from checks import Checks, files

checks = Checks(sys.argv[1])
check, run = checks.check, checks.run
corpus = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'corpus', 'articles'))

GROUP = r"""
set -eu
LC_ALL=C; export LC_ALL
: >drops.tsv
rounds=0
while "$1" keys -j2 "$2" --drops drops.tsv | sort -s -k1,1 |
          awk -F'\t' '$1 != k { k = $1; a = $2 } $2 != a' >new.tsv
      ! cmp -s new.tsv drops.tsv
do
    mv new.tsv drops.tsv
    rounds=$((rounds + 1))
    [ $rounds -lt 8 ] || { echo "the list does not settle" >&2; exit 1; }
done
echo $rounds
"""


def compare(what, tree):
    """Cleans tree both ways; returns the number of rounds."""
    grouped = subprocess.run(['sh', '-c', GROUP, 'sh', checks.copydesk, tree], capture_output=True)
    check(f'{what}: grouped', grouped.returncode == 0, grouped.stderr)
    run('clean', '-q', '--max-removed', '100', tree, '-o', f'{tree}.one')
    run('clean', '-q', '--max-removed', '100', '--scope', 'article', '--drops', 'drops.tsv', '--journal', 'journal',
        tree, '-o', f'{tree}.two')
    one, two = files(f'{tree}.one'), files(f'{tree}.two')
    check(f'{what}: the same text', one == two, sorted(p for p in set(one) | set(two) if one.get(p) != two.get(p)))
    run('restore', '-q', 'journal', f'{tree}.two', '-o', f'{tree}.back')
    wanted = {p: b for p, b in files(tree).items() if p.endswith(('.txt', '.text'))}
    check(f'{what}: restored', files(f'{tree}.back') == wanted)
    return int(grouped.stdout or 0)


# ---- random corpora: few texts, so that all that can meet meets ----

WORDS = 'harbour ferry mayor bridge winter market council island storm baker'.split()


def sentence(pick):
    return ('The ' + ' '.join(pick.choice(WORDS) for _ in range(12)) + '.').capitalize()


def headline(pick):
    return ' '.join(pick.choice(WORDS).capitalize() for _ in range(9))


def random_tree(seed, tree):
    pick = random.Random(seed)
    pool = [sentence(pick) for _ in range(12)] + [headline(pick) for _ in range(4)] + ['Rain fell.', 'Nobody was hurt.']
    articles = []
    for i in range(24):
        if articles and pick.random() < 0.2:
            lines = list(pick.choice(articles))
            if pick.random() < 0.5:
                lines.insert(pick.randrange(len(lines) + 1), pick.choice(pool))
        else:
            lines = [pick.choice(pool) for _ in range(pick.randrange(1, 6))]
        if pick.random() < 0.4:
            lines.append(headline(pick) if pick.random() < 0.3 else pool[12 + pick.randrange(4)])
        articles.append(lines)
        path = f'{tree}/{"ab"[i % 2]}/{i:02}.txt'
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write('\n\n'.join(lines) + '\n')


def test_one_id():
    """Records that all have one id, or none, are told apart by the list."""
    pick = random.Random(11)
    pool = [sentence(pick) for _ in range(6)]
    for name in ('one', 'none', 'two'):
        with open(f'{name}.jsonl', 'w') as f:
            for i in range(40):
                text = '\\n'.join(pick.choice(pool) for _ in range(pick.randrange(1, 4)))
                head = {'one': '"id":"x",', 'none': '', 'two': f'"id":"x{i % 2}",'}[name]
                f.write('{%s"text":"%s"}\n' % (head, text))
        grouped = subprocess.run(['sh', '-c', GROUP, 'sh', checks.copydesk, f'{name}.jsonl'], capture_output=True)
        check(f'id {name}: grouped', grouped.returncode == 0, grouped.stderr)
        one = run('clean', '-q', '--max-removed', '100', '--scope', 'corpus', f'{name}.jsonl').stdout
        two = run('clean', '-q', '--drops', 'drops.tsv', '--journal', 'journal', f'{name}.jsonl', '-o', f'{name}.two.jsonl')
        with open(f'{name}.two.jsonl', 'rb') as f:
            check(f'id {name}: the same records', f.read() == one)
        run('restore', '-q', 'journal', f'{name}.two.jsonl', '-o', f'{name}.back')
        with open(f'{name}.jsonl', 'rb') as f:
            check(f'id {name}: restored', list(files(f'{name}.back').values()) == [f.read()])


def test_lists():
    os.makedirs('odd')
    text = 'The ferry left the harbour in the morning with all the mail of the island on board.'
    with open('odd/a\tb\\c\n.txt', 'w') as f:
        f.write(f'Rain.\n\n{text}\n')
    lines = run('keys', 'odd').stdout.decode().splitlines()
    names = [line.split('\t')[1:] for line in lines]
    check('lines and escapes', names == [['a\\x09b\\x5Cc\\x0A.txt', '0'], ['a\\x09b\\x5Cc\\x0A.txt', '2']], lines)
    with open('list', 'w') as f:
        f.write(lines[1] + '\r\n')
    check('a list drops what it says', run('clean', '-q', 'odd', '--drops', 'list').stdout == b'Rain.\n')
    check('and says nothing of it', b'lists' not in run('clean', 'odd', '--drops', 'list').stderr)
    said = run('clean', '--drops', 'list', stdin=b'Rain.\n').stderr
    check('a list for other articles is told', b"nothing that --drops lists is in these articles" in said, said)
    with open('list', 'w') as f:
        f.write('0' + lines[1][1:] + '\n')
    check('and nothing that has another key', text.encode() in run('clean', '-q', 'odd', '--drops', 'list').stdout)
    for bad in ('x', '0' * 32, '0' * 31 + '\ta\t1', '0' * 32 + '\ta\t', '0' * 32 + '\t\t1', '0' * 32 + '\ta\t1x'):
        with open('list', 'w') as f:
            f.write(lines[0] + '\n' + bad + '\n')
        said = run('clean', '-q', 'odd', '--drops', 'list', status=2).stderr
        check('a bad line is named', b"list:2: no line of 'copydesk keys'" in said, said)
    said = run('clean', '-q', '--drops', 'list', '--scope', 'corpus', 'odd', status=2).stderr
    check('not with corpus scope', b'leave out one of them' in said, said)
    said = run('clean', '-q', '--drops', '-', status=2).stderr
    check('not both from stdin', b'cannot both come' in said, said)


def test_pieces():
    """A huge article has its paragraphs numbered through, and no sequence."""
    with open('huge.txt', 'w') as f:
        for i in range(60000):
            f.write(f'Paragraph {i} of the long report on the harbour, its boats and its people.\n\n')
    numbers = [line.split(b'\t')[2] for line in run('keys', 'huge.txt').stdout.splitlines()]
    check('pieces', numbers == [b'%d' % i for i in range(1, 60001)], numbers[:3])
    pick = random.Random(3)
    listed = [line for line in run('keys', 'huge.txt').stdout.splitlines(True) if pick.random() < 0.5]
    pick.shuffle(listed)
    with open('half', 'wb') as f:
        f.write(b''.join(listed))
    want = run('clean', '-q', 'huge.txt', '--drops', 'half').stdout
    check('a list drops its half', want.count(b'Paragraph') == 60000 - len(listed))
    for memory in ('1K', '300K', '600K', '1G'):
        check(f'the same with --memory {memory}', run('clean', '-q', 'huge.txt', '--drops', 'half', '--memory', memory).stdout == want)
    check('keys too', run('keys', 'huge.txt', '--drops', 'half', '--memory', '1K').stdout == run('keys', 'huge.txt', '--drops', 'half').stdout)
    os.mkdir('gone')
    said = subprocess.run([checks.copydesk, 'clean', '-q', 'huge.txt', '--drops', 'half', '--memory', '1K'], capture_output=True,
                          env={**os.environ, 'TMPDIR': 'gone/nowhere'})
    check('no room for the list', said.returncode == 2 and b'gone/nowhere' in said.stderr, said.stderr)


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        os.symlink(corpus, 'articles')
        compare('the corpus', 'articles')
        rounds = []
        for seed in range(16):
            random_tree(seed, f'random{seed}')
            rounds.append(compare(f'random corpus {seed}', f'random{seed}'))
        check('some need more than one round', max(rounds) > 1, rounds)
        test_one_id()
        test_lists()
        test_pieces()
        os.chdir('/')
    checks.end()


main()
