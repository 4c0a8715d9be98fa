"""Where the shipped folders are: inside the package once installed, beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """Return the folder `name` that belongs to the program."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = shipped("templates")
TRANSLATIONS = shipped("translations")
VOCABULARIES = shipped("vocabularies")
STATIC = PACKAGE / "static"
