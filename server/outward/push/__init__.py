"""Ringing a phone whose app is closed, by Web Push (RFC 8030 and 8188, 8291, 8292): from its subscription to the alarm.

A push only says "look": an opaque id and nothing else leaves the house, and no push is ever called delivery.

How a phone is rung belongs to its session, like its cookie: it is told over HTTP by whoever is signed in, holds for
this person on this device, and ends with the session. So does what the person heard of the alarm. Neither is a command:
what does not arrive leaves the alarm unproven, which is the safe side, and what arrives late must not prove it.
"""
