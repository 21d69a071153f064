"""Templates compiled once for all tests of a run."""

from jinja2 import FileSystemBytecodeCache


class CompiledByLanguage(FileSystemBytecodeCache):
    """A template is compiled for each language: sentences stand in its code."""

    def get_bucket(self, environment, name, filename, source):
        return super().get_bucket(environment, f"{environment.language}/{name}", filename, source)
