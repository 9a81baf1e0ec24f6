"""What the doors may ask of referrals."""

from server.doors import Slice
from server.referrals.commands import referral
from server.referrals.store import directory as directory_store
from server.referrals.store import referral as store

SLICE = Slice(
    handlers={"referral.make": referral.make},
    loaders={"referral": store.load, "directory": directory_store.load},
)

SITE_SLICE = Slice(loaders={"directory": directory_store.load})
"""A site keeps a directory too; a referral there is for later."""
