# --strict and a text that is worked in pieces: named, with the first line of each piece that is not UTF-8
mkdir in
awk 'BEGIN { for (i = 1; i <= 90000; i++) print "The ferry sails at " i " again, and the harbour waits for it.\n" }' > in/large.txt
copydesk clean -q --strict in -o good; echo "status $?"
{ cat in/large.txt; printf 'Caf\351 au lait.\n'; } > spoiled && mv spoiled in/large.txt
wc -l < in/large.txt
copydesk clean -q --strict in -o bad; echo "status $?"
tail -n 1 bad/large.txt
