# words that are near to known ones, and words that are not
try() { copydesk "$@"; echo "status $?" >&2; }
try claen
try xyzzy
try help xyzzy
try clean --ouptut x
try clean --xyzzy
try clean -nX
try -n clean
try -o x clean
try explain --journal x
try restore -j 4
try rules lsit
mkdir news
copydesk news; echo "status $?" >&2
