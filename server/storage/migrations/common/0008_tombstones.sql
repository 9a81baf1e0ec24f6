-- Lines of rows that left a scope are dropped after a while: found without looking at the rest of the feed.

CREATE INDEX feed_gone ON feed (seq) WHERE op = 'del';
