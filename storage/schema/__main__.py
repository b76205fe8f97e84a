"""Print the schema: ``python -m storage.schema > storage/schema.sql``."""

import sys

from storage.schema.render import render

sys.stdout.write(render())
