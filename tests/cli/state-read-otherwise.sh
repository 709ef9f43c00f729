# Files that did not change, and options by which other articles come out of them
# needs libarchive sqlite3
mkdir in pack
printf '{"id":"1","text":"The ferry sails again.\\nAdvertisement","body":"The choir sang on Sunday.\\nAdvertisement"}\n' > in/r.jsonl
printf '{"id":"1","text":"The old mill is for sale.\\nAdvertisement"}\n' > pack/s.jsonl
printf 'The mayor spoke of the new bridge.\n' > pack/t.txt
printf 'The library opens on Mondays again.\n' > in/a.txt
tar -C pack -cf in/b.tar t.txt s.jsonl
clean() { copydesk clean in -o out --state seen "$@" 2>&1 | sed -n '/^articles/p; /^copydesk/p'; }
show() { (cd out && find . -type f | sort | while read -r f; do echo "== $f"; cat "$f"; done); }
echo '-- without records'
clean --exclude '*.jsonl'
show
echo '-- with them'
clean
show
clean
echo '-- another field of theirs, which not all have'
clean --text-field body
show
echo '-- written as records'
clean --text-field body --write jsonl
show
clean --text-field body --write jsonl
