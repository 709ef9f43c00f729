# paths that are not there
try() { copydesk "$@"; echo "status $?" >&2; }
try clean nowhere
try clean -q nowhere -o out
try explain nowhere article
try restore nowhere cleaned -o out
ls
# how many packs are built in is not this case's business
try rules check nowhere 2>&1 | sed 's/of [0-9]* rule packs/of N rule packs/'
