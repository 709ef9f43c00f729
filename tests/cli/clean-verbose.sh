# what was skipped or is worth a warning, and the rules that hit
cat > my.rules <<'END'
rule club
    class newsletter
    line Join the harbour club
    yes Join the harbour club
END
# a repair of what goes is none of the text
printf 'Join the\001 harbour club\n\nThe caf\351 is closed.\n' | copydesk clean -v --rules my.rules --strip newsletter
