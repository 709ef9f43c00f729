copydesk -h
