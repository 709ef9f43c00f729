copydesk clean -h
