# a hostile name stays harmless: ESC, line feed and a C1 control become "?"
copydesk clean "$(printf 'a\033[31m\nb\302\233c')"
