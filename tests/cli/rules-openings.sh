# a regex of which one way to start is open early, and another one ends, or goes on with a mark
cat > mine.rules <<'R'
rule mark
    class ad
    regex ^(abcd\(e[a-z ]+|xy.*)$
    yes abcd(eog here
    yes xyzw rules
    no abc dog

rule end
    class ad
    regex ^(kbcd|zyq?.*q)$
    yes kbcd
    yes zyzwq
    no abx

rule colon
    class ad
    regex ^(kabe: .{2,9}|qy.*q)$
    yes kabe: foo
    yes qyzwq
    no abx

rule far
    class ad
    regex ^(mabeñ.{2,9}|uy.*q)$
    yes mabeñfoo
    yes uyzwq
    no abx

rule either
    class ad
    regex ^(obc?|vyq?.*q)$
    yes ob
    yes obc
    yes vyzwq
    no abx
R
for line in 'abcd(eog here' kbcd 'kabe: foo' mabeñfoo ob obc; do
    printf 'The council met on Tuesday.\n\n%s\n\nNobody came to see it.\n' "$line" | copydesk clean -q --rules mine.rules
done
