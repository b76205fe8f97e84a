"""The error of the service's commands."""

from __future__ import annotations

from storage.errors import OnRecordError


class ServiceError(OnRecordError):
    """The service could not be started or stopped."""
