# placeholders, lines after a marker, cuts inside a line
cat > mine.rules <<'X'
rule marker
    class readmore
    line Our picks
    yes Our picks
rule picked
    class related
    after marker
    like The * of the harbour
    yes The cats of the harbour
    no The harbour
rule starred
    class readmore
    like \*\*\* More about *
    yes *** More about ferries
    no More about ferries
rule external
    class navigation
    cut [another site]
    yes Read it there [Another site].
    no Read it there (another site).
X
cat > a.txt <<'X'
The cats of the harbour
Our picks
The cats of the harbour in winter were fed by a man who did not like them at first.
The dogs of the harbour
Our picks
The gulls of the harbour
The crabs of the harbour
The mayor [another site] spoke at noon, and the council [Another Site]listened.
*** More about the mayor
[another site]
X
copydesk rules check mine.rules
copydesk clean a.txt --rules mine.rules --journal j -o out.txt -q
cat out.txt
copydesk explain j a.txt
copydesk restore j out.txt -o back
cmp a.txt back/a.txt
copydesk clean out.txt --rules mine.rules -q | cmp - out.txt
printf 'rule x\n class ad\n like nothing\n cut no brackets\n after nobody\n yes a\n no b\n' > bad.rules
copydesk rules check bad.rules 2>&1 | sed 's/of [0-9]* rule packs/of N rule packs/' >&2
printf 'rule x\n class ad\n line a\n after nobody\n yes a\n' > bad.rules
copydesk rules check bad.rules 2>&1 | sed 's/of [0-9]* rule packs/of N rule packs/'
