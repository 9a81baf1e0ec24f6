"""Where bytes become durable. Everybody above knows only the port, `server.storage.database`."""
