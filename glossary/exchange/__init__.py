"""Catalogs in the file formats that translators work in: PO, XLIFF, TBX, CSV and XLSX."""
