# records that share an id: each is known by its bytes, and loses nothing to what it
# was itself; equal ones do not make the state grow
# needs sqlite3
record() { printf '{"id":"%s","text":"The keeper of the %s said on Monday that %s barrels of tar had come ashore."}\n' "$@"; }
nights() { copydesk clean -q --scope corpus --input jsonl --state seen; }
{ record a quay 3; record a mill 4; record b ferry 5; record b ferry 5; } > feed
for night in 1 2 3; do nights < feed > "$night"; done
cat 1
cmp 1 2 && cmp 1 3
copydesk state info seen | grep ^articles
echo 'one of them is changed, and stands first'
{ record a mill 6; cat feed; } | nights
