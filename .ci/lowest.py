"""Prints the lowest versions that setup.cfg allows, as constraints for pip."""

import configparser
import re

setup = configparser.ConfigParser()
setup.read("setup.cfg", "utf-8")
for line in setup["options"]["install_requires"].splitlines():
    if found := re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", line.partition("#")[0].strip()):
        print(f"{found[1]}=={found[2]}")
