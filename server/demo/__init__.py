"""A day of the example city, played by simulated people who are ordinary clients of the server.

They enrol with codes, sign tokens, seal commands and follow pages over `WS /api/live`, like any phone or desk; nothing
here reaches into the server, so the day can be played on one that runs in another process.

**Time.** The server's clock is left alone. A minute of the city's day is played in a second (at speed 60): people
think, drive and talk faster, and everything that is written down says when it truly happened. A server clock that ran
faster would make spans look like a real day's, but every browser that watches has a clock of its own, codes, tokens and
sessions would end within seconds, and the folder would be left with times that lie in the future. So ages on the board
and durations in the exports are those of the drill: a team that takes twelve minutes took twelve seconds. Only
deadlines do not hurry: an offer stays open for its real minutes, and the desk, for whom that is hours, takes it back
before. Tests play the same day at speed 1 on a clock that they move, where deadlines come as they do in life.

`plan` and `scene` are what happens in the city; `desk` and `team` the people; `book` what they know they did;
`reckoning` holds it against what the server says.
"""
