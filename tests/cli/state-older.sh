# a state of before outputs had times: it is taken over, and an output is known by
# its size until it is written again
# needs sqlite3
python3 -c 'import sqlite3, sys; sys.exit(sqlite3.sqlite_version_info < (3, 35))' || exit 77
older() {
    python3 -c 'import sqlite3
db = sqlite3.connect("seen/ledger.db")
for column in "wrote_at", "near", "near_side":
    db.execute("ALTER TABLE articles DROP COLUMN " + column)
db.execute("PRAGMA user_version = 1")
db.commit()'
}
mkdir in
echo 'The council met on Tuesday evening to discuss the new budget for the coming year in full.' > in/a.txt
touch -d '2024-02-03 04:05:06.7' in/a.txt
copydesk clean -q in -o out --state seen
older
copydesk state info seen | head -n 1
copydesk clean in -o out --state seen
cp out/a.txt whole
tr a-z A-Z < whole > out/a.txt && touch -d 2024-02-03 out/a.txt
older
copydesk clean in -o out --state seen
rm out/a.txt
copydesk clean -q in -o out --state seen
tr a-z A-Z < whole > out/a.txt && touch -d 2024-02-03 out/a.txt
copydesk clean in -o out --state seen
cmp whole out/a.txt
