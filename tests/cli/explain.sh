# names with colons, with and without a line
ferry='The ferry to the island was late again.'
printf '%s\n\nIt left at noon.\n\n%s\n' "$ferry" "$ferry" > 'at 10:30.txt'
copydesk clean 'at 10:30.txt' -q -o out --journal j
try() { copydesk explain j "$@"; echo "status $?" >&2; }
try 'at 10:30.txt'
try 'at 10:30.txt:1'
try 'at 10:30.txt:5'
try 'at 10:x'
try nobody:3
copydesk restore j out -o back
cmp 'at 10:30.txt' 'back/at 10:30.txt'
