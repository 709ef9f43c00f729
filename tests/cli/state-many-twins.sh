# a feed that has the same records again and again: night after night they are the same articles
# needs sqlite3
record() { printf '{"id":"%s","text":"The keeper of the %s said that four barrels of tar had been carried to the lower quay."}\n' $1 $1; }
night() { copydesk clean -q --state state < feed | wc -l; copydesk state info state | grep ^articles; }
for n in 1 2 3 4 5 6 7 8 9 10; do
    for m in 1 2 3 4 5 6 7 8 9 10; do record ferry; record mill; done
done > feed
night
night
night
