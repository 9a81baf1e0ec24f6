"""The other side of the protocol: what a phone or desk keeps and sends, for programs that are ordinary clients.

The demonstration's desk and teams are such clients, and so is the phone that the tests drive the server with. What the
app does beyond this to survive a closed browser and a restored backup (disk, retained rows, leases) is not here.
"""
