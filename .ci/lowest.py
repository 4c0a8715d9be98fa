"""Prints the lowest versions that setup.cfg allows, as constraints for pip: of all that the program
needs, or of the extras that are named.
"""

import configparser
import re
import sys

setup = configparser.ConfigParser()
setup.read("setup.cfg", "utf-8")
extras = setup["options.extras_require"]
named = [extras[name] for name in sys.argv[1:]] or [setup["options"]["install_requires"]]
for line in "\n".join(named).splitlines():
    if found := re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", line.partition("#")[0].strip()):
        print(f"{found[1]}=={found[2]}")
