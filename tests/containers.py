"""containers.py COPYDESK -- the same articles in any container give the same
clean text, and restore gives them back; hostile and cut containers are named,
and nothing is written outside the output. Containers are made by the standard
tools. Ends with a line "N passed, N failed"."""
import bz2, gzip, io, json, lzma, os, random, re, shutil, subprocess, sys, tarfile, tempfile, zipfile

from checks import Checks, files

corpus = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'corpus', 'articles')
corpus = os.path.abspath(corpus)
checks = Checks(sys.argv[1])
check, same, run = checks.check, checks.same, checks.run


def put(path, data):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data)


def line(i):
    return f'The ferry number {i} left the harbour in the morning with all the mail of the island on board.\n'.encode()


# ---- the articles ----

def make_articles():
    articles = {p: b for p, b in files(corpus).items() if p.endswith(('.txt', '.text'))}
    articles['zz-long/empty.txt'] = b''
    return dict(sorted(articles.items(), key=lambda a: os.fsencode(a[0])))


def test_huge():
    """A member in pieces, in each way of reading."""
    huge = b''.join(b'Paragraph %d of the long report on the harbour, its boats and its people.\n\n' % i
                    for i in range(60000))
    put('huge/report.txt', huge)
    put('packed-huge/report.txt.gz', gzip.compress(huge, 1))
    put('huge.wet', wet_record(b'conversion', b'http://huge/', huge))
    subprocess.run(['bsdtar', '-C', 'huge', '-czf', 'huge.tgz', 'report.txt'], check=True)
    run('clean', '-q', 'huge', '-o', 'huge.out')
    wanted = files('huge.out')['report.txt']
    for name in ('packed-huge', 'huge.wet', 'huge.tgz'):
        run('clean', '-q', '--journal', 'huge.journal', name, '-o', 'huge.got')
        check(f'huge: {name}', list(files('huge.got').values()) == [wanted])
        run('restore', '-q', 'huge.journal', 'huge.got', '-o', 'huge.back')
        check(f'huge: {name}, restored', list(files('huge.back').values()) == [huge])
        shutil.rmtree('huge.got')
        shutil.rmtree('huge.back')


def wet_record(kind, uri, body, plain=b'text/plain'):
    return (b'WARC/1.0\r\nWARC-Type: ' + kind + b'\r\nWARC-Target-URI: ' + uri + b'\r\n'
            b'Content-Type: ' + plain + b'\r\nContent-Length: %d\r\n\r\n' % len(body) + body + b'\r\n\r\n')


def make_wet(articles):
    parts = [wet_record(b'warcinfo', b'', b'software: test\r\n', b'application/warc-fields')]
    for path, body in articles.items():
        host = path.split('/')[0].encode()
        parts.append(wet_record(b'conversion', b'https://user@WWW.' + host + b'.example:8080/' + path.encode(), body))
    return parts


def make_containers(articles):
    for path, body in articles.items():
        put(f'plain/{path}', body)
        put(f'packed/{path}.zst', b'')
    put('list', '\n'.join(articles).encode() + b'\n')
    for name, *words in (('a.tar.gz', '-z'), ('a.tar.zst', '--zstd'), ('a.tar.xz', '-J'), ('a.tgz', '-z'), ('a.tar',),
                         ('a.zip', '--format', 'zip'), ('a.7z', '--format', '7zip'), ('a.cpio', '--format', 'cpio'),
                         ('a.cpio.bz2', '--format', 'cpio', '-j'), ('a.tar.lz4', '--lz4'), ('a.tar.lzma', '--lzma'), ('a.tar.lz', '--lzip'),
                         ('a.tlz', '--lzip')):
        subprocess.run(['bsdtar', '-C', 'plain', *words, '-cf', name, '-T', os.path.abspath('list')], check=True)
    with zipfile.ZipFile('python.zip', 'w', zipfile.ZIP_DEFLATED) as z:
        for path, body in articles.items():
            z.writestr(path, body)
    for path, body in articles.items():
        packed = subprocess.run(['zstd', '-qc'], input=body, capture_output=True, check=True).stdout
        put(f'packed/{path}.zst', packed)
    for path, body in list(articles.items())[::3]:
        os.remove(f'packed/{path}.zst')
        put(f'packed/{path}.lzma', lzma.compress(body, format=lzma.FORMAT_ALONE, preset=0))
    with tarfile.open('of-packed.tar', 'w') as t:
        for path, body in articles.items():
            add(t, path + '.xz', lzma.compress(body, preset=0))


def add(t, name, data=b'', kind=tarfile.REGTYPE, link=''):
    member = tarfile.TarInfo(name)
    member.size, member.type, member.linkname = len(data), kind, link
    t.addfile(member, io.BytesIO(data))


