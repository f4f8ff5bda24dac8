"""What somebody is typing and has not recorded yet: kept as it is typed, for them alone."""
