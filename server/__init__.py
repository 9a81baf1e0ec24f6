"""Field 727: the async API."""
