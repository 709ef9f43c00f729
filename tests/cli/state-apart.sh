# a state lies where no article of the output will, and no output takes one of its files
# needs sqlite3
try() { copydesk "$@"; echo "status $?" >&2; }
mkdir -p wires/m news
echo 'The ferry sails again.' > wires/m/a.txt
try clean -q wires -o news --state news/m
try clean -q wires -o news --state news
try clean -q wires -o news --state news/seen --journal news/seen/ledger.db
try clean -q wires -o news/seen/keys-1.run --state news/seen
try clean -q wires -o news --state news/seen --journal news/seen/near-news.journal
try clean -q wires -o news --state news/seen --journal news/seen/near-news.journal
find news -type f | sort
