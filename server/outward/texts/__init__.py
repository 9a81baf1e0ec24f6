"""Texts: the last thing a machine can do to reach somebody, and their answer by it.

A text says that somebody is asked, and under which two digits; never whom, where or what for.
"""
