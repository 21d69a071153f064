"""The flow of an activity: steps, rounds, votes, record."""