def test_same_text():
    articles = make_articles()
    make_containers(articles)
    run('clean', '-q', '--journal', 'plain.journal', 'plain', '-o', 'plain.out')
    wanted = files('plain.out')
    check('the corpus is not empty', len(wanted) > 30)
    for name in ('a.tar.gz', 'a.tar.zst', 'a.tar.xz', 'a.tgz', 'a.tar', 'a.zip', 'a.7z', 'a.cpio', 'a.cpio.bz2',
                 'a.tar.lz4', 'a.tar.lzma', 'a.tar.lz', 'a.tlz', 'python.zip', 'packed', 'of-packed.tar'):
        run('clean', '-q', '-j1', name, '-o', 'out')
        run('clean', '-q', '-j4', '--journal', 'journal.zst', name, '-o', 'out4')
        same(f'{name} gives the same text as the tree', files('out'), wanted)
        same(f'{name}: the same for any number of threads', files('out4'), wanted)
        run('restore', '-q', 'journal.zst', 'out4', '-o', 'back')
        same(f'{name}: restored', files('back'), articles)
        for d in ('out', 'out4', 'back'):
            shutil.rmtree(d)
    # to standard output, and into a compressed file
    stream = run('clean', '-q', 'plain').stdout
    check('a tar on stdout', run('clean', '-q', 'a.tar.gz').stdout == stream)
    one = 'courier/crlf.txt'
    run('clean', '-q', '--journal', 'j', f'plain/{one}', '-o', 'one.txt.gz')
    first = open('one.txt.gz', 'rb').read()
    check('compressed output', gzip.decompress(first) == wanted[one])
    check('no time of day in it', first[4:8] == bytes(4))
    run('restore', '-q', 'j', 'one.txt.gz', '-o', 'back')
    same('restored from compressed text', files('back'), {f'plain/{one}': articles[one]})
    return articles, wanted


def test_wet(articles, wanted):
    parts = make_wet(articles)
    put('a.warc.wet.gz', b''.join(gzip.compress(p) for p in parts))   # a member each, as crawls have
    put('a.wet', b''.join(parts))
    clean = {}
    for i, path in enumerate(articles):
        if path in wanted:
            clean[f'www.{path.split("/")[0]}.example/{i + 2:06}.txt'] = wanted[path]
    for name in ('a.warc.wet.gz', 'a.wet'):
        said = run('clean', '-v', '--journal', 'wet.journal', name, '-o', 'wet.out').stderr
        same(f'{name} gives the same text as the tree', files('wet.out'), clean)
        check(f'{name}: the other record is told', b'records that are no text passed over: 1' in said, said)
        run('restore', '-q', 'wet.journal', 'wet.out', '-o', 'wet.back')
        check(f'{name}: restored', sorted(files('wet.back').values()) == sorted(articles.values()))
        shutil.rmtree('wet.out')
        shutil.rmtree('wet.back')
    for what, data, words in (
            ('no header', b'hello\n', b'begins with no WARC header'),
            ('no length', b'WARC/1.0\r\nWARC-Type: conversion\r\n\r\nx', b'no Content-Length'),
            ('a bad length', b'WARC/1.0\r\nContent-Length: 12x\r\n\r\nx', b'no Content-Length'),
            ('no end', b'WARC/1.0\r\nContent-Length: 12\r\n', b'its header has no end'),
            ('a cut record', wet_record(b'conversion', b'http://a.example/', line(1))[:-40], b'ends inside it')):
        put('bad.wet', wet_record(b'conversion', b'http://../', line(0)) + data)
        said = run('clean', 'bad.wet', '-o', 'wet.out', status=1).stderr
        check(f'WET with {what} is named', words in said and b'record 2' in said and b'1 skipped' in said, said)
        same(f'WET with {what}: what came before stays', files('wet.out'), {'_./000001.txt': line(0)})
        shutil.rmtree('wet.out')
    put('wget.warc', b''.join(wet_record(b'resource', uri, line(i)) for i, uri in enumerate((
        b'<metadata://gnu.org/software/wget/warc/wget_arguments.txt>', b'<http://A.example>', b'urn:X-wpull:log',
        b'urn:text:https://b.example/page'))))
    run('clean', '-q', 'wget.warc', '-o', 'wet.out')
    same("a crawler's own log is no article, whatever stands around an address", files('wet.out'),
         {'a.example/000002.txt': line(1), 'b.example/000004.txt': line(3)})
    shutil.rmtree('wet.out')
    put('folded.wet', b''.join(b'WARC/1.0\r\n' + head + b'\r\nContent-Length: %d\r\n\r\n' % len(line(i)) + line(i) + b'\r\n\r\n'
        for i, head in enumerate((b'WARC-Type:\r\n conversion\r\nContent-Type: \r\n\ttext/plain\r\nWARC-Target-URI:\r\n  http://a.example/',
                                  b'WARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: http://b.example/\r\nX-Note: one'
                                  b'\r\n WARC-Type: response\r\n WARC-Target-URI: http://c.example/'))))
    run('clean', '-q', 'folded.wet', '-o', 'wet.out')
    same('header lines that go on in the next', files('wet.out'), {'a.example/000001.txt': line(0), 'b.example/000002.txt': line(1)})
    shutil.rmtree('wet.out')
    page = wet_record(b'response', b'http://a.example/', b'HTTP/1.1 200 OK\r\n\r\n<p>x</p>', b'application/http')
    put('pages.warc', make_wet({})[0] + page * 3)
    said = run('clean', '-q', 'pages.warc', 'wget.warc', '-o', 'wet.out', status=1).stderr
    check('a crawl of pages alone is named', said.count(b'pages.warc: holds 3 pages and no text') == 1, said)
    shutil.rmtree('wet.out')
    put('pages/pages.warc', page)
    put('pages/a.txt', line(1))
    run('clean', '-q', 'pages', '-o', 'wet.out')   # in a folder, where much is passed over
    shutil.rmtree('wet.out')
    put('parted.wet', wet_record(b'conversion', b'http://a.example/', line(1)) + wet_record(b'continuation', b'http://a.example/', line(2))
        + wet_record(b'conversion', b'http://b.example/', line(3)))
    said = run('clean', '-q', 'parted.wet', '-o', 'wet.out', status=1).stderr
    check('a record that continues another is named', b'parted.wet: record 2: continues' in said and said.count(b'\n') == 1, said)
    same('and those around it stay', files('wet.out'), {'a.example/000001.txt': line(1), 'b.example/000003.txt': line(3)})
    shutil.rmtree('wet.out')
    put('pages.warc', page + wet_record(b'conversion', b'http://a.example/', line(1)))
    put('info.wet', make_wet({})[0])
    run('clean', '-q', 'pages.warc', 'info.wet', '-o', 'wet.out')
    shutil.rmtree('wet.out')
    good = wet_record(b'conversion', b'http://b.example/', line(2))
    short = good.replace(b'Content-Length: %d' % len(line(2)), b'Content-Length: 30')
    for what, data, kept in (
            ('a page of dirt', b'\0\xffdirt\n' * 9000 + b'\n', ()), ('a line without end', b'x' * 200000 + b'\n', ()),
            ('a length that is short', short, (2,)), ('a header without length', b'WARC/1.0\r\nWARC-Type: conversion\r\n\r\nWARC/ is no header\n\n', ()),
            ('a header without end', b'WARC/1.0\r\n' + b'A: b\r\n' * 20000, ())):
        put('torn.wet', wet_record(b'conversion', b'http://a.example/', line(1)) + data + good + good)
        said = run('clean', '--scope', 'article', 'torn.wet', '-o', 'wet.out', status=1).stderr
        numbers = sorted(int(n[-10:-4]) for n in files('wet.out'))
        next_one = 3 + len(kept)
        check(f'WET with {what} goes on', numbers == [1, *kept, next_one, next_one + 1], (numbers, said))
        check(f'WET with {what} is named once', said.count(b'torn.wet: record') == 1 and b'all is passed over' in said, said)
        shutil.rmtree('wet.out')


