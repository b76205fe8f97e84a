"""What readers leave behind, in a file of its own: reports of mistakes, and searches that found nothing."""
