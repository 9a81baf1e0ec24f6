"""The HTTP edge: what every request passes before a route sees it, and how every error leaves."""
