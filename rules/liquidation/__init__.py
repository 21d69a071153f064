"""The end of a resource: what those who need it answer, and when nothing keeps it any longer."""