# ---- many at once ----

def test_names():
    put('two/x.zip', b'')
    for name, path, i in (('two/x.zip', 'a.txt', 1), ('y.zip', 'a.txt', 2)):
        with zipfile.ZipFile(name, 'w') as z:
            z.writestr(path, line(i))
            z.writestr('b.md', line(9))
    put('two/p.txt', line(3))
    put('two/p.txt.gz', gzip.compress(line(4)))
    put('two/p.txt.xz', lzma.compress(line(5)))
    put('two/q.txt.bz2', bz2.compress(line(6)))
    put('two/q.txt.gz', gzip.compress(line(7)))
    run('clean', '-q', 'two', 'y.zip', '-o', 'names.out')
    same('several PATHs', files('names.out'), {
        'two/p.txt': line(3), 'two/p.txt.gz.txt': line(4), 'two/p.txt.xz.txt': line(5), 'two/q.txt': line(6),
        'two/q.txt.gz.txt': line(7), 'two/x.zip/a.txt': line(1), 'y.zip/a.txt': line(2)})
    run('clean', '-q', 'two', '--include', '*.zip', '--include', '*.md', '--exclude', 'p*', '-o', 'names.md')
    same('include chooses archives and members', files('names.md'), {'x.zip/b.md': line(9)})
    said = run('clean', 'two', '--include', '*.zip', '-o', 'names.none', status=1).stderr
    check('an include that chooses nothing inside', b'two/x.zip: nothing in it has a name that --include' in said, said)
    put('dots/.gz', line(1))   # a name, not an ending
    put('crawls/c.wet', wet_record(b'conversion', b'http://a.example/', line(1)) +
        wet_record(b'conversion', b'http://b.example/', line(2)))
    run('clean', '-q', 'dots', '--include', '*', '-o', 'dots.out')
    same('a dot and an ending are a name', files('dots.out'), {'.gz': line(1)})
    with tarfile.open('dots.tar', 'w') as t:
        for name in ('..gz', 'a/...gz', 'b'):
            add(t, name, line(len(name)))
    run('clean', '-q', 'dots.tar', '--include', '*', '-o', 'dots.tar.out')
    same('and so are dots and an ending', files('dots.tar.out'), {'..gz': line(4), 'a/...gz': line(7), 'b': line(1)})
    run('clean', '-q', 'crawls', '--include', '*.wet', '--exclude', '*b.example/*', '-o', 'crawls.out')
    same('include chooses crawls, exclude records', files('crawls.out'), {'c.wet/a.example/000001.txt': line(1)})
    streamed = b'one\n\f\ntwo\n'
    put('s.txt.gz', gzip.compress(streamed))
    check('a compressed text stream is parted', run('clean', '-q', 's.txt.gz').stdout == streamed)
    put('s.txt.bz2', b'')
    said = run('clean', 's.txt.gz', 's.txt.bz2', status=2).stderr
    check('two that unpack to one name', b'two inputs are both called s.txt' in said, said)


# ---- JSON Lines inside ----

