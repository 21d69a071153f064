"""`flask desk due`: the moment by which so much service time has passed."""

import pytest


def run(app, *words):
    return app.test_cli_runner().invoke(args=["desk", "due", *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2026-03-27T16:00 --hours 2", "2026-03-30T09:30:00+03:00"),
        ("2026-06-19T16:00 --hours 2", "2026-06-25T09:30:00+03:00"),
        ("2026-03-27T14:00Z --hours 1", "2026-03-27T17:00:00+02:00"),
        ("2026-03-28T12:00+02:00 --hours 24 --service-hours always", "2026-03-29T13:00:00+03:00"),
        ("2026-03-07T12:00:30 --hours 0.5 --service-hours extended", "2026-03-07T12:30:30+02:00"),
        (
            "2026-03-02T09:00 --hours 2 --stop 2026-03-02T10:00/2026-03-02T11:00 "
            "--stop 2026-03-02T11:30/2026-03-02T12:00",
            "2026-03-02T12:30:00+02:00",
        ),
    ],
)
def test_it_prints_the_moment_and_nothing_else(sqlite_app, words, said):
    done = run(sqlite_app, *words.split())
    assert (done.exit_code, done.stdout) == (0, f"{said}\n")


@pytest.mark.parametrize(
    "words",
    [
        "yesterday --hours 2",
        "2026-02-30T10:00 --hours 2",
        "2026-03-29T03:30 --hours 2",
        "2026-03-02T10:00 --hours x",
        "2026-03-02T10:00 --hours -1",
        "2026-03-02T10:00 --hours NaN",
        "2026-03-02T10:00 --hours 1e99",
        "2026-03-02T10:00",
        "2026-03-02T10:00 --hours 2 --service-hours never",
        "2026-03-02T10:00 --hours 2 --stop 2026-03-02T12:00",
        "2026-03-02T10:00 --hours 2 --stop 2026-03-02T12:00/2026-03-02T11:00",
        "9999-12-31T10:00 --hours 2",
    ],
)
def test_what_cannot_be_read_is_refused(sqlite_app, words):
    done = run(sqlite_app, *words.split())
    assert (done.exit_code != 0, done.stdout) == (True, "")
