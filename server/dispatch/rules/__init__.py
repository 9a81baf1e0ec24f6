"""What holds for calls, units and assignments: pure, no storage and no clock."""
