"""Importing a roster from a spreadsheet, step by step.

`columns` recognises what stands above the columns, `values` reads one cell, `table` turns a sheet into rows of
people with their faults, `plan` compares them with the roster, `writing` and `undoing` change it,
`importing` is what pages call. Nothing is written before `importing.confirm`.
"""
