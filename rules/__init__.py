"""The law as plain functions over frozen facts: standard library only, no clock, no database."""
