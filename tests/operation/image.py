"""The container image without a container engine: buildah builds it from the Dockerfile, on a base of debootstrap's.

What it is run in is made of the kernel's parts, as an engine does it: mounts of its own, a root that cannot be written,
a user without capabilities. What an engine adds to that is missing: limits of memory and processes, a filter of system
calls, a network of its own.
"""

import asyncio
import configparser
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PROGRAMS = ("apt-get", "buildah", "debootstrap", "mount", "unshare", "setpriv")
# Where pip looks for the settings of a machine (pip, "Configuration Files").
_PIP_INSIDE = "/etc/xdg/pip"
# The mounts are seen by this process alone and end with it. Arguments: the root, folders as HOST:INSIDE, --, a command.
_INSIDE = """
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
while [ "$1" != -- ]; do mkdir -p "$root${1#*:}"; mount --bind "${1%%:*}" "$root${1#*:}"; shift; done
mount -o remount,bind,ro "$root"
shift
exec "$@"
"""


def missing() -> str:
    """Say what this machine lacks to build the image; empty if nothing."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return ", ".join(lacking if os.geteuid() == 0 else [*lacking, "being root"])


@dataclass(frozen=True)
class Image:
    """An image that is built: its files, the bytes that the Dockerfile adds to its base, and what it says of itself."""

    root: Path
    added: int
    user: str
    folder: str
    environment: Mapping[str, str]
    start: Sequence[str]
    health: Sequence[str]

    def command(self, volumes: Mapping[Path, str], command: Sequence[str], **settings: str) -> list[str]:
        """Give how to run a command in the image as an engine would; volumes are folders with their place inside."""
        user, _, group = self.user.partition(":")
        environment = [f"{name}={value}" for name, value in {**self.environment, **settings}.items()]
        return [
            "unshare", "--mount", "sh", "-ec", _INSIDE, "sh", str(self.root),
            *(f"{folder}:{inside}" for folder, inside in volumes.items()), "--",
            "env", "--ignore-environment", *environment, "chroot", str(self.root),
            "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs", "--bounding-set=-all",
            "env", f"--chdir={self.folder}", *command,
        ]  # fmt: skip


@contextmanager
def built_image() -> Iterator[Image]:
    """Build the image; nothing of it is left at the end."""
    with _disk_in_memory() as folder:
        [base] = re.findall(r"^ARG PYTHON=(\S+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
        _make_base(folder, base)
        _buildah(
            folder, "build", "--quiet", "--isolation=chroot", "--pull=false", "--format=docker", "--tag=tanya",
            f"--volume={_pip_folder(folder)}:{_PIP_INSIDE}:ro", str(ROOT), seconds=400,
        )  # fmt: skip
        _buildah(folder, "from", "--pull=false", "--name=container", "localhost/tanya")
        said = json.loads(_buildah(folder, "inspect", "--type=image", "localhost/tanya"))
        config = said["Docker"]["config"]
        yield Image(
            root=Path(_buildah(folder, "mount", "container")),
            added=sum(layer["size"] for layer in json.loads(said["Manifest"])["layers"][1:]),
            user=config["User"],
            folder=config["WorkingDir"],
            environment=dict(entry.split("=", 1) for entry in config["Env"]),
            start=[*config["Entrypoint"], *config["Cmd"]],
            health=config["Healthcheck"]["Test"][1:],
        )


@contextmanager
def _disk_in_memory() -> Iterator[Path]:
    """Give a folder for two gigabytes of small files, which a real disk is slow to write, to sync and to delete."""
    with TemporaryDirectory(prefix="tanya-image-") as folder:
        _run("mount", "-t", "tmpfs", "-o", "mode=0700", "tmpfs", folder)
        try:
            yield Path(folder)
        finally:
            _run("umount", "--lazy", folder)


def _make_base(folder: Path, name: str) -> None:
    """Make what the Dockerfile begins from: trixie has the Python of the official image."""
    _buildah(folder, "from", "--name=base", "scratch")
    root = Path(_buildah(folder, "mount", "base"))
    included = "--include=python3,python3-venv"
    _run("debootstrap", "--variant=minbase", included, "trixie", root, *_mirror(), seconds=400)
    for downloaded in ("var/cache/apt", "var/lib/apt/lists"):
        shutil.rmtree(root / downloaded)
    _buildah(folder, "commit", "--quiet", "--rm", "base", name)


def _mirror() -> list[str]:
    """Give where this machine has Debian from; nothing if it does not say, for debootstrap has a default."""
    targets = _run("apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages")
    return [target.split()[1] for target in targets.splitlines() if target.startswith("Debian ")][:1]


def _pip_folder(folder: Path) -> Path:
    """Give a folder with where this machine's pip has its packages from, and whom it trusts."""
    settings = folder / "pip"
    settings.mkdir()
    configuration = configparser.RawConfigParser()
    configuration["global"] = {}
    for line in _run(sys.executable, "-m", "pip", "config", "list").splitlines():
        key, _, value = line.partition("=")
        name, value = key.rpartition(".")[2], value.strip("'\"")
        if name == "cert":
            shutil.copy(value, settings / "cert.pem")
            configuration["global"]["cert"] = f"{_PIP_INSIDE}/cert.pem"
        elif name in {"index-url", "extra-index-url", "trusted-host", "proxy"} and "file:" not in value:
            configuration["global"][name] = value
    with (settings / "pip.conf").open("w", encoding="utf-8") as file:
        configuration.write(file)
    return settings


