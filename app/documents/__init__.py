"""Documents of the system: from a frozen dataclass, which says what a document says, to PDF and DOCX."""
