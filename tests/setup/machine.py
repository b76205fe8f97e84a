"""A machine whose PATH holds only fake interpreters and a few plain tools."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

PYTHON = """#!/usr/bin/env bash
# A fake interpreter: it names its version, makes environments of itself and installs a fake uv.
case "$*" in
    *version_info*) echo {version} ;;
    "-c import "*) exit {lacking} ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip install"*) cp "{uv}" "$(dirname "$0")/uv" ;;
esac
[[ $1 == -c ]] || echo "{version} $*" >> "{calls}"
"""
UV = """#!/usr/bin/env bash
echo "uv $*" >> "{calls}"
[[ ! -e {broken} ]]
"""


@dataclass(frozen=True)
class Machine:
    """A machine whose PATH is one folder."""

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def bin(self) -> Path:
        return self.root / "bin"

    def install_python(self, name: str, version: str | None = None, *, lacking: bool = False) -> Path:
        """Put a fake interpreter on the PATH; without a version it does not start."""
        path = self.bin / name
        text = PYTHON.format(version=version, lacking=int(lacking), uv=self.root / "uv", calls=self.root / "calls")
        path.write_text(text if version else "#!/usr/bin/env bash\nexit 127\n", "utf-8")
        path.chmod(0o755)
        return path

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run make in the project."""
        return subprocess.run(
            [str(self.bin / "make"), *arguments],
            cwd=self.project,
            env={"PATH": str(self.bin), "HOME": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def take_calls(self) -> list[str]:
        """Return what the interpreters and uv were asked for since the last time."""
        calls = self.root / "calls"
        lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return lines

    def break_network(self, *, broken: bool) -> None:
        """Let every call of uv fail, or succeed again."""
        (self.root / "broken").touch() if broken else (self.root / "broken").unlink()
