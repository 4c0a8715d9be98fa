"""What the libraries raise for archives and compressed files that are not as they say."""

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # also for a compression that zipfile does not know, and what is encrypted
    ValueError,  # a place before the beginning of the file, a name that is no text
)
"""All of them; `glossary.formats.rdf.containers.damage_told` tells them apart."""
