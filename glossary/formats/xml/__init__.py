"""XML from files that nobody vouches for, read in bounded memory, and written without loss."""
