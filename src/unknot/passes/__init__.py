"""IR to IR and facts about IR, one pass per file, named by its verb."""
