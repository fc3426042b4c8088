"""Populations of any size, made by the database itself, for benchmarks and load tests; every name is invented."""
