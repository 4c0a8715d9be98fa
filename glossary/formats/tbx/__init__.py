"""TBX (TermBase eXchange): its names, and vocabularies in it. Catalogs: `glossary.exchange.tbx`."""
