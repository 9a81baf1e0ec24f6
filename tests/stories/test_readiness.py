"""Whoever watches the server is told what holds: of room for a full disk, too, and that there is none elsewhere."""

import pytest

KEPT = {"sqlite": "kept for when the disk is full", "postgres": "none: that disk is the database server's"}


@pytest.mark.parametrize("kind", ["city", "site"])
async def test_room_is_said_to_be_kept_where_it_is_and_nowhere_else(served, kind):
    tag = served.found(kind).tag
    served.app.organizations.engine.tend()

    async with served.http() as http:
        checks = (await http.get("/readyz")).json()["checks"]

    told = {check["name"]: (check["ok"], check["detail"]) for check in checks}
    assert told[f"{tag} reserve"] == (True, KEPT[served.ground.engine])
