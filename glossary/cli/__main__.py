"""The command line as a module: ``python -m glossary.cli``."""

from glossary.cli.main import main

if __name__ == "__main__":
    main()
