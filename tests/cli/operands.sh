# too few, too many, or not what they should be
try() { copydesk "$@"; echo "status $?" >&2; }
try explain
try explain journal
try explain journal article another
try explain journal article:0
try report
try report journal another
try restore journal
try restore journal cleaned
try help clean explain
try rules list more
try rules show
