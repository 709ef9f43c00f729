#!/usr/bin/env python3
"""streams.py PROGRAM PRELOAD -- as run.sh, for what reads no folder: standard input in
all its forms, files of records, and the commands beside clean. One call fails in each
try (or that and all later ones: "malloc+"), and the program
  - does not crash or hang, and leaves no temporary file;
  - with status 0 has written what an undisturbed run writes;
  - with status 1 has written the beginning of it to standard output;
  - with status 2 says why, and of short memory nothing else than that.
Ends with a line "N passed, N failed"."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from checks import Checks, files  # noqa: E402

checks = Checks(sys.argv[1])
preload = os.path.abspath(sys.argv[2])
corpus = os.path.join(HERE, '../../corpus/articles')
NAMES = ('courier/crlf', 'courier/boilerplate-every-class', 'courier/bad-bytes', 'harbour-post/hard-wrapped',
         'harbour-post/spaces', 'meridian-wire/decomposed', 'world-desk/french')
RULES = '''rule picks
    class readmore
    line Our picks \u2013 \u00c9t\u00e9
    yes Our picks \u2013 \u00c9t\u00e9
rule picked
    class readmore
    like The * of the harbour
    yes The cats of the harbour
    no The harbour
'''
WALL = 'Zugriff verweigert\n\n403 Forbidden\n'

# what each reads, and the faults tried: CALL:ERRNO, "malloc+": from then on
ON_STDIN = 'malloc:0 malloc+:0 read:5 read:4 read:11'
SCENARIOS = (
    ('clean -q', 'all.txt', ON_STDIN),
    ('clean -q', 'all.txt.gz', ON_STDIN),
    ('clean -q', 'all.txt.bz2', ON_STDIN),
    ('clean -q', 'all.jsonl', ON_STDIN),
    ('clean -q', 'all.jsonl.gz', ON_STDIN),
    ('clean -q', 'all.warc.gz', ON_STDIN),
    ('clean -q -j 2 all.jsonl -o out/all.jsonl --journal out/j.gz --near drop', None, 'malloc:0 write:28 close:5'),
    ('clean -q --memory 64K', 'all.txt', 'malloc:0 write:28'),
    ('clean -q -j 1 old -o out/old', None, 'malloc:0'),
    ('clean -q -j 1 walls -o out/walls', None, 'malloc:0'),
    ('clean -q -j 1 --near drop --keep longest twice -o out/twice', None, 'open:13 read:5'),
    ('clean -q --rules my.rules', 'all.txt', 'malloc:0 read:5'),
    ('report whole.journal', None, 'malloc:0 malloc+:0 read:5'),
    ('explain whole.journal crlf.txt', None, 'malloc:0 malloc+:0 read:5'),
    ('keys all.jsonl', None, 'malloc:0'),
    ('diff crlf.txt spaces.txt', None, 'malloc:0 malloc+:0 read:5 read:4'),
    ('rules test Advertisement', None, 'malloc+:0'),
)


def put(name, data):
    os.makedirs(os.path.dirname(name) or '.', exist_ok=True)
    with open(name, 'wb') as f:
        f.write(data)


def prepare():
    texts = []
    for name in NAMES:
        with open(f'{corpus}/{name}.txt', 'rb') as f:
            texts.append(f.read())
        put('in/' + os.path.basename(name) + '.txt', texts[-1])
    put('all.txt', b'\n\f\n'.join(texts))
    put('all.jsonl', b''.join(json.dumps({'id': n, 'text': t.decode('latin-1')}).encode() + b'\n' for n, t in zip(NAMES, texts)))
    put('all.warc', b''.join(b'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://x.example/\r\n'
                             b'Content-Length: %d\r\n\r\n%s\r\n\r\n' % (len(t), t) for t in texts))
    for name in 'all.txt', 'all.jsonl', 'all.warc':
        subprocess.run(['gzip', '-k', name], check=True)
    subprocess.run(['bzip2', '-k', 'all.txt'], check=True)
    for name in 'crlf.txt', 'spaces.txt':
        shutil.copy('in/' + name, name)
    russian = 'Мост через реку закрыт до осени, сообщили в порту вчера вечером. ' * 6
    for encoding in 'koi8-r', 'utf-16-le':
        put(f'old/{encoding}.txt', f'{encoding}\n\n{russian}'.encode(encoding))
    for i in 1, 2:
        put(f'walls/{i}.txt', WALL.encode())
    story = ''.join(f'On day {i} the keeper of pier {7 * i} counted {11 * i} barrels of tar. ' for i in range(1, 15))
    for i in 1, 2:
        put(f'twice/{i}.txt', (story + 'And so on, it is said. ' * i).encode())
    put('my.rules', RULES.encode())
    checks.run('clean', '-q', 'in', '-o', 'whole', '--journal', 'whole.journal')


def run(words, stdin, fault):
    """Status, standard output, messages and files of one run; whether the fault happened."""
    for name in 'out', 'tmp':
        shutil.rmtree(name, ignore_errors=True)
        os.mkdir(name)
    if os.path.exists('mark'):
        os.remove('mark')
    env = dict(os.environ, TMPDIR=os.path.abspath('tmp'))
    if fault:
        env.update(FAULT=fault, FAULT_MARK=os.path.abspath('mark'), LD_PRELOAD=preload)
    with open(stdin or os.devnull, 'rb') as source:
        try:
            done = subprocess.run([checks.copydesk, *words.split()], stdin=source, capture_output=True, env=env, timeout=30)
        except subprocess.TimeoutExpired:
            return 'hangs', b'', b'', {}, True
    return done.returncode, done.stdout, done.stderr, {**files('out'), **files('tmp')}, os.path.exists('mark')


def fault_of(got, whole, call):
    """What is wrong with a run; '' when nothing is."""
    status, out, said, left, _ = got
    if status not in (0, 1, 2):
        return f'status {status}'
    if any('.copydesk-' in name for name in left):
        return 'left a temporary file'
    if status == 0 and (out, left) != (whole[1], whole[3]):
        return 'status 0, but the output differs'
    if status == 1 and not whole[1].startswith(out):
        return 'status 1, and the output is not the beginning of the whole'
    if status > whole[0] and not said:
        return 'no message'
    if status == 2 and call.startswith('malloc') and b'memory' not in said:
        return 'short memory is called something else'
    return ''


def sweep(words, stdin, fault):
    whole = run(words, stdin, None)
    call, code = fault.split(':')
    plus, call, number = '+' * call.endswith('+'), call.rstrip('+'), 1
    what = f'{words}{" <" + stdin if stdin else ""}, {fault}'
    checks.check(f'{what}: undisturbed', whole[0] < 2, whole[2])
    while number < 30000:
        got = run(words, stdin, f'{call}:{number}{plus}:{code}')
        if not got[4]:
            break
        wrong = fault_of(got, whole, call)
        if code in ('4', '11') and got[:4] != whole[:4]:   # EINTR, EAGAIN: nobody is to notice
            wrong = wrong or 'is noticed'
        checks.check(f'{what}, number {number}: {wrong}', not wrong, got[2].decode(errors='replace'))
        number += 1 + number // 50
    print(f'{what}: stopped after call {number}', flush=True)


with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    prepare()
    for words, stdin, faults in SCENARIOS:
        for fault in faults.split():
            sweep(words, stdin, fault)
    os.chdir('/')
checks.end()
