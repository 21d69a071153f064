"""Institutions, resources, dependencies and reference data."""
