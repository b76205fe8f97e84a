"""What judging sources reads and stores: the yield of each run, and the alarms that were sent."""
