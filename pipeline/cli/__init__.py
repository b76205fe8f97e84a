"""The door that people open: the `onrecord` command."""
