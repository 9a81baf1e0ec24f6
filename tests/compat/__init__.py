"""Rows as every released app sealed them, one for each command and version, which are understood for ever."""
