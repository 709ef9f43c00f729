printf 'One line of text that stands here twice.\n\nAnother line.\n\nOne line of text that stands here twice.\n' |
    copydesk clean
