"""The proxy of compose.replicas.yaml as a process here: its own file, with this machine's addresses in it."""

import asyncio
import re
import shutil
import socket
import ssl
import struct
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from tests.delivery.hooks import free_port, listens

CONFIGURATION = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"


class Names(asyncio.DatagramProtocol):
    """A name server that gives the same addresses for each name (RFC 1035, with one question a message)."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.transport: asyncio.DatagramTransport | None = None

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question."""
        assert self.transport is not None
        header = data[:2] + struct.pack(">HHHHH", 0x8180, 1, len(self.addresses), 0, 0)
        # The name is that of the question, type A, class IN, for no second, four bytes.
        records = [struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4) + socket.inet_aton(each) for each in self.addresses]
        self.transport.sendto(header + data[12:] + b"".join(records), addr)


class Bot:
    """What stands in a bot's place: it takes each post, then answers 200, or, once it `breaks`, ends the connection."""

    def __init__(self) -> None:
        self.posts: list[bytes] = []
        self.breaks = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        self.posts.append(head + await reader.readexactly(int(length[1]) if length else 0))
        if not self.breaks:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()


class Proxy:
    """A running proxy, the bots behind it by address, and the name server that says which there are."""

    def __init__(self, url: str, client: httpx.AsyncClient, bots: dict[str, Bot], names: Names) -> None:
        self._url = url
        self._client = client
        self.bots = bots
        self.names = names

    @property
    def taken(self) -> int:
        """How many posts the bots have taken."""
        return sum(len(bot.posts) for bot in self.bots.values())

    async def post(self, path: str = "/tanya", body: bytes = b"{}") -> int:
        """Post a body as Telegram would; give the status."""
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "secret"}
        return (await self._client.post(self._url + path, content=body, headers=headers)).status_code


@asynccontextmanager
async def proxied(folder: Path, addresses: Sequence[str]) -> AsyncIterator[Proxy]:
    """Run the proxy before a bot at each of these addresses of loopback."""
    port, bots_port, names_port = free_port(), free_port(), free_port()
    _make_certificate(folder)
    _write_configuration(folder, port, bots_port, names_port)
    context = ssl.create_default_context(cafile=folder / "fullchain.pem")
    async with AsyncExitStack() as stack:
        loop = asyncio.get_running_loop()
        names = Names(addresses)
        names.transport, _ = await loop.create_datagram_endpoint(lambda: names, ("127.0.0.1", names_port))
        stack.callback(names.transport.close)
        bots = {address: Bot() for address in addresses}
        for address, bot in bots.items():
            await stack.enter_async_context(await asyncio.start_server(bot.serve, address, bots_port))
        await stack.enter_async_context(_nginx(folder, port))
        client = await stack.enter_async_context(httpx.AsyncClient(verify=context, trust_env=False, timeout=30))
        yield Proxy(f"https://127.0.0.1:{port}", client, bots, names)


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "1", "-subj", "/CN=proxy",
            "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem",
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def _write_configuration(folder: Path, port: int, bots_port: int, names_port: int) -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    for there, here in (
        (" /tmp/", f" {folder}/"),
        ("listen 8443", f"listen 127.0.0.1:{port}"),
        ("$bots:8081", f"$bots:{bots_port}"),
        ("resolver 127.0.0.11", f"resolver 127.0.0.1:{names_port}"),
        ("/etc/nginx/tls", str(folder)),
    ):
        assert there in text
        text = text.replace(there, here)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")


@asynccontextmanager
async def _nginx(folder: Path, port: int) -> AsyncIterator[None]:
    """Run nginx in a folder, once it listens; it may not complain of its configuration."""
    program, file = shutil.which("nginx"), folder / "said.txt"
    assert program, "nginx is not installed"
    with file.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;", stderr=said
        )
    try:
        async with asyncio.timeout(20):
            while not await listens(port):
                assert process.returncode is None, file.read_text(encoding="utf-8")
                await asyncio.sleep(0.05)
        assert not re.findall(r"\[warn\].*", file.read_text(encoding="utf-8"))
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
