copydesk rules list | grep -c .  > n
test "$(cat n)" -ge 1 && echo some packs
copydesk rules show core | grep -c . > n
test "$(cat n)" -ge 10 && echo the core pack
copydesk rules check > /dev/null && echo all examples hold
copydesk rules show croe
