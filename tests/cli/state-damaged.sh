# a state of which a part was cut, lengthened, changed or lost is refused, and stays as it is; another run may not take it for a new one
# needs sqlite3
mkdir in
for i in 1 2 3; do
    printf 'The council met on day %s of the month and voted for the new pier at last.\n\nNobody in the town had asked for number %s when the storm came in that spring.\n' $i $i
    printf '\nThe ferry with number %s sails again, and its crew of %s is glad of it and of the weather.\n' $i $i
done > in/a.txt
copydesk clean -q in -o out --state good --near drop
sed 's/council/parliament/; s/1/7/' in/a.txt > in/b.txt   # is compared with what is remembered
try() {   # COMMAND FILE
    rm -rf st before
    cp -r good st
    echo "-- $1 $2"
    $1 st/$2
    cp -r st before
    copydesk clean -q in -o out --state st --near drop 2>&1; echo "status $?"
    diff -r -x lock before st
}
cut_off() { head -c -1 "$1" > cut; cat cut > "$1"; }
add_to() { echo >> "$1"; }
change() { printf '\377' | dd of="$1" bs=1 seek=$(($(wc -c < "$1") - 30)) conv=notrunc 2> /dev/null; }
empty() { : > "$1"; }
for file in keys-1.run near-1.run; do
    try cut_off $file
    try add_to $file
    try change $file
    try rm $file
done
try empty ledger.db
try rm ledger.db
