"""What people see and do, in real browsers."""