def test_records():
    records = b''.join(b'{"id": "r%d", "text": "%s\\n\\nAdvertisement"}\n' % (i, line(i).strip()) for i in range(5000))
    for path in ('rec/a.jsonl', 'rec/sub/b.jsonl'):
        put(path, records if 'a.' in path else records.replace(b'ferry', b'lorry'))
        put(path.replace('rec/', 'packed-rec/') + '.zst',
            subprocess.run(['zstd', '-qc', path], capture_output=True, check=True).stdout)
    put('rec/c.txt', line(0))
    put('packed-rec/c.txt.gz', gzip.compress(line(0)))
    run('clean', '-q', '--max-removed', '100', 'rec', '-o', 'rec.out')
    wanted = files('rec.out')
    check('records come out as records', wanted['a.jsonl'].count(b'\n') == 5000 and b'Advert' not in wanted['a.jsonl'])
    for name, *words in (('rec.tar.gz', 'rec'), ('rec-of-packed.tar', 'packed-rec'), ('rec.zip', 'rec', '--format', 'zip')):
        subprocess.run(['bsdtar', '-C', words[0], *words[1:], '-acf', name, *sorted(files(words[0]))], check=True)
    for name in ('rec.tar.gz', 'rec-of-packed.tar', 'rec.zip', 'packed-rec'):
        for j in '12':
            run('clean', '-q', '--max-removed', '100', '-j', j, '--journal', 'rec.journal', name, '-o', 'rec.got')
            same(f'{name}: the same records', files('rec.got'), wanted)
            run('restore', '-q', 'rec.journal', 'rec.got', '-o', 'rec.back')
            same(f'{name}: restored', files('rec.back'), files('rec'))
            shutil.rmtree('rec.got')
            shutil.rmtree('rec.back')
    check('one compressed file', run('clean', '-q', '--max-removed', '100', '--scope', 'corpus', 'packed-rec/a.jsonl.zst').stdout
          == run('clean', '-q', '--max-removed', '100', '--scope', 'corpus', 'rec/a.jsonl').stdout)


# ---- without a name ----

def piped(path, *words):
    """What comes out when it comes in through a pipe."""
    with open(path, 'rb') as f:
        return run('clean', '-q', *words, '-', stdin=f.read()).stdout

def test_unnamed():
    """Containers, compressed text and records on standard input, through a pipe and as a file, and under names that say nothing."""
    stream, scope = run('clean', '-q', 'plain').stdout, ('--scope', 'corpus')
    for name in ('a.tar.gz', 'a.tar.zst', 'a.tar.xz', 'a.tar', 'a.tar.lz4', 'a.tar.lzma', 'a.tar.lz', 'a.zip', 'a.cpio', 'a.cpio.bz2', 'python.zip', 'of-packed.tar', 'a.7z'):
        if name != 'a.7z':
            check(f'{name} through a pipe', piped(name) == stream)
        with open(name, 'rb') as f:
            check(f'{name} as standard input', subprocess.run([checks.copydesk, 'clean', '-q'], stdin=f, capture_output=True).stdout == stream)
        shutil.copy(name, 'unnamed')
        check(f'{name} without its name', run('clean', '-q', 'unnamed').stdout == stream)
    said = run('clean', stdin=open('a.7z', 'rb').read(), status=1).stderr
    check('a 7z cannot be piped', b'stdin: an archive of this kind does not come through a pipe' in said, said)
    check('a crawl', piped('a.warc.wet.gz') == run('clean', '-q', 'a.wet').stdout)
    put('texts.txt', b'\n\f\n'.join(line(i) * (i % 3) for i in range(9)))
    put('texts.jsonl', b''.join(b'{"text":"%s"}\n' % line(i)[:-1] for i in range(9)))
    for name in ('texts.txt', 'texts.jsonl'):
        wanted = run('clean', '-q', name).stdout
        check(f'{name} is something', len(wanted) > 500)
        check(f'{name} in a pipe', piped(name, *scope) == wanted)
        for pack in ('gzip', 'bzip2', 'xz', 'zstd', 'lz4'):
            packed = subprocess.run([pack, '-c'], stdin=open(name, 'rb'), capture_output=True, check=True).stdout
            check(f'{name} by {pack}', run('clean', '-q', *scope, stdin=packed).stdout == wanted)
            put('unnamed', packed)
            check(f'{name} by {pack}, without its name', run('clean', '-q', 'unnamed').stdout == wanted)
    os.makedirs('unnamed.out')
    run('clean', '-q', '--journal', 'unnamed.journal', '-o', 'unnamed.out', stdin=open('a.tar.gz', 'rb').read())
    same('a piped archive into a directory', files('unnamed.out'), files('plain.out'))
    run('restore', '-q', 'unnamed.journal', 'unnamed.out', '-o', 'unnamed.back')
    same('a piped archive, restored', files('unnamed.back'), files('plain'))
    run('clean', '-q', '--journal', 'unnamed.journal', '-o', 'unnamed.txt', stdin=open('a.tar.gz', 'rb').read())
    run('restore', '-q', 'unnamed.journal', 'unnamed.txt', '-o', 'unnamed.back2')
    same('a piped archive as one stream, restored', files('unnamed.back2'), files('plain'))


# ---- too large ones ----

