# what a state does not go with is refused, with what to do next
# needs sqlite3
python3 -c 'import sqlite3' 2> /dev/null || exit 77
budget='The council met on Tuesday evening to discuss the new budget for the coming year in full.'
mkdir in
echo "$budget" > in/a.txt
try() { "$@"; echo "status $?" >&2; }
copydesk clean -q in -o out --state seen
try copydesk clean in -o out --state seen --min-words 3
try copydesk clean in -o out --state seen --strip +caption
copydesk rules show core > my.rules
try copydesk clean in -o out --state seen --rules my.rules
try copydesk clean in -o out --state in/seen
try copydesk clean in -o out --state seen --near drop
try copydesk clean in -o out --state seen --near-paragraphs drop
: > drops
try copydesk clean in -o out --state seen --drops drops
mkdir mine && echo notes > mine/notes
try copydesk clean in -o out --state mine
try copydesk clean in -o out --state mine/notes
try copydesk state info mine
try copydesk state info nowhere
try copydesk state forget seen nobody.txt
try copydesk state forget seen
try copydesk state forget seen --before yesterday
try copydesk state inof seen
try copydesk clean in -o out --state seen --window 3y
echo '-- another key profile, another Unicode version'
for fact in 'key profile' 'Unicode version'; do
    cp -r seen foreign
    python3 -c 'import sqlite3, sys
db = sqlite3.connect("foreign/ledger.db")
assert db.execute("UPDATE facts SET value = 1 WHERE name = ?", sys.argv[1:]).rowcount == 1
db.commit()' "$fact"
    copydesk clean in -o out --state foreign 2> said
    echo "status $?"
    sed 's/this run has [0-9.]*;/this run has N;/' said
    rm -r foreign
done
echo '-- a journal that is none of its own'
echo 'hello' > j
try copydesk clean in -o out2 --state seen --journal j
copydesk clean -q in -o out3 --journal k
try copydesk clean in -o out2 --state seen --journal k
echo '-- damage'
cp -r seen torn
printf 'X' | dd of=torn/keys-1.run bs=1 seek=70 conv=notrunc 2> /dev/null
try copydesk clean in -o out --state torn
cp -r seen cut
printf 'nothing but text, and more of it than a header' > cut/ledger.db
try copydesk clean in -o out --state cut
cp -r seen gone
rm gone/keys-1.run
try copydesk clean in -o out --state gone
echo '-- another run holds it'
flock seen/lock sleep 20 &
holder=$!
while flock -n seen/lock true; do :; done
copydesk clean in -o out --state seen 2> said
echo "status $?" >&2
sed 's/(pid .* UTC)/(WHO)/' said
copydesk state info seen > /dev/null && echo 'info waits for nobody'
kill $holder
