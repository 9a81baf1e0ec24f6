-- An iPhone's browser tab cannot be rung and may lose what it keeps: who begins a shift in one, knowing that, is shown.
ALTER TABLE device ADD COLUMN in_a_tab_at BIGINT;
