# what the name of an output makes of a directory's articles
# needs libarchive
command -v zstd > /dev/null || exit 77
mkdir -p in/world
printf 'The ferry sails again.\n' > in/a.txt
printf 'The harbour opens at noon.\n' > in/world/b.txt
try() { copydesk clean "$@"; echo "status $?"; }
echo "-- a file of text or records, compressed or not, takes them all"
try -q in -o all.txt; cat -A all.txt
try -q in -o all.text.zst; zstd -dc all.text.zst | cmp - all.txt
try -q in -o all.gz; gzip -dc all.gz | cmp - all.txt
try -q in -o all.jsonl; cat all.jsonl
echo "-- a folder of such a name does not"
mkdir there.txt; try -q in -o there.txt; ls there.txt
try -q in -o slash.txt/; ls slash.txt
echo "-- no archive is written"
try -q in -o all.tar.gz
try -q in/a.txt -o a.zip
try -q in -o all.wet
try -q in -o all.zip/; ls all.zip
echo "-- names stay, whatever is written"
try --write jsonl in -o records 2>&1 | sed -n 1p; cat records/a.txt
try -q --write jsonl in -o records
echo "-- what is there already"
echo 'Keep me.' > notes; try -q in -o notes; cat notes
try -q in -o /dev/null
copydesk clean -q in -o /dev/stdout | cmp - all.txt
