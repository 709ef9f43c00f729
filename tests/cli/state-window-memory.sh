# a paragraph that an old article has, no owner any more by its age, is a new one's; when the old one is
# cleaned again, that is so whether what the run remembers lies in memory or in files
# needs sqlite3
python3 -c 'import sqlite3' || exit 77
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { copydesk clean -q in -o out --state $1 --window 1d --journal $1.journal --memory $2; }
mkdir in
say ferry 1 > in/m.txt
touch -d '2024-02-03 04:05:06' in/m.txt
copydesk clean -q in -o out --state free
python3 -c 'import sqlite3
db = sqlite3.connect("free/ledger.db")
db.execute("UPDATE runs SET began = began - 30 * 86400, ended = ended - 30 * 86400")
db.commit()'
for n in 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120; do say mill $n > in/b$n.txt; done
cp in/m.txt in/a.txt
cp in/m.txt in/z.txt
touch -d '2024-02-03 04:05:06' in/*
rm -r out
cp -r free capped
clean free 1G
rm -r out
clean capped 1K
cmp free.journal capped.journal && copydesk explain capped.journal z.txt:1
