"""The vault: personal fields under one key per record, so that deleting means destroying a key."""
