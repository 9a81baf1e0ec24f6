"""The outcome log and its exports: what a programme manager may read, without a name, a note or an exact place."""
