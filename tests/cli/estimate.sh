# the word before a long run: what is to be read, and what that takes
# needs sqlite3
mkdir -p in/a in/b
yes 'The council voted on the harbour wall that nobody in the town had asked for.' | head -c 33000000 >in/a/1.txt
ln in/a/1.txt in/b/2.txt
TMPDIR=.; export TMPDIR
said() { grep -a ' to read' || echo nothing; }
clean() { copydesk clean "$@" 2>&1 >/dev/full | said; }   # is over soon, for nothing can be written
echo '-- a folder, files; all in memory, and not'
clean -v in
clean -v in/a/1.txt in/b/2.txt
clean -v in --memory 1M
clean -v in --scope article
clean -v in --scope article --near flag
clean -v in --log json | sed 's/"time":"[^"]*"/TIME/'
echo '-- short runs and quiet ones say nothing, nor those of which nobody knows'
clean in
clean -q in
clean -v in/a
cat in/a/1.txt in/b/2.txt | clean -v --scope corpus
gzip -1 <in/a/1.txt >in/3.txt.gz && clean -v in
rm in/3.txt.gz
echo '-- with a state: what it knows as unchanged is not read'
mv in/b b
copydesk clean -q in -o out --state state
mv b in/b
head -c 32000000 in/a/1.txt >in/c.txt
copydesk clean -v in -o out --state state 2>&1 | said
