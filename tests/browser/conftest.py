import importlib.util
import json
import shutil
from pathlib import Path

import pytest

try:
    from selenium import webdriver
    from selenium.common.exceptions import NoAlertPresentException
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:  # the tests that need it are skipped
    webdriver = None

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
]


class Browser:
    """Chromium with what the tests ask of it: pages, keys, logs."""

    def __init__(self, driver, downloads):
        self.driver = driver
        self.downloads = downloads
        self.script = driver.execute_script

    def open(self, where):
        """Open a file or an address, with an empty log."""
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(where.as_uri() if isinstance(where, Path) else where)

    def size(self, width, height, mobile=False):
        """Set the size of the window, in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def keys(self, *keys):
        """Press keys where the focus is."""
        chain = ActionChains(self.driver, duration=0)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def save(self):
        """Press Ctrl+Enter, which saves what is being written."""
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
            Keys.CONTROL
        ).perform()

    def retype(self, text):
        """Replace what stands in the field that has the focus."""
        ActionChains(self.driver, duration=0).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        self.keys(Keys.DELETE)
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def hover(self, element):
        """Move the pointer over an element."""
        ActionChains(self.driver, duration=0).move_to_element(element).perform()

    def dialog(self):
        """Tell whether the page has an alert open."""
        try:
            return bool(self.driver.switch_to.alert.text)
        except NoAlertPresentException:
            return False

    def all(self, css):
        """Return the elements that fit a selector."""
        return self.driver.find_elements("css selector", css)

    def one(self, css):
        """Return the only element that fits a selector."""
        (found,) = self.all(css)
        return found

    def visible(self, css):
        """Return the ids of the elements that fit and are shown."""
        return self.script(
            "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.id)", css
        )

    def wait(self, expression):
        """Wait until a script expression is true; return its value."""
        return WebDriverWait(self.driver, 10, 0.02).until(lambda _: self.script(f"return {expression}"))

    def console(self):
        """Return what the browser complained about since the page was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Return the addresses the page asked for since it was opened, itself included."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """Start one headless Chromium for all tests, with an empty profile."""
    if webdriver is None:
        pytest.skip("selenium is not installed: pip install '.[test]'")
    paths = [shutil.which("chromium"), shutil.which("chromedriver")]
    if not all(paths):
        pytest.skip("chromium and chromedriver are not installed (Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = paths[0]
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.set_capability("unhandledPromptBehavior", "ignore")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(paths[1]))
    downloads = tmp_path_factory.mktemp("downloads")
    allow = {"behavior": "allow", "downloadPath": str(downloads)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", allow)
    yield Browser(driver, downloads)
    driver.quit()


@pytest.fixture
def browser(chromium, tmp_path):
    """Return the browser with nothing kept from other tests."""
    blank = tmp_path / "blank.html"
    blank.write_text("<!doctype html>", encoding="utf-8")
    chromium.size(1280, 900)
    chromium.open(blank)
    chromium.script("localStorage.clear()")
    for file in chromium.downloads.iterdir():
        file.unlink()
    return chromium


@pytest.fixture(scope="session")
def axe():
    """Return the source of axe-core, which a test-only package carries."""
    for package in ("axe_playwright_python", "axe_core_python"):
        if spec := importlib.util.find_spec(package):
            return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    pytest.skip("axe-core is not installed: pip install axe-core-python")
    return None
