"""Conflict mediation in a site: coded, sealed, and known to nobody but the composition."""
