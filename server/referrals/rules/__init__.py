"""Rules of referring, pure: what a referral must say, and how a foreign directory is read."""
