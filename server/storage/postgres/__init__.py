"""The Postgres engine: one schema and one plain role per organization, for several processes over one database.

`driver` is the only module that opens a line. It is imported only where FIELD727_DATABASE asks for it: a server on
SQLite needs no driver.
"""
