"""Write docs/openapi.json from the endpoints: ``python -m pipeline.site.api > docs/openapi.json``."""

import sys

from pipeline.site.api.openapi import write_openapi

if __name__ == "__main__":
    sys.stdout.write(write_openapi())
