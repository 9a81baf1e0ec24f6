"""Push is only "pull sooner": sockets that carry pages the moment something changed."""
