"""Pictures of the main pages from the running app, into docs/images/: python benchmarks/screenshots.py [FOLDER]."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
DESKTOP, LONG, PHONE = (1440, 1000), (1440, 2000), (390, 844)
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning] .st-key-notice"
WAIT = 60_000  # ms
EXAMPLE = "Try an example diary"
PICTURES = {  # file: path, size, colour scheme, the whole page
    "week.png": ("", DESKTOP, "light", True),
    "week-dark.png": ("", DESKTOP, "dark", True),
    "week-phone.png": ("", PHONE, "light", False),
    "targets.png": ("targets", DESKTOP, "light", False),
    "targets-phone.png": ("targets", PHONE, "light", False),
    "why.png": ("why", LONG, "light", False),
    "why-phone.png": ("why", PHONE, "light", False),
    "impossible.png": ("?no_fortified=yes", DESKTOP, "light", True),
    "cook.png": ("cook", DESKTOP, "light", False),
    "cook-phone.png": ("cook", PHONE, "light", False),
    "shopping.png": ("shopping", DESKTOP, "light", False),
    "shopping-phone.png": ("shopping", PHONE, "light", False),
    "gaps.png": ("gaps?answered=yes", LONG, "light", False),
    "gaps-phone.png": ("gaps?answered=yes", PHONE, "light", False),
    "nutrients.png": ("nutrients", DESKTOP, "light", False),
    "foods.png": ("foods", DESKTOP, "light", False),
}


def main() -> None:
    """Start the app, take every picture, stop the app."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No chromium found. On Debian or Ubuntu: apt-get install chromium")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server, sync_playwright() as playwright:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for name in PICTURES:
                take(browser, f"http://127.0.0.1:{port}/", folder, name)
            browser.close()
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    """Return when the server answers."""
    for _ in range(120):
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"{url} does not answer")


def take(browser: Browser, address: str, folder: Path, name: str) -> None:
    """One picture."""
    path, (width, height), scheme, whole = PICTURES[name]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_timeout(500)
    page.wait_for_selector(SETTLED, timeout=WAIT)
    if path.startswith("gaps"):
        page.get_by_role("button", name=EXAMPLE).click()
        page.wait_for_timeout(2000)
        page.wait_for_selector(SETTLED, timeout=WAIT)
    if whole:
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(1000)
    page.screenshot(path=folder / name)
    print(folder / name)
    context.close()


if __name__ == "__main__":
    main()
