"""When the chat page opens by itself."""

import pytest

from bot.browser import has_browser


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": ":0", "BROWSER": "firefox"}, "linux", True),
        ({"DISPLAY": ":0", "BROWSER": "none"}, "linux", False),
        ({"DISPLAY": ":0", "BROWSER": ""}, "linux", False),
        ({"BROWSER": "none"}, "darwin", False),
    ],
)
def test_a_browser_is_likely_on_a_desktop_and_can_be_refused(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_browser(environment, platform) is expected
