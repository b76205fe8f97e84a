"""What a server really answered: its encoding, and whether it is content, a block page or an error."""
