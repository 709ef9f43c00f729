# what came in long ago is forgotten, and what was written stays as it is; when it changes, those that had
# lost text to it get that back all the same. Files, and records
# needs sqlite3
python3 -c 'import sqlite3' || exit 77
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
record() { printf '{"id":%s,"text":"%s"}\n' "$1" "$(say $2)"; }
clean() { copydesk clean in -o out --state state 2>&1 | grep -e ^articles -e ^copydesk; }
month_later() {
    python3 -c 'import sqlite3
db = sqlite3.connect("state/ledger.db")
db.execute("UPDATE runs SET began = began - 30 * 86400, ended = ended - 30 * 86400")
db.commit()'
}
mkdir in
(say ferry 1; echo; say mill 2) > in/a.txt
say tower 3 > in/gone.txt
say bakery 4 > in/new.txt
(record 1 'quay 5'; record 2 'school 6') > in/r.jsonl
touch -d '2024-02-03 04:05:06' in/*
clean
rm in/gone.txt
month_later
(say ferry 1; echo; say tower 3; echo; say school 6; echo; echo 'Only here.') > in/z.txt
touch -d '2024-02-03 04:05:06' in/*
clean
copydesk state forget state --before 7d
copydesk state forget state --before 7d
copydesk state info state | grep ^articles
cp -a out before
cp -r state kept
echo '-- nothing changes'
clean
diff -r before out
clean
copydesk state info state | grep ^articles
say mill 2 > in/new.txt
say bakery 4 > in/newer.txt
touch -d '2024-02-03 04:05:08' in/new*.txt
clean
cat out/newer.txt
echo '-- nor when the files that are merged have nothing of it any more'
rm -r state out
cp -r kept state
cp -a before out
copydesk state compact state
rm in/newer.txt
say bakery 4 > in/new.txt
touch -d '2024-02-03 04:05:06' in/new.txt
clean
diff -r before out
echo '-- changed: files and records'
rm -r state out
cp -r kept state
cp -a before out
say mill 2 > in/a.txt
record 1 'quay 5' > in/r.jsonl
touch -d '2024-02-03 04:05:09' in/a.txt in/r.jsonl
clean
cat out/z.txt
echo '-- one that others lean on leans on another one'
rm -r in out state
mkdir in
(say ferry 1; echo; say mill 2) > in/a.txt
(say ferry 1; echo; say tower 3) > in/b.txt
touch -d '2024-02-03 04:05:06' in/*
clean
month_later
(say tower 3; echo; say quay 5) > in/c.txt
touch -d '2024-02-03 04:05:06' in/c.txt
clean
copydesk state forget state --before 7d
say mill 2 > in/a.txt
clean
cat out/b.txt
echo '-- what is left of it is forgotten by name'
rm -r in out state
mkdir in
say ferry 1 > in/a.txt
(say ferry 1; echo; say tower 3) > in/b.txt
touch -d '2024-02-03 04:05:06' in/a.txt
clean
month_later
touch -d '2024-02-03 04:05:06' in/b.txt
(say ferry 1; echo; say quay 5) > in/c.txt
touch -d '2024-02-03 04:05:06' in/c.txt
clean
copydesk state forget state --before 7d
rm in/a.txt
copydesk state forget state a.txt
copydesk state forget state a.txt 2> /dev/null || echo "status $?"
clean
grep . out/c.txt
