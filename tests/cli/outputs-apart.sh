# no output replaces another one, a file that is read besides, or an input; and "-" is no file's name
try() { copydesk "$@"; echo "status $?" >&2; }
mkdir in
echo 'The ferry sails again.' > in/a.txt
cp in/a.txt a.txt
copydesk rules show core > my.rules
: > drops.tsv
try clean -q a.txt -o one.txt --journal one.txt
try clean -q a.txt -o one.txt --journal ./one.txt
try clean -q in -o out --stats s.json --metrics "$PWD/s.json"
try clean -q in -o out --journal my.rules --rules my.rules
try clean -q in -o out --stats drops.tsv --drops drops.tsv
try clean -q in -o out --journal -
try clean -q in -o out --stats -
try clean -q in -o out --journal /dev/null --stats /dev/null
try clean -q in -o out --journal out/a.txt
mkdir in2 && cp a.txt in2
try clean -q in in2 -o out2 --stats out2/in2/a.txt
try clean -q in in2 -o out2 --stats out2/a.txt
echo '-- by way of a folder that the run makes itself' >&2
try clean -q in in2 -o out3 --journal out3/../in2/a.txt
try clean -q in -o out4 --stats out4/../in/new.txt
try clean -q in -o out5 --stats out5/s --metrics out5//./s
cmp in2/a.txt a.txt
echo '--' >&2
try learn -q in -o in/a.txt
try learn -q in --rules my.rules -o my.rules
cmp in/a.txt a.txt
ls
# a name that only begins as the input's does
try clean -q in -o in.clean --journal in.journal
