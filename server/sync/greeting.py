"""Hello and welcome: a device tells its clocks and promises, the server tells where its log stands."""

from schemas.wire import Hello, Limits, Welcome
from server.access import Actor
from server.errors import Invalid
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch
from server.sync.system import tick_age_s


async def greet(branch: Branch, actor: Actor, hello: Hello) -> Welcome:
    """Keep what the device told of itself and answer with the state of the log.

    Raises:
        Invalid: the hello names another device than its credential.
    """
    if hello.device != actor.device_id:
        raise Invalid("the hello names another device")
    now = branch.clock.now()
    skew_ms = now - hello.clock.wall

    def tell(tx: Tx) -> tuple[Row, list[str]]:
        head = store.head(tx)
        store.tell_device(
            tx,
            hello.device,
            nonce=hello.nonce,
            skew_ms=skew_ms,
            low_water=hello.low_water,
            epoch=head["epoch"],
            app=hello.app,
            unsent=hello.pending,
            now=now,
        )
        store.prune_receipts(tx, hello.device, hello.low_water)
        return head, store.scopes_of(tx, actor.person_id, now)

    head, scopes = await branch.database.write(tell)
    return Welcome(
        epoch=head["epoch"],
        nonce=hello.nonce,
        now=now,
        keys=branch.vault.announced,
        scopes=tuple(scopes),
        floor=head["floor"],
        head=head["seq"],
        limits=Limits(),
        skew_ms=skew_ms,
        backup_seq=head["backup_seq"],
        tick_age_s=await tick_age_s(branch),
    )
