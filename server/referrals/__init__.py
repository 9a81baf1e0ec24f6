"""Where people were referred, and the directory of places they can be referred to."""
