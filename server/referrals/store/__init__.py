"""SQL of referrals and of the directory."""
