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
# a shell variable that was not set
try restore journal "" -o back
try explain journal ""
try diff "" ""
try clean ""
try rules test ""
# a file whose name begins with a dash
echo 'The ferry sails again.' > -dash.txt
cp ./-dash.txt ./--dash.txt
try clean -dash.txt
try clean --dash.txt -q
try clean -q ./-dash.txt -- --dash.txt
