try() { copydesk clean nowhere --color "$@" 2>&1 | cat -v; }
try always
try never
try auto
NO_COLOR=1 try always
