"""Commands in, changes out, and custody of what could not be applied; sealed envelopes are opened here."""
