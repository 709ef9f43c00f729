command -v bash > /dev/null || exit 77
copydesk help --completions bash > c.bash
bash -c '
. ./c.bash
try() {
    COMP_WORDS=(copydesk "$@"); COMP_CWORD=$#
    _copydesk
    echo "$* -> ${COMPREPLY[*]}"
}
try ""
try ex
try --
try clean --m
try clean --scope ""
try clean a -o ""
try clean --strip ca
try clean --color =
try clean --color = al
try clean --journal = x
try rules ""
try help --completions ""
try explain --
'
