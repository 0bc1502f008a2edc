"""The operator's pages of a bot, as a monitor reads them."""

import asyncio
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]
# No labels.
NONE: frozenset[tuple[str, str]] = frozenset()


class Pages:
    """Reads the pages at a port of loopback."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def get(self, path: str) -> httpx.Response:
        """Get a page."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}")

    async def ready(self) -> tuple[int, dict[str, Any]]:
        """Give the status and the parts of /readyz; 0 where nobody answers."""
        try:
            answer = await self.get("/readyz")
        except httpx.TransportError:
            return 0, {}
        return answer.status_code, answer.json()["parts"]

    async def until_ready(self, status: int = 200, seconds: float = 60) -> dict[str, Any]:
        """Wait until /readyz has this status; give its parts."""
        async with asyncio.timeout(seconds):
            while True:
                found, parts = await self.ready()
                if found == status:
                    return parts
                await asyncio.sleep(0.05)

    async def figures(self) -> Figures:
        """Give the samples of /metrics by name and labels."""
        return samples((await self.get("/metrics")).text)

    async def figure(self, name: str, **labels: str) -> float:
        """Give one figure."""
        return (await self.figures())[name, frozenset(labels.items())]


def samples(text: str) -> Figures:
    """Give the samples of a text in Prometheus's format."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
