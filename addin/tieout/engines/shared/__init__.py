"""What do all engines share: addresses, values as Excel takes and gives them, colours, measures."""