def test_large():
    """One limit for all; what comes in pieces too."""
    small, large = line(1) * 10, b''.join(line(i) for i in range(60000))
    for name, body in (('a', small), ('b', large), ('c', line(3))):
        put(f'large/{name}.txt', body)
        put(f'packed-large/{name}.txt.gz', gzip.compress(body, 1))
    subprocess.run(['bsdtar', '-C', 'large', '-cf', 'large.tar', 'a.txt', 'b.txt', 'c.txt'], check=True)
    put('large.wet', b''.join(wet_record(b'conversion', b'http://a/', body) for body in (small, large, line(3))))
    for limit in (b'2000', b'5000000', b'9M'):
        for name, named in (('large', b'large/b.txt'), ('packed-large', b'packed-large/b.txt.gz'),
                            ('large.tar', b'large.tar/b.txt'), ('large.wet', b'large.wet/a/000002.txt')):
            whole = limit == b'9M'
            said = run('clean', '--scope', 'article', '--max-article', limit.decode(), name, '-o', 'large.out', '--journal', 'large.journal', status=not whole).stderr
            check(f'{name} at {limit}: named', whole or named + b': has more than %d bytes (--max-article)' % int(limit) in said, said)
            check(f'{name} at {limit}: the others stay', len(files('large.out')) == 2 + whole, files('large.out').keys())
            run('restore', '-q', 'large.journal', 'large.out', '-o', 'large.back')
            check(f'{name} at {limit}: restored', sorted(files('large.back').values()) == sorted([small, line(3)] + [large] * whole))
            shutil.rmtree('large.out')
            shutil.rmtree('large.back')


# ---- hostile ones ----

def test_hostile():
    with tarfile.open('bad.tar', 'w') as t:
        for i, name in enumerate(('/abs.txt', '../../up.txt', './a/../dots.txt', 'a/b.txt', 'a/b.txt', 'a/b.txt/c.txt',
                                  '.copydesk-x/own.txt', 'x' * 300 + '.txt', 'h\u00e9.txt', 'new\nline.txt')):
            add(t, name, line(i))
        add(t, 'link.txt', kind=tarfile.SYMTYPE, link='/etc/passwd')
        add(t, 'hard.txt', kind=tarfile.LNKTYPE, link='a/b.txt')
        add(t, 'device.txt', kind=tarfile.CHRTYPE)
        add(t, 'pipe.txt', kind=tarfile.FIFOTYPE)
        add(t, 'inner.zip', b'PK')
        add(t, 'photo.jpg', b'\xff\xd8')
        add(t, 'last.txt', line(20))
    os.makedirs('jail/below')
    said = run('clean', '-v', '-j2', 'bad.tar', '-o', 'jail/below/out', status=1).stderr.decode()
    same('nothing outside the output', files('jail'), {'below/out/' + p: b for p, b in {
        'abs.txt': line(0), 'up.txt': line(1), 'a/dots.txt': line(2), 'a/b.txt': line(3), 'a/b.txt.5': line(4),
        'h\u00e9.txt': line(8), 'new\nline.txt': line(9), 'last.txt': line(20)}.items()})
    put('absurd/a.cpio', b'070707' + b'0' * 6 + b'000001' + b'120777' + b'0' * 12 + b'000001' + b'0' * 17 + b'000002' +
        b'00777777777' + b'a\0' + b'x' * 100)   # a link of a megabyte and more
    put('absurd/b.txt', line(1))
    told = run('clean', 'absurd', '-o', 'absurd.out', status=1).stderr
    check('an absurd size is the fault of the archive alone', files('absurd.out') == {'b.txt': line(1)} and b'a.cpio: ' in told, told)
    for words in ('bad.tar//abs.txt: read as abs.txt', 'up.txt: read as up.txt', 'a/b.txt: read as a/b.txt.5',
                  'a/b.txt/c.txt: lies below a file', '.copydesk-x/own.txt: has a name', 'x.txt: has a name',
                  'link.txt: a link or a device', 'hard.txt: a link or a device', 'device.txt: a link or a device',
                  'pipe.txt: a link or a device', 'inner.zip: an archive inside an archive',
                  'members of other names passed over: 1'):
        check(f'told: {words}', words in said, said)


def test_hard_links():
    """A file of several names: a cpio has its bytes with the last one, most others with the first."""
    put('linked/0.bin', line(1))
    for name in ('a.txt', 'b.txt'):
        os.link('linked/0.bin', f'linked/{name}')
    for form, named in (('newc', 1), ('odc', 0), ('zip', 0), ('7zip', 0), ('ustar', 2)):
        subprocess.run(['bsdtar', '-C', 'linked', '--format', form, '-cf', f'linked.{form}', 'a.txt', 'b.txt'], check=True)
        run('clean', '-q', '-o', 'linked.out/', f'linked.{form}')
        check(f'{form} of hard links: their text', line(1) in files('linked.out').values())
        shutil.rmtree('linked.out')
        subprocess.run(['bsdtar', '-C', 'linked', '--format', form, '-cf', f'linked.{form}', '0.bin', 'a.txt', 'b.txt'], check=True)
        said = run('clean', '-q', '-o', 'linked.out/', f'linked.{form}', status=int(named > 0)).stderr
        check(f'{form} of hard links to what is not chosen: its text, or named',
              said.count(b'.txt: a hard link to 0.bin, ') == named and (named == 2 or line(1) in files('linked.out').values()), said)
        shutil.rmtree('linked.out', ignore_errors=True)


def test_beside():
    """What macOS keeps beside files, in archives and on disks of others, is nobody's article: status 0, and -v names it."""
    beside = b'\0\5\x16\7\0\2\0\0Mac OS X        ' + bytes(100)
    texts = {'a.txt': line(1), 'b.txt.gz': gzip.compress(line(2)), 'c.jsonl': b'{"text": "%s"}\n' % line(3).strip(), '._d.txt': line(4)}
    clean = {'a.txt': line(1), 'b.txt': line(2), 'c.jsonl': texts['c.jsonl'], '._d.txt': line(4)}
    with zipfile.ZipFile('mac.zip', 'w') as z:
        for name, body in texts.items():
            z.writestr(name, body)
            z.writestr('__MACOSX/._' + name, beside)
            put('mac/' + name, body)
            put('mac/._' + name, beside if name[0] != '.' else b'')
    os.remove('mac/._._d.txt')
    put('mac/._x.tar.gz', beside)
    for path in ('mac.zip', 'mac'):
        said = run('clean', '-v', path, '-o', 'mac.out').stderr
        same(f'{path}: the articles', files('mac.out'), clean)
        check(f'{path}: -v names what is beside them', b'._a.txt: is no text but a macOS resource file' in said, said)
        shutil.rmtree('mac.out')
    run('clean', '-q', 'mac', '--include', '*', '--exclude', '._x*', '-o', 'mac.out')


