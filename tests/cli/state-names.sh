# names of articles that a state does not know, and a state as its own other
# needs sqlite3
mkdir -p in/world
echo 'The ferry sails again.' > in/a.txt
echo 'The harbour opens at noon.' > in/world/b.txt
copydesk clean -q in -o out --state seen
try() { copydesk state "$@"; echo "status $?"; }
try forget seen nobody.txt a.txt nowhere/ world/ 2>&1
copydesk state info seen | grep '^articles'
try merge seen ./seen 2>&1
try compact seen
test -c /dev/full && copydesk state forget seen nobody.txt 2>&1 > /dev/full; echo "status $?"
