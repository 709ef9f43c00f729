# a journal's first record says what the run was made with: what --version and rules list say
mkdir in
echo 'The council met on Tuesday evening to discuss the new budget for the coming year.' > in/a.txt
facts() {   # journal
    head -n 1 "$1" | sed -n 's/^{"record":"run","version":"\([^"]*\)","key_profile":\([0-9]*\),"unicode":"\([^"]*\)",.*/copydesk \1\
Unicode \3, key profile \2/p'
}
packs() {   # journal
    head -n 1 "$1" | sed 's/.*"packs":\[\([^]]*\)\].*/\1/' | tr '}' '\n' |
        sed -n 's/^,\{0,1\}{"name":"\([^"]*\)","hash":"\([0-9a-f]\{16\}\)"$/\1 \2/p' | sort
}
compare() {   # journal, words for rules list, which names a pack of a file by its file
    journal=$1
    shift
    copydesk --version | sed -n '1,2p' > version
    facts "$journal" | cmp - version && test -s version && echo "$journal: version, key profile, Unicode version"
    copydesk rules list "$@" | awk '{ sub(/\.rules$/, "", $1); print $1, $4 }' | sort > listed
    packs "$journal" | cmp - listed && test -s listed && echo "$journal: packs, their hashes"
}
copydesk clean -q in -o out --journal plain
compare plain
copydesk rules show core > mine.rules
copydesk clean -q in -o out2 --journal own --rules mine.rules
compare own --rules mine.rules
packs own > before
echo '# one line more' >> mine.rules
copydesk clean -q in -o out3 --journal other --rules mine.rules
packs other | comm -13 before - | sed 's/ .*/: another hash/'
echo '-- a pack whose name is not UTF-8'
pack=$(printf 'caf\351.rules')
printf 'rule tide\n    class related\n    line Tide table\n    yes Tide table\n' > "$pack"
printf 'The ferry sails again at noon.\nTide table\n' | copydesk clean -q --rules "$pack" --journal j --stats s > /dev/null
copydesk explain j stdin:2
iconv -f UTF-8 -t UTF-8 j s > /dev/null && echo 'journal and statistics are UTF-8'
