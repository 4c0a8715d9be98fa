"""The files of a generation, and how they are laid out."""
