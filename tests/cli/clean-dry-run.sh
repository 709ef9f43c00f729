mkdir in
echo 'Nothing is written.' > in/a.txt
copydesk clean -n in -o out
ls
# a long text is cut between characters, whatever byte the cut would fall on
for x in '' x xx; do
    long="$x$(printf 'ж—%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30)"
    printf 'rule long\n    class ad\n    line %s\n    yes %s\n' "$long" "$long" > long.rules
    echo "$long" > in/a.txt
    copydesk clean -n in -o out --rules long.rules 2>&1 | sed -n '/^riskiest/{n;p;}'
done