def _buildah(folder: Path, *arguments: str, seconds: float = 120) -> str:
    storage = (f"--root={folder / 'storage'}", f"--runroot={folder / 'run'}", "--storage-driver=vfs")
    return _run("buildah", *storage, *arguments, seconds=seconds)


def _run(*command: str | Path, seconds: float = 60) -> str:
    """Run a command to its end; give its output. Raises AssertionError with what it said, or TimeoutExpired."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            output, errors = process.communicate(timeout=seconds)
        except BaseException:
            # With what it started, which else would hold the folder.
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, f"{command[:2]} ended with {process.returncode}:\n{output[-2000:]}{errors[-2000:]}"
    return output.strip()


class Container:
    """A bot that runs from the image, with its two volumes and its facts in a folder."""

    def __init__(self, image: Image, folder: Path, **settings: str) -> None:
        self._image = image
        self._settings = settings
        self.data, self.cache, self.facts = (folder / name for name in ("data", "cache", "facts"))
        self._said = folder / "said.txt"
        for volume in (self.data, self.cache):
            # As an engine makes a volume: with the owner that the folder has in the image.
            volume.mkdir()
            shutil.chown(volume, *map(int, image.user.split(":")))
        self._volumes = {self.data: "/data", self.cache: "/cache", self.facts: "/facts"}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def said(self) -> str:
        """What it has said, over all its starts."""
        return self._said.read_text(encoding="utf-8")

    @property
    def users(self) -> set[int]:
        """The user ids that the bot's process has or could take."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return {int(number) for number in re.findall(r"^Uid:(.*)$", status, re.MULTILINE)[0].split()}

    async def start(self) -> None:
        """Start the bot as the image says."""
        self._process = await self._begin(self._image.start)

    async def stop(self, seconds: float = 30) -> int:
        """Send SIGTERM and wait; give the exit code. A bot that does not end is killed."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await _end(self._process, seconds)

    async def run(self, command: Sequence[str], seconds: float = 60) -> int:
        """Run a command beside the bot, on the same volumes; give its exit code."""
        return await _end(await self._begin(command), seconds)

    async def _begin(self, command: Sequence[str]) -> asyncio.subprocess.Process:
        with self._said.open("ab") as said:
            return await asyncio.create_subprocess_exec(
                *self._image.command(self._volumes, command, **self._settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip


async def _end(process: asyncio.subprocess.Process, seconds: float) -> int:
    try:
        async with asyncio.timeout(seconds):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
