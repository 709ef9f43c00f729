# no command at all: the short help, on standard error, as a failure
copydesk
