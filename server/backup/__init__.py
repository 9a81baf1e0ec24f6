"""Backup and restore of one organization: a data copy, a key copy, and the never-again list (protocol, S14).

The data copy is an SQLite file with every table of the organization, whichever engine it works on: what was copied from
one engine is restored onto the other. Keys never lie in the folder of the data. Plain blocking functions, given their
clock and ids; whoever serves calls them on a thread of their own.
"""

from server.backup.restoring import Restored, Wanted, restore
from server.backup.rounds import Backups
from server.backup.taking import mark, take

__all__ = ["Backups", "Restored", "Wanted", "mark", "restore", "take"]
