# with a state: a file of a folder that is compressed meanwhile, by another program too, keeps its output;
# and no output is written over another's when a file comes that has the name of a compressed one
# needs libarchive sqlite3
command -v bzip2 >/dev/null || exit 77
tell() {
    copydesk clean -q in -o out --state state --journal journal
    find out -type f | LC_ALL=C sort | while read -r file; do echo "$1: $file: $(cat $file)"; done
}
mkdir in
for word in first second third fourth; do printf 'The %s story is told here in a sentence of its own, and it goes on.\n' $word >$word; done
cp first in/a.txt
cp second in/b.txt
tell 'as they are'
gzip in/a.txt
tell 'compressed'
gzip -d in/a.txt.gz
bzip2 in/a.txt
tell 'otherwise'
tell 'once more'
cp third in/a.txt
tell 'beside'
tell 'once more'
gzip in/b.txt
tell 'another'
printf 'The fourth story is told here in a sentence of its own, and it goes on.\n' | bzip2 >in/b.txt.bz2
tell 'one before it'
printf '{"text":"The fifth story is told here in a sentence of its own, and it goes on."}\n' >in/c.jsonl
tell 'records'
gzip in/c.jsonl
tell 'compressed'
printf 'The sixth story is told here in a sentence of its own, and it goes on.\n' >sixth
mv sixth sixth.txt
tar -cf in/d.tar sixth.txt
tell 'an archive'
rm in/d.tar
mkdir in/d.tar
cp sixth.txt in/d.tar/sixth.txt
tell 'a folder'
copydesk restore journal out -o back
find back -type f | LC_ALL=C sort | while read -r file; do echo "restored: $file: $(cat $file)"; done
