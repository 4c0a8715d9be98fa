"""A vocabulary as a printed glossary: PDF, set by Typst (the optional extra ``pdf``)."""
