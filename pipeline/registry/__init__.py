"""Read what is declared: sources, and what the understanding stages know beforehand."""
