copydesk help explain
