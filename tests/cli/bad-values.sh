try() { copydesk "$@"; echo "status $?" >&2; }
try clean --output
try clean --output=
try clean -j
try clean -j many
try clean -j -1
try clean --threads=1025
try clean --min-words 1e3
try clean --max-removed 101
try clean --scope world
try clean --form=utf8
try clean --strip +captoin
try clean --strip ad,
try clean --repair nbps
try clean --dry-run=yes
try help --completions tcsh
name=$(printf '%0300d' 0)
try clean --text-field "$name" -n .
try learn --text-field "$name" .
echo "-- directories are no streams; forms of one list" >&2
try restore j - -o -
try clean --state=- a.txt
try near --json a.txt --clusters
echo "-- patterns that no file's path below a directory matches" >&2
try clean --exclude drafts/
try clean --include ./world/a.txt
try clean --exclude=/srv/news/drafts
echo "-- what does nothing alone" >&2
try clean --jaccard 0.7 --preset strict
try clean --near-edits 10% --near drop
try clean --window 90d --checksum
echo 'The ferry sails again.' >a.txt
try clean -q a.txt --jaccard 0.7 --near flag -o out
echo "-- none behind others" >&2
try clean --repair +nbsp,none
try clean --strip all,-none
try clean -q a.txt --strip none,+ad -o out
