"""What a command shows to somebody at a terminal of so many columns."""

import fcntl
import os
import pty
import struct
import subprocess
import termios

from tests.transcript import Shell


def on_a_terminal(
    shell: Shell, command: str, columns: int = 80, **environment: str
) -> tuple[int, str]:
    """The exit code, and everything that came out, stdout and stderr together."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    inherited = {name: value for name, value in shell.environment.items() if name != "COLUMNS"}
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=shell.folder,
        env={**inherited, "TERM": "xterm-256color", **environment},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    seen = b"".join(iter(lambda: _read(master), b""))
    os.close(master)
    return process.wait(), seen.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # nobody writes to it any more
        return b""
