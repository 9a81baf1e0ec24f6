"""What the doors may ask of outcomes, and of those who look at them."""

from typing import Final

from server.doors import Slice
from server.encounters.commands import consults, felt, outcomes, reports, reviews
from server.encounters.store import consults as consult_store
from server.encounters.store import outcomes as outcome_store
from server.encounters.store import reviews as review_store

SLICE: Final = Slice(
    handlers={
        "encounter.record": outcomes.record,
        "consult.ask": consults.ask,
        "consult.answer": consults.answer,
        "felt.say": felt.say,
        "report.made": reports.made,
        "review.sign": reviews.sign,
    },
    orders={
        "consult.climb": consults.climb,
        "consult.leave": consults.leave,
        "consult.told": consults.told,
        "review.leave": reviews.leave,
        "review.raise": reviews.raise_help,
    },
    deadlines={consults.CLIMB: "consult.climb", consults.LEAVE: "consult.leave", reviews.LEAVE: "review.leave"},
    loaders={"encounter": outcome_store.load, "consult": consult_store.load, "review": review_store.load},
    prerequisites=(reviews.of_help,),
    outward=consults.OUTWARD,
)
