# which of near-duplicates stays, by length and by date; and what is refused
story() {
    cat <<'X'
The harbour council voted on Monday to close the eastern pier until the spring, after divers found cracks in four of its eleven pillars.

The ferry to the islands will leave from the old fish dock instead. The company that runs it said the crossing would take about ten minutes longer, and asked passengers for patience.
X
}
mkdir in
story > in/a.txt
{ story; printf '\nIn our town the fish market moves to the school yard, where stalls are set up for 30 sellers from Friday on.\n'; } > in/b.txt
story | sed 's/about/some/' > in/c.txt
touch -d 2026-01-03 in/a.txt; touch -d 2026-01-01 in/b.txt; touch -d 2026-01-02 in/c.txt
for keep in first longest latest earliest; do
    echo "$keep:"
    copydesk near in --keep $keep -q
done
copydesk near in --keep longest --clusters
copydesk clean in -o out --near drop --keep longest --journal j -v 2>&1 | grep near
ls out
copydesk explain j a.txt
copydesk restore j out -o back && diff -r in back && echo restored
copydesk clean out -o again --near drop --keep longest -q && diff -r out again && echo clean
copydesk clean in --near flag --keep longest -o flagged --journal f -q && diff -r in flagged
copydesk explain f c.txt

# records: the date is in a field
record() { printf '{"id":"%s","%s":"%s","text":"%s"}\n' "$1" "$2" "$3" "$(story | tr '\n' ' ')"; }
{ record one publish_date 'Fri, 02 Jan 2026 10:00:00 GMT'; record two publish_date 2026-01-02T09:59:59Z
  record three publish_date '3/4/2026'; record four seen 2026-01-03; } > r.jsonl
copydesk near r.jsonl --keep earliest -q
copydesk near r.jsonl --keep latest --date-field seen -q
copydesk near r.jsonl --keep latest -v 2>&1 >/dev/null
copydesk near r.jsonl --keep latest --date-field nowhere
echo "status $?"

# what cannot be
refused() { copydesk "$@"; echo "status $?"; }
refused clean in --keep longest -o none
story | refused near --keep longest -
story | refused clean --near drop --keep longest --scope corpus
mkfifo pipe
refused near --keep latest pipe
refused clean in --near drop --keep latest --state s -o none
refused clean in --near drop --drops list -o none
refused clean in --near drop --keep latest --scope corpus -o none
refused clean in --near drop --keep latest --near-paragraphs drop -o none
refused clean in --near drop --keep newest -o none
