"""The words of the command line that are about who works here, and what all of its commands share."""
