"""The SQLite engine: one file per organization, one writing connection, readers beside it.

`driver` is the only module that knows a driver. A connection is opened by a function that is given (`Connect`), so
that whoever studies faults can stand between this engine and the library.
"""
