# what changed between two versions: in words, in colour, as JSON; and what it refuses
cat > monday.txt <<'END'
Ferry stays in port

The ferry to the island was cancelled on Monday because of the storm, US officials said.

Two hundred passengers waited in the harbour hall, where volunteers handed out soup.

"We have seen worse," the harbour master said.

Damage is put at 3.1 million euros.
END
cat > tuesday.txt <<'END'
Ferry sails again

"We have seen worse", the harbour master said.

The ferry to the island was cancelled on Monday because of the storm, according to US officials.

Two hundred passengers waited in the harbour hall, where volunteers handed out soup.

Damage is put at 2.4 million euros.

The next boat leaves at 7:30.
END
copydesk diff monday.txt tuesday.txt
echo "status $?"
copydesk diff --color always monday.txt tuesday.txt | grep Damage | od -c | head -8
copydesk diff --json - tuesday.txt < monday.txt
copydesk diff monday.txt monday.txt
printf 'caf\351 ole\n' | copydesk diff --from latin-1 - tuesday.txt | head -3
printf 'a \033[2Jb\302\233c\n' > escape.txt
copydesk diff --repair none escape.txt monday.txt | head -2
copydesk diff monday.txt
echo "status $?"
copydesk diff monday.txt none.txt
echo "status $?"
printf '%%PDF-1.4\n\001\002\377\376' > paper.pdf
copydesk diff paper.pdf monday.txt
echo "status $?"
copydesk diff - -
echo "status $?"
copydesk diff --from klingon monday.txt tuesday.txt
echo "status $?"
copydesk diff monday.txt tuesday.txt > /dev/full
echo "status $?"

# the same text in other paragraphs, with other quotes
cat > joined.txt <<'END'
Ferry stays in port

The ferry to the island was cancelled on Monday because of the storm, US officials said. Two hundred passengers waited in the harbour hall, where volunteers handed out tea. “We have seen worse,” the harbour master said on Monday.
END
cat > parted.txt <<'END'
Ferry stays in port
The ferry to the island was cancelled on Monday because of the storm, US officials said.
Two hundred passengers waited in the harbour hall, where volunteers handed out soup.
"We have seen worse," the harbour master said.
Advertisement
Damage is put at 3.1 million euros.
END
copydesk diff joined.txt parted.txt
copydesk diff parted.txt joined.txt | tail -1
copydesk diff --json joined.txt parted.txt | grep -E 'parted|edited"'
