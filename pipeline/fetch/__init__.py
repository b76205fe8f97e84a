"""The only code that talks to the network, and its stand-in that replays a WARC."""
