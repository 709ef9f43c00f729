# paths that are not there
try() { copydesk "$@"; echo "status $?" >&2; }
try clean nowhere
try clean -q nowhere -o out
try explain nowhere article
try restore nowhere cleaned -o out
try rules check nowhere
ls
