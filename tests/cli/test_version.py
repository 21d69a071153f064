"""`flask version`: the release alone on stdout."""

from config import Config


def test_command_prints_the_version_alone(sqlite_app):
    printed = sqlite_app.test_cli_runner().invoke(args=["version"])
    assert (printed.exit_code, printed.stdout, printed.stderr) == (0, f"{Config.VERSION}\n", "")
