"""The scheduled service: Airflow's four processes on loopback under a supervisor of ours.

Used by ``make up`` and ``make down``; ``airflow standalone`` is not, since its log servers listen on every interface.
"""

from dags.service.errors import ServiceError
from dags.service.starting import down, up

__all__ = ["ServiceError", "down", "up"]