def test_closed():
    """What is not opened is named, wherever it lies and whatever its name says."""
    kinds = {'a.rar': b'Rar!\x1a\x07\x01\0' + bytes(range(200)), 'b.txt.Z': b'\x1f\x9d\x90\x54\xd0\xa0\x01', 'c.tar.Z': b'\x1f\x9d\x90\x54\xd0\xa0\x01',
             'e.txt.br': b'\x8b\x05\x80snow\x03', 'f.jsonl.br': b'\x8b\x05\x80rain\x03'}
    for name, body in kinds.items():
        put(f'closed/{name}', body)
        put('closed.bin', body)
        for path in (f'closed/{name}', 'closed.bin')[:1 if name.endswith('.br') else 2]:   # brotli has no mark
            said = run('clean', '-q', path, status=1).stderr
            check(f'{path} is named', b'is no text but ' in said and said.count(b'\n') == 1, said)
    put('closed/d.txt', line(1))
    put('closed/g.css.br', kinds['e.txt.br'])   # is not asked for
    subprocess.run(['bsdtar', '-C', 'closed', '-cf', 'closed.tar', *kinds, 'd.txt'], check=True)
    for path in ('closed', 'closed.tar'):
        said = run('clean', '-q', path, '-o', 'closed.out', status=1).stderr
        check(f'in {path}, each is named', all(b'%s: is no text but ' % n.encode() in said for n in kinds), said)
        same(f'in {path}, what is text', files('closed.out'), {'d.txt': line(1)})


def test_bombs():
    with zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('a.txt', line(1))
        with z.open('bomb.txt', 'w') as f:
            for _ in range(90):
                f.write(bytes(1 << 20))
        z.writestr('b.txt', line(2))
    said = run('clean', 'bomb.zip', '-o', 'bomb.out', status=1).stderr
    check('a bomb in an archive is named', b'bomb.zip/bomb.txt: unpacks to more than 1000 times' in said, said)
    check('and the rest', b'the rest of the archive cannot be read' in said, said)
    check('what came before stays', files('bomb.out').get('a.txt') == line(1))
    put('bomb.txt.zst', subprocess.run(['zstd', '-qc'], input=bytes(90 << 20), capture_output=True, check=True).stdout)
    check('a sound one may grow', run('clean', '-q', '--max-ratio', '0', 'bomb.txt.zst', '-o', 'bomb.whole').stdout == b'')
    said = run('clean', 'bomb.txt.zst', status=1).stderr
    check('a bomb is named', b'bomb.txt.zst: unpacks to more than 1000 times' in said, said)


def test_encrypted():
    put('secret/a.txt', line(1))
    put('secret/b.txt', line(2))
    subprocess.run(['bsdtar', '-C', 'secret', '--format', 'zip', '--options', 'zip:encryption=zipcrypt',
                    '--passphrase', 'x', '-cf', 'secret.zip', 'a.txt'], check=True)
    said = run('clean', 'secret.zip', '-o', 'secret.out', status=1).stderr
    check('an encrypted member is named', b'secret.zip/a.txt: is encrypted' in said, said)
    check('and nothing written', not files('secret.out'))


def test_cut_and_spoiled(articles):
    """Whatever is cut or changed: no crash, status 0 or 1, and every whole article that comes out is one that went in."""
    few = dict(list(articles.items())[:6])
    clean = {b for b in (run('clean', '-q', '--scope', 'article', stdin=a).stdout for a in few.values())}
    for path, body in few.items():
        put(f'few/{path}', body)
    pick = random.Random(7)
    for name, *words in (('c.tar.gz', '-z'), ('c.tar',), ('c.zip', '--format', 'zip'), ('c.7z', '--format', '7zip'),
                         ('c.cpio', '--format', 'cpio'), ('c.tar.xz', '-J'), ('c.tar.zst', '--zstd'), ('c.tar.bz2', '-j'),
                         ('c.tar.lzma', '--lzma'), ('c.tar.lz', '--lzip')):
        subprocess.run(['bsdtar', '-C', 'few', *words, '-cf', name, '.'], check=True)
        whole = open(name, 'rb').read()
        for i in range(8):
            cut = bytearray(whole[:pick.randrange(len(whole))] if i % 2 else whole)
            if i % 2 == 0:
                cut[pick.randrange(len(cut))] ^= 1 << pick.randrange(8)
            put(name, cut)
            done = subprocess.run([checks.copydesk, 'clean', '-q', '--scope', 'article', name, '-o', 'cut.out'], capture_output=True)
            check(f'{name}, spoiled {i}: status', done.returncode in (0, 1), (done.returncode, done.stderr))
            if i % 2:
                check(f'{name}, cut {i}: no half articles', set(files('cut.out').values()) <= clean)
            shutil.rmtree('cut.out', ignore_errors=True)


