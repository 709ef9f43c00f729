# near-duplicates: an edited, a cut and an extended copy of one story, in three
# spellings of the same paragraphs; a short item inside a longer story; a quote
# that two stories share; and two reports made from one template
mkdir -p in/agency in/local
story() {
    cat <<'X'
The harbour council voted on Monday to close the eastern pier until the spring, after divers found cracks in four of its eleven pillars.

The ferry to the islands will leave from the old fish dock instead. The company that runs it said the crossing would take about ten minutes longer, and asked passengers for patience.

"We have waited long enough for repairs, and the sea does not wait for budgets," the harbour master, Ada Lund, told the council before the vote.

The repair is expected to cost 4.2 million crowns, of which the state pays half. Work begins in November, when the last of the cruise ships has left.
X
}
story > in/agency/pier.txt
story | sed 's/eastern pier/Eastern Pier/; s/about ten/some ten/; s/expected/likely/; s/Monday/Tuesday/' | tr -s '\n' > in/local/edited.txt
story | head -n 5 > in/local/cut.txt
{ story; printf '\nIn our town the fish market moves to the school yard, where stalls are set up for 30 sellers from Friday on.\n'; } > in/local/extended.txt
{ printf 'The school board heard a long report on the winter on Tuesday evening, and then talked for two hours about heating, roofs and the price of wood, which has risen by a third since the summer. Nobody could say who will pay for the rest of it.\n\n'
  story | sed -n 5p
  printf '\nThe board will meet again in a week. Until then the pupils keep their coats on, the head of the school said, and showed the thermometer in the hall: it stood at eleven degrees.\n'; } > in/local/quote.txt
{ printf 'Good morning. What the islands talk about today, in the order in which it came in:\n\n'; story | head -n 3
  printf '\n%s\n' 'The lighthouse has a keeper again, the first in forty years: she is a retired teacher and brought two cats.' \
  'A whale was seen off the northern cape for the third day. Boats are asked to stay away, the coast guard said, since it may be ill.' \
  'The band of the fire brigade looks for a second tuba, and for somebody who plays it. It is no trouble to learn, they say.' \
  'Rain is expected in the afternoon and wind from the west, with gusts that may stop the small ferry.'; } > in/zz-digest.txt
market() { printf 'The index closed at %s points on Friday after a day of calm trade in which the market as a whole moved little, while volume came to %s million shares and the crown stood at %s to the euro. Analysts see it at %s in the coming week.\n' "$@"; }
market 1201 310 11.32 1210 > in/agency/market-1.txt
market 1377 295 10.98 1366 > in/agency/market-2.txt
copydesk near in
copydesk near --clusters -q -j 3 in
copydesk near --json -q in
echo strict:
copydesk near --preset strict -q in
copydesk near --jaccard 0.9 --containment 1 -q in
printf '%s\n\f\n%s\n' "$(story)" "$(story)" | copydesk near -q -
copydesk near --jaccard 2 in
echo "status $?"
mv in/agency/pier.txt "$(printf 'in/agency/a\tb\\.txt')"
copydesk near in -q | head -n 1

# clean: left out, and told
copydesk clean in -o out --near drop --journal j -v --stats stats.json 2>&1 | grep -E 'near|articles'
grep near stats.json
ls out/*
copydesk explain j local/cut.txt
copydesk explain j local/cut.txt:3
copydesk restore j out -o back && diff -r in back
copydesk clean out -o again --near drop -q && diff -r out again
copydesk clean in -o flagged --scope article --near flag --journal j2 -v 2>&1 | grep -E 'near|articles'
ls flagged/local
copydesk explain j2 local/cut.txt
copydesk restore j2 flagged -o back2 && diff -r in back2
