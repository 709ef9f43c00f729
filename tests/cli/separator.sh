# a line that is the separator reads as two articles where it is written: it is told
mkdir in
printf 'The ferry sails again.\n\n---\n\nThe harbour opens at noon.\n' > in/a.txt
printf 'Rain.\n\n --- \n' > in/b.txt
printf -- '----\n\n-- -\n\nSnow --- and hail.\n---x\n' > in/c.txt
try() { copydesk clean -q "$@"; echo "status $?" >&2; }
try --separator --- in
try --separator --- in -o tree
try --separator --- --write jsonl in -o all.jsonl
try --separator '-- -' in -o all.txt
try in -o forms.txt
copydesk clean -q forms.txt | cmp - forms.txt
# also of an article that is written in pieces
{ seq -f 'The ferry number %.0f sails again at noon, said the mayor of the harbour.' 80000; echo ' ---'; echo 'It is late.'; } > in/d.txt
copydesk clean -q --separator --- in/d.txt | tail -n 3
# it is written, and all that is written is UTF-8
try --separator "$(printf 'caf\351')" < in/b.txt