def spoil(pick, members, at, how):
    """The gzip members one behind the other, one of them spoiled in some way."""
    one = bytearray(members[at])
    if how == 'mark':
        one[pick.randrange(2)] ^= 1 << pick.randrange(8)
    elif how == 'checksum':
        one[-pick.randrange(5, 9)] ^= 1 << pick.randrange(8)
    elif how == 'length':
        one[-pick.randrange(1, 5)] ^= 1 << pick.randrange(8)
    elif how == 'hole':
        start = pick.randrange(10, len(one) - 20)
        del one[start:start + pick.randrange(1, 20)]
    else:
        one[pick.randrange(10, len(one) - 8)] ^= 1 << pick.randrange(8)
    return b''.join(members[:at]) + bytes(one) + b''.join(members[at + 1:])


def test_spoiled_gzip():
    """Of a file of many members the spoiled one is lost and named, no other."""
    pick = random.Random(11)
    bodies = [b'\n'.join(line(100 * i + k) for k in range(pick.randrange(1, 60))) for i in range(12)]
    crawl = [gzip.compress(wet_record(b'conversion', b'http://h%d.example/' % i, body)) for i, body in enumerate(bodies)]
    feed = [gzip.compress(b'{"id": %d, "text": "%s"}\n' % (i, body.replace(b'\n', b'\\n'))) for i, body in enumerate(bodies)]
    for i, how in enumerate(('mark', 'checksum', 'length', 'hole', 'flip') * 4):
        at = pick.randrange(len(bodies) - 1) + (i > 9)
        put('s.warc.gz', spoil(pick, crawl, at, how))
        for stdin in (None, open('s.warc.gz', 'rb').read()):
            said = run('clean', '--scope', 'article', '-o', 'spoilt.out/', *([] if stdin else ['s.warc.gz']), stdin=stdin, status=1).stderr
            same(f'a crawl with {how} spoiled', files('spoilt.out'),
                 {f'h{n}.example/{n + 1:06}.txt': b for n, b in enumerate(bodies) if n != at})
            check(f'a crawl with {how} spoiled: named once', said.count(b'is spoiled at byte %d ' % sum(map(len, crawl[:at]))) == 1, said)
            shutil.rmtree('spoilt.out')
        put('s.jsonl.gz', spoil(pick, feed, at, how))
        done = run('clean', '--scope', 'article', '--journal', 'spoilt.journal', 's.jsonl.gz', status=1)
        ids = [json.loads(r)['id'] for r in done.stdout.splitlines()]
        check(f'records with {how} spoiled', ids == [n for n in range(len(bodies)) if n != at], (ids, at))
        check(f'records with {how} spoiled: named once', done.stderr.count(b'is spoiled at byte') == 1, done.stderr)
    whole = {p: line(i) for i, p in enumerate(('a.txt', 'b.txt', 'c.txt'))}
    put('spoilt/a.txt.gz', gzip.compress(whole['a.txt']) + bytes(700))
    put('spoilt/b.txt.gz', gzip.compress(whole['b.txt'][:20]) + gzip.compress(whole['b.txt'][20:]))
    said = run('clean', 'spoilt', '-o', 'spoilt.out').stderr
    put('spoilt/c.txt.gz', gzip.compress(whole['c.txt']) + b'no gzip')
    put('spoilt/d.txt.gz', spoil(pick, [gzip.compress(line(7))], 0, 'checksum'))
    put('spoilt/e.txt.gz', gzip.compress(line(8) * 90)[:-12])
    said = run('clean', 'spoilt', '-o', 'spoilt.out', status=1).stderr
    same('what is whole stays, what is not goes', files('spoilt.out'), whole)
    check('each is named', said.count(b' is spoiled') == 2 and said.count(b' is cut') == 1, said)
    put('twice.txt.gz', gzip.compress(gzip.compress(line(1))))
    check('what was packed twice', run('clean', '-q', 'twice.txt.gz').stdout == line(1))
    put('many.txt.gz', b'\x1f\x8b\x08\0\0\0\0\0\0\0' * 400000)
    run('clean', '-q', 'many.txt.gz', status=1)


def spoiled_one(member):
    """The same with a wrong checksum."""
    return member[:-8] + bytes([member[-8] ^ 0xFF]) + member[-7:]


def test_spoiled_members():
    """Whichever are spoiled, however they are read: each is named once, each sound one comes
    out; of text not the one that follows, for nobody knows where an article begins there."""
    bodies = [b'\n'.join(line(100 * i + k) for k in range(90)) for i in range(6)]
    kinds = {
        'warc': [gzip.compress(wet_record(b'conversion', b'http://h/%d' % i, b)) for i, b in enumerate(bodies)],
        'jsonl': [gzip.compress(b'{"text": "%s"}\n' % b.replace(b'\n', b'\\n')) for b in bodies],
        'txt': [gzip.compress(b + b'\f\n') for b in bodies]
    }
    for kind, members in kinds.items():
        for bad in ({0}, {0, 1}, {0, 2}, {2}, {2, 3}, {5}, {0, 1, 2, 3, 4}):
            packed = b''.join(spoiled_one(m) if i in bad else m for i, m in enumerate(members))
            good = [b for i, b in enumerate(bodies) if i not in bad and (kind != 'txt' or i - 1 not in bad)]
            for name in (None, f's.{kind}.gz', 'noname.gz', 'noname'):
                what = f'{kind}, members {sorted(bad)} spoiled, as {name or "stdin"}'
                put(name or 'unused', packed)
                done = run('clean', '--scope', 'article', '--write', 'jsonl', '--journal', 's.journal',
                           *([name] if name else []), stdin=None if name else packed, status=1)
                got = [json.loads(r)['text'].encode() for r in done.stdout.splitlines()]
                put('s.out', done.stdout)
                check(f'{what}: what is sound', [g.strip() for g in got] == [b.strip() for b in good], (len(got), done.stderr))
                named = [sum(map(len, members[:i])) for i in bad]
                check(f'{what}: named once', all(done.stderr.count(b'is spoiled at byte %d ' % at) == 1 for at in named), done.stderr)
                check(f'{what}: no other', done.stderr.count(b'is spoiled at byte') == len(bad), done.stderr)
                run('restore', '-q', 's.journal', 's.out', '-o', 's.back')
                back = b''.join(files('s.back').values())
                check(f'{what}: restored', sum(back.count(b.splitlines()[0]) for b in bodies) == len(good), back)
                shutil.rmtree('s.back')


