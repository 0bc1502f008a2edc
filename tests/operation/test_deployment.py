"""The files to deploy with: they can be read, agree with the code, and name no figure that the bot does not have."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from prometheus_client import CollectorRegistry
from sqlalchemy import make_url

from bot.operation.metrics import Metrics
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# What Prometheus itself adds.
OF_PROMETHEUS = {"up"}
# In an expression: selectors, ranges and groupings; then functions.
AROUND = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\b(?:by|without)\s*\([^)]*\)")
FUNCTION = re.compile(r"\b[a-z_]+\s*(?=\()")


def known() -> set[str]:
    """Give the names of all samples."""
    names = set()
    registry = CollectorRegistry()
    Metrics(registry)
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "info": ["_info"]}
    for metric in registry.collect():
        names |= {metric.name + suffix for suffix in suffixes.get(metric.type, [""])}
    return names


def alerts() -> list[dict[str, Any]]:
    [group] = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    rules: list[dict[str, Any]] = group["rules"]
    return rules


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))["panels"]
    return found


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", FUNCTION.sub(" ", AROUND.sub("", expression))))


def compose(name: str = "compose.yaml") -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return found


def replicas() -> dict[str, Any]:
    return compose("compose.replicas.yaml")


def test_the_reading_of_expressions_finds_the_figures() -> None:
    expression = 'histogram_quantile(0.9, sum by (job, le) (rate(a_bucket{x="y"}[10m]))) > b / c'
    assert names_in(expression) == {"a_bucket", "b", "c"}
    assert "tanya_questions_total" in known()


def test_alerts_and_dashboard_name_only_figures_that_the_bot_has() -> None:
    found = [names_in(expression) for expression in expressions()]
    assert all(found)
    assert not set.union(*found) - known() - OF_PROMETHEUS


def test_every_figure_of_tanya_is_on_the_dashboard_and_documented() -> None:
    shown = set.union(*(names_in(target["expr"]) for panel in panels() for target in panel["targets"]))
    for name in known():
        if name.startswith("tanya_"):
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            assert {name, f"{family}_bucket"} & shown, name
            assert f"`{family}`" in OPERATIONS, family


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in alerts()}) == len(alerts())
    for rule in alerts():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert f"`{rule['alert']}`" in OPERATIONS


def test_panels_do_not_overlap() -> None:
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in panels()}) == len(panels())


@pytest.mark.parametrize("path", ["Dockerfile", "compose.yaml", "compose.replicas.yaml", "docs/deploy/tanya.service"])
def test_settings_in_these_files_exist(path: str) -> None:
    known_settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", (ROOT / path).read_text(encoding="utf-8")))
    assert named
    assert not named - known_settings


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    ran = subprocess.run(
        [Path(sys.executable).parent / "hadolint", ROOT / "Dockerfile"], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_image_runs_as_a_user_without_rights_and_writes_only_into_volumes() -> None:
    instructions = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if re.match("[A-Z]+ ", line)]
    final = instructions[[name for name, _ in instructions].index("FROM") :]
    assert [value for name, value in final if name == "USER"] == ["10001:10001"]
    [volumes] = [json.loads(value) for name, value in final if name == "VOLUME"]
    environment = dict(re.findall(r"(\w+)=(\S+)", DOCKERFILE.split("ENV ")[1].split("\nUSER")[0]))
    assert environment["TANYA_DATABASE"] == "sqlite+aiosqlite:////data/tanya.sqlite"
    for name in ("XDG_CACHE_HOME", "MPLCONFIGDIR"):
        assert environment[name].startswith(tuple(volumes))
    assert Settings(_env_file=None, health=environment["TANYA_HEALTH"]).health_address == ("127.0.0.1", 8082)
    assert "--require-hashes" in DOCKERFILE


def test_the_image_takes_every_package_of_the_program() -> None:
    for package in ("bot", "handlers", "knowledge"):
        assert f"\nCOPY {package} {package}\n" in DOCKERFILE
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    taken = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert taken == set(re.findall(r"^COPY (?!--)(\S+) ", DOCKERFILE, re.MULTILINE))


def test_compose_gives_the_bot_no_more_than_it_needs() -> None:
    tanya = compose()["services"]["tanya"]
    assert tanya["read_only"] is True
    assert tanya["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in tanya["security_opt"]
    assert "ports" not in tanya
    targets = {volume.split(":")[1] for volume in tanya["volumes"]}
    assert targets == set(json.loads(re.findall(r"^VOLUME (.*)$", DOCKERFILE, re.MULTILINE)[0]))
    assert {volume.split(":")[0] for volume in tanya["volumes"]} == set(compose()["volumes"])


def test_the_replicas_may_do_no_more_than_the_one_bot_and_nor_may_what_they_need() -> None:
    one, services = compose()["services"]["tanya"], replicas()["services"]
    assert services["tanya"]["extends"] == {"file": "compose.yaml", "service": "tanya"}
    assert set(services["tanya"]) == {"extends", "environment", "deploy", "depends_on", "networks"}
    assert services["tanya"]["deploy"] == {"replicas": 3}
    for name in ("postgres", "proxy"):
        for promise in ("read_only", "cap_drop", "security_opt", "restart", "stop_grace_period"):
            assert services[name][promise] == one[promise], f"{promise} of {name}"
        assert services[name]["user"]
        assert {"mem_limit", "pids_limit"} <= set(services[name])
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    assert set(compose()["volumes"]) < set(replicas()["volumes"])


def test_the_database_of_the_replicas_is_seen_by_them_alone() -> None:
    services = replicas()["services"]
    assert {name for name in services if "database" in services[name]["networks"]} == {"tanya", "postgres"}
    assert services["postgres"]["networks"] == ["database"]
    assert replicas()["networks"]["database"] == {"internal": True}


def test_the_replicas_have_settings_that_work_and_agree_with_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        name: re.sub(r"\$\{\w+:\?[^}]*\}", "given", str(value)) for name, value in environment_of_a_replica().items()
    }
    for name, value in (given | {f"{PREFIX}TOKEN": "123456:given"}).items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert settings.webhook_url is not None
    assert f"location = {urlsplit(settings.webhook_url).path} {{" in proxy
    assert "set $bots tanya;" in proxy
    assert f"proxy_pass http://$bots:{settings.port};" in proxy
    assert make_url(settings.database).host in replicas()["services"]
    assert settings.messages_per_second * 3 <= Settings.model_fields["messages_per_second"].default


def environment_of_a_replica() -> dict[str, Any]:
    found: dict[str, Any] = replicas()["services"]["tanya"]["environment"]
    return found


def test_what_the_replicas_need_in_env_is_documented() -> None:
    needed = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.replicas.yaml").read_text(encoding="utf-8")))
    assert needed == {"WEBHOOK_HOST", f"{PREFIX}WEBHOOK_SECRET", "POSTGRES_PASSWORD"}
    [part] = re.findall(r"^### Three replicas.*?(?=^##)", OPERATIONS, re.MULTILINE | re.DOTALL)
    assert {f"{PREFIX}TOKEN", *needed} <= set(re.findall(r"\b[A-Z][A-Z_]+\b", part))


def test_the_service_can_be_read_and_does_not_restart_a_wrong_set_up() -> None:
    parser = configparser.RawConfigParser(strict=False)
    # Of a setting that is given twice only the last is kept here, which is enough.
    parser.read(DEPLOY / "tanya.service", encoding="utf-8")
    service = parser["Service"]
    assert service["ExecStart"].endswith("/tanya run")
    assert service["RestartPreventExitStatus"] == "2"
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
def test_systemd_knows_every_setting_of_the_service() -> None:
    ran = subprocess.run(
        ["systemd-analyze", "verify", DEPLOY / "tanya.service"], check=False, capture_output=True, text=True
    )
    said = [line for line in ran.stderr.splitlines() if "tanya.service" in line and "not executable" not in line]
    assert not said
