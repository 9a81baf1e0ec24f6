"""What interrupters and their leads may say, and what the server says to itself about call-outs and calls for help."""

from server.doors import Slice
from server.interruption.commands import callouts, climbing, duty, gaps, helps, mediations
from server.interruption.store import callouts as callout_store
from server.interruption.store import gaps as gap_store
from server.interruption.store import helps as help_store
from server.interruption.store import mediations as mediation_store
from server.interruption.store import people
from server.interruption.store import policies as policy_store

SLICE = Slice(
    handlers={
        "mediation.record": mediations.record,
        "duty.say": duty.say,
        "callout.make": callouts.make,
        "callout.shown": callouts.shown,
        "callout.say": callouts.say,
        "callout.check_in": callouts.check_in,
        "callout.end": callouts.end,
        "help.call": helps.call,
        "help.take": helps.take,
        "help.end": helps.end,
        "help.send": helps.send,
        "help.policy": helps.set_policy,
        "alarm.resolve": gaps.resolve,
    },
    orders={
        "callout.check": climbing.look,
        "callout.climb": climbing.climb,
        "callout.delivered": climbing.delivered,
        "callout.forget": climbing.forget,
        "callout.lapse": climbing.lapse,
        "callout.sent": climbing.sent,
        "callout.told": climbing.told,
        "duty.end": duty.end,
        "gap.leave": gaps.leave,
        "gap.list": gaps.note,
        "help.climb": helps.climb,
        "help.forget": helps.forget,
    },
    deadlines={
        climbing.CLIMB: "callout.climb",
        climbing.CHECK: "callout.check",
        climbing.FORGET: "callout.forget",
        "callout.lapse": "callout.lapse",
        duty.END: "duty.end",
        gaps.LEAVE: "gap.leave",
        helps.CLIMB: "help.climb",
        helps.FORGET: "help.forget",
    },
    wanting=(climbing.CLIMB, climbing.CHECK, helps.CLIMB),
    loaders={
        "mediation": mediation_store.load,
        "callout": callout_store.load,
        "coming": callout_store.load_parts,
        "duty": people.load_duties,
        "help": help_store.load,
        "help_policy": policy_store.load,
        "alarm": gap_store.load,
    },
    asks="callout",
    unsent=climbing.unsent,
    undelivered=climbing.undelivered,
    awaited=climbing.awaited,
    outward=climbing.OUTWARD | helps.OUTWARD,
)