def test_left_over():
    """Behind a bzip2 or lz4 stream stands what is none: libarchive takes that for the end. What came
    before stays, and the rest is named; NULs are padding."""
    lz4 = lambda b: subprocess.run(['lz4', '-c', '-q'], input=b, stdout=subprocess.PIPE, check=True).stdout
    flip = lambda b, at: b[:at] + bytes([b[at] ^ 1]) + b[at + 1:]
    bodies = [b'\n'.join(line(100 * i + k) for k in range(90)) + b'\f\n' for i in range(3)]
    records = [b'{"text": "%s"}\n' % b.strip().replace(b'\n', b'\\n') for b in bodies]
    texts = {'txt': bodies, 'jsonl': records, 'warc': [wet_record(b'conversion', b'http://h/', b) for b in bodies]}
    for kind, parts in texts.items():
        for ending, pack, mark in (('bz2', bz2.compress, 2), ('bz2', bz2.compress, 4), ('lz4', lz4, 1)):
            packed = [pack(p) for p in parts]
            broken = packed[0] + flip(packed[1], mark) + packed[2]
            for data, n in ((broken, 1), (b''.join(packed) + b'left over', 3), (b''.join(packed) + bytes(700), 3)):
                for name in (None, f'left.{kind}.{ending}'):
                    put(name or 'unused', data)
                    odd = data[-4:] != bytes(4)
                    done = run('clean', '--scope', 'article', '--write', 'jsonl', *([name] if name else []),
                               stdin=None if name else data, status=int(odd))
                    got = [json.loads(r)['text'].split() for r in done.stdout.splitlines()]
                    what = f'{kind}.{ending}, {n} sound, as {name or "stdin"}'
                    check(f'{what}: what is sound', got == [b.decode().split() for b in bodies[:n]], (len(got), done.stderr))
                    near = [int(w) for w in re.findall(rb'is spoiled near byte (\d+) ', done.stderr)]
                    at = sum(map(len, packed[:n]))
                    check(f'{what}: the rest is named', len(near) == odd and all(at <= w <= at + 4 for w in near), done.stderr)
    put('left.txt.lz4', lz4(b'') + lz4(line(1)))
    run('clean', '-q', 'left.txt.lz4', status=1)
    put('left/0.txt', line(0))
    subprocess.run(['bsdtar', '-C', 'left', '-cf', 'left.tar', '0.txt'], check=True)
    tar = open('left.tar', 'rb').read()
    put('left.tar.bz2', bz2.compress(tar[:1024]) + flip(bz2.compress(tar[1024:]), 4))
    said = run('clean', 'left.tar.bz2', '-o', 'left.out', status=1).stderr
    check('a tar of many streams', b'left.tar.bz2: is spoiled near byte' in said, said)
    same('a tar of many streams: what is sound', files('left.out'), files('left'))
    run('clean', '-q', '--rules', 'left.txt.lz4', 'left', status=2)


def test_joined():
    """Tars one behind the other, packed or not."""
    for ending, words in (('tar', ()), ('tar.gz', ('-z',)), ('tar.zst', ('--zstd',))):
        joined = b''
        for i in range(3):
            put(f'joined/{i}.txt', line(i))
            subprocess.run(['bsdtar', '-C', 'joined', *words, '-cf', 'part', f'{i}.txt'], check=True)
            joined += open('part', 'rb').read()
        put(f'joined.{ending}', joined)
        run('clean', '-q', f'joined.{ending}', '-o', 'joined.out')
        same(f'joined {ending}', files('joined.out'), files('joined'))
        shutil.rmtree('joined.out')
    put('ends.tar', open('joined.tar', 'rb').read()[:1024])   # one member, and no end
    said = run('clean', 'ends.tar', '-o', 'joined.out', status=1).stderr
    check('a tar cut between two members', b'ends.tar: has no end' in said and b'1 skipped' in said, said)
    same('a tar cut between two members: what came before stays', files('joined.out'), {'0.txt': line(0)})


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        articles, wanted = test_same_text()
        test_wet(articles, wanted)
        test_huge()
        test_names()
        test_records()
        test_unnamed()
        test_large()
        test_hostile()
        test_hard_links()
        test_beside()
        test_closed()
        test_bombs()
        test_encrypted()
        test_cut_and_spoiled(articles)
        test_spoiled_gzip()
        test_spoiled_members()
        test_left_over()
        test_joined()
        os.chdir('/')
    checks.end()


main()
