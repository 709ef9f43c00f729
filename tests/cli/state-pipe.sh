# a state in a pipe: the same bytes twice give the same bytes; what an earlier
# run has is gone from others
# needs sqlite3
budget='The council met on Tuesday evening to discuss the new budget for the coming year in full.'
harbour='Residents of the old harbour said that they had waited for a decision since last spring.'
bridge='The bridge over the canal stays closed to lorries until the engineers have seen the piers.'
clean() { copydesk clean -q --state seen; }
{ echo "$budget"; printf '\f\n'; echo "$harbour"; printf '\f\n'; echo "$budget"; } > monday
clean < monday | tee first
clean < monday | cmp - first
echo '-- the next day'
{ echo "$bridge"; echo "$budget"; printf '\f\n'; echo "$harbour"; } > tuesday
clean < tuesday
echo '-- a copy somewhere else in the stream'
{ echo 'Something else stands first today.'; printf '\f\n'; echo "$bridge"; } | clean
echo '-- files, of which one changes'
copydesk clean -q --state files monday -o out
copydesk clean -q --state files monday -o again
cmp out again
{ echo "$budget"; echo "$bridge"; } > monday
copydesk clean -q --state files monday
echo '-- JSON Lines: an id of its own is a name, and a changed record no repeat of itself'
records() { copydesk clean -q --state lines --input jsonl; }
printf '{"id":7,"text":"%s"}\n{"id":8,"text":"%s"}\n' "$budget" "$harbour" > lines.jsonl
records < lines.jsonl
records < lines.jsonl
printf '{"id":7,"text":"%s\\n\\nIt was late."}\n{"id":9,"text":"%s"}\n' "$budget" "$harbour" | records
