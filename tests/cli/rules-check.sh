# a pack of one's own: good, with a failing example, with a typing error; and used
cat > good.rules <<'END'
rule club
    class newsletter
    line Join the harbour club
    yes Join the harbour club
    no Join the harbour club on Sunday for the parade.
END
sed 's/yes Join/yes Leave/' good.rules > wrong.rules
sed 's/class/clas/' good.rules > typo.rules
# how many packs are built in is not this case's business
try() {
    copydesk "$@" 2> errors
    status=$?
    sed 's/of [0-9]* rule packs/of N rule packs/' errors >&2
    echo "status $status" >&2
}
try rules check good.rules
try rules check wrong.rules
try rules check typo.rules
# lines of wall pages: without a letter, without a place for any text, good
printf 'wall-like * !\nwall ...\nwall-like nothing\nwall-like Ray * of 7\n' > walls.rules
try rules check walls.rules
try rules list --rules good.rules | grep good | sed 's/[0-9a-f]\{16\}/HASH/'
try rules show good --rules good.rules | head -2
try rules show good.rules --rules good.rules | head -1
printf 'Join the harbour club\n\nThe parade starts at noon.\n' | copydesk clean -q --rules good.rules
