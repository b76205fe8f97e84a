"""Print the schema: ``python -m storage.database.schema > storage/schema.sql``."""

import sys

from storage.database.schema.render import render

sys.stdout.write(render())
