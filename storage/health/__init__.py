"""What judging sources reads and keeps: the yield of each run, and the alarms that were sent."""
