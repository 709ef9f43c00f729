# the two operands in the wrong order, or more of the path than the journal has
# needs libarchive
mkdir in; printf 'The ferry sails again.\nShare\n' > in/a.txt
copydesk clean -q in -o out --journal j.zst
try() { copydesk explain "$@"; echo "status $?" >&2; }
try in/a.txt j.zst
try a.txt:2 j.zst
try a.txt b.txt
try in/a.txt in/a.txt
try j.zst j.zst
copydesk restore out j.zst -o back; echo "status $?" >&2
copydesk restore in/a.txt j.zst -o back; echo "status $?" >&2
copydesk restore in/a.txt - -o back < j.zst; echo "status $?" >&2
mkdir in/b; echo 'Rain fell on the hills.' > in/b/a.txt
copydesk clean -q in -o out2 --journal k
try k in/b/a.txt
try k in/a.txt:2
try k in/c/b.txt
# both read it twice
try - a.txt < k
cat k | copydesk restore /dev/stdin out2 -o back; echo "status $?" >&2
