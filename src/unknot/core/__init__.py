"""What every stage shares and nothing of ours stands below: places, errors, options."""
