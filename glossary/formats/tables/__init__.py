"""Tables as files, whatever is in them: CSV and its kin, and workbooks (XLSX)."""
