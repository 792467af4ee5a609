"""The desk's page in two real browsers, beside a whole kiosk: page.py FOLDER LINK TERMINAL_CODE DESK KIOSK...

DESK is the desk's process, KIOSK the command that runs the kiosk's visit.

Both see a call; one says that they come, by the keyboard; both press "visual check" for the same screen; one visual check
happens and the other is told. Then the supervisor's lists, which grow while somebody types, a passkey, the other language, and a desk that is gone.
"""

import os
import signal
import subprocess
import sys
import threading

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

FOLDER, LINK, TERMINAL_CODE, DESK, KIOSK = *sys.argv[1:4], int(sys.argv[4]), sys.argv[5:]
PATIENCE = 40
HOME = os.environ["HOME"]


SECURE, TRUSTING = os.environ["SECURE"], os.environ["TRUSTING"]


class Browser:
    def __init__(self, name):
        # Where Chromium looks for the authorities that its user trusts.
        os.environ["HOME"] = TRUSTING
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        # As root there is no sandbox to be had.
        for argument in ("--headless=new", "--no-sandbox", "--window-size=1280,900", "--autoplay-policy=no-user-gesture-required", "--host-resolver-rules=MAP desk.test 127.0.0.1"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.name, self.driver = name, webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)

    def until(self, what, is_so):
        # The page draws its cards anew now and then.
        anew = (StaleElementReferenceException, NoSuchElementException)
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1, ignored_exceptions=anew)
        wait.until(lambda _: is_so(), f"{self.name}: {what}")

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.find(selector).text

    def picture(self, name):
        self.driver.save_screenshot(f"{FOLDER}/{name}.png")

    def open(self, link):
        self.driver.get(link)
        self.until("the page speaks", lambda: self.text("h1") != "")
        if self.driver.find_element(By.ID, "language").text == "日本語":
            self.find("#language").click()
            self.until("Japanese", lambda: self.text("h1") == "受付の画面")

    def sign_in(self, name, terminal=None):
        self.find("#name").send_keys(name)
        self.find("#code").send_keys("12345678")
        if terminal:
            self.find("#terminal").clear()
            self.find("#terminal").send_keys(terminal)
        self.find("#code").send_keys(Keys.ENTER)
        self.until("signed in", lambda: name in self.text("#who"))

    def press(self, element):
        # Away from the lines that stay at the edges of the window.
        self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def order(self, order):
        return self.find(f".kiosk [data-order={order}]")

    def complaints(self):
        """What the browser says against the page: a broken policy, a script that failed."""
        # What the server refuses as it should: nobody is signed in, a name is there already.
        meant = ("401", "409")
        messages = [entry["message"] for entry in self.driver.get_log("browser")]
        return [message for message in messages if not any(status in message for status in meant)]


def press_visual(browser, told):
    browser.find("#visual-go").click()
    browser.until("an outcome", lambda: "練習の機械" in browser.text("#said"))
    told[browser.name] = browser.text("#said")


def all_named(browser):
    """Every control and every field has a name for a screen reader."""
    tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {"button", "textbox", "checkbox", "radio", "combobox", "dialog", "region"}
    for node in tree:
        if node.get("role", {}).get("value") in roles and not node.get("ignored"):
            assert node.get("name", {}).get("value"), f"{browser.name}: no name: {node['role']['value']}"


def passkey(browser):
    """Adds one with a virtual authenticator, and signs in with it."""
    driver = browser.driver
    driver.execute_cdp_cmd("WebAuthn.enable", {})
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
              "isUserVerified": True, "automaticPresenceSimulation": True}
    driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": device})
    browser.find("#add-passkey").click()
    browser.until("the passkey is added", lambda: browser.text("#said") == "パスキーを 加えました。")
    browser.find("#sign-out").click()
    browser.until("signed out", lambda: browser.find("#sign-in").is_displayed())
    browser.find("#name").send_keys("shunin")
    browser.find("#passkey").click()
    browser.until("signed in by the passkey", lambda: "shunin" in browser.text("#who"))


def lists(browser):
    """Lists grow while they are open, and take neither the focus nor what is typed."""
    field = browser.find("#kiosk-rows ~ form input")
    field.send_keys("つくりかけ")
    before = browser.text("#act-rows")
    subprocess.run([os.environ["UKETSUKE"], "desk", "--practice", "pair-terminal", "third"],
                   check=True, capture_output=True, env={**os.environ, "HOME": HOME})
    browser.until("the act of a command", lambda: browser.text("#act-rows") != before)
    assert "third" in browser.text("#act-rows"), browser.text("#act-rows")
    assert browser.driver.switch_to.active_element == field, "the focus stays"
    assert field.get_attribute("value") == "つくりかけ", "what is typed stays"
    terminals = browser.text("#terminal-rows")
    assert "second" in terminals and "（この端末）" in terminals, terminals


def known_person(browser):
    """A name that is there already is told, and the way to a new code is another button."""
    form = browser.find("#person-rows ~ form")
    name, code = form.find_elements(By.CSS_SELECTOR, "input")
    name.send_keys("uketsuke")
    code.send_keys("another code")
    browser.press(form.find_element(By.CSS_SELECTOR, "button[type=submit]"))
    browser.until("it is told", lambda: "何も 変えていません" in form.text)
    assert form.find_elements(By.CSS_SELECTOR, "[role=status] button"), "the other way"


def record(browser):
    """The record of a kiosk is read in sentences."""
    browser.press(browser.find("#kiosk-rows button"))
    browser.until("sentences", lambda: "目視の確認" in browser.text("#record-rows"))
    said = browser.text("#record-rows")
    assert "{" not in said and "staff_acted" not in said, said
    browser.picture("record")
    all_named(browser)
    browser.press(browser.find("#record > button"))
    browser.until("closed", lambda: not browser.find("#record").is_displayed())


def main():
    first, second = Browser("first"), Browser("second")
    # By its name, over TLS that the browser trusts; the other on the desk's own machine.
    first.open(f"{SECURE}/#{LINK.split('#')[1]}")
    first.picture("sign-in")
    all_named(first)
    first.sign_in("shunin")
    second.open(LINK.split("#")[0])
    second.sign_in("uketsuke", TERMINAL_CODE)
    kiosk = subprocess.Popen(KIOSK, env={**os.environ, "HOME": HOME})
    for browser in (first, second):
        browser.until("the call", lambda: "calls" in browser.find(".kiosk").get_attribute("class"))
        browser.until("it is said", lambda: "係員が 呼ばれています" in browser.find("#called").get_attribute("textContent"))
        assert browser.driver.title.startswith("●")
    first.picture("call")
    all_named(first)
    # By the keyboard alone.
    come = second.order("come")
    second.driver.execute_script("arguments[0].focus()", come)
    come.send_keys(Keys.ENTER)
    second.until("done", lambda: "行いました" in second.text("#said"))
    for browser in (first, second):
        browser.until("no sound any more", lambda: "calls" not in browser.find(".kiosk").get_attribute("class"))
    for browser in (first, second):
        browser.until("possible", browser.order("visual").is_enabled)
        browser.order("visual").click()
        browser.until("the form", browser.find("#compared").is_displayed)
        assert not browser.find("#visual-go").is_enabled(), "without the tick"
        browser.find("#compared").click()
        assert not browser.find("#visual-go").is_enabled(), "without the reason"
        browser.find("#reasons input[value=condition]").click()
    first.picture("visual")
    all_named(first)
    told = {}
    both = [threading.Thread(target=press_visual, args=(browser, told)) for browser in (first, second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    outcomes = sorted("行いました" in said for said in told.values())
    assert outcomes == [False, True], f"one happens, the other is told: {told}"
    first.until("the visit is done", lambda: "受付が 終わりました" in first.text(".kiosk .stage"))
    first.find("#manage").click()
    first.until("the acts", lambda: "目視の確認" in first.text("#managing"))
    first.picture("managing")
    all_named(first)
    lists(first)
    known_person(first)
    record(first)
    pause = second.order("pause")
    assert not pause.is_enabled() and "責任者" in pause.get_attribute("title"), "a receptionist reads why"
    assert pause.get_attribute("title") == second.find(f"#{pause.get_attribute('aria-describedby').split()[1]}").get_attribute("textContent")
    passkey(first)
    first.find("#language").click()
    first.until("English", lambda: first.text("h1") == "Reception desk")
    # Done, or offline where the kiosk's visit has ended meanwhile.
    first.until("the card in English", lambda: first.text(".kiosk .stage").isascii())
    first.picture("english")
    for browser in (first, second):
        assert not browser.complaints(), browser.complaints()
    os.kill(DESK, signal.SIGKILL)
    second.until("it is lost", lambda: "つながりません" in second.text("#trouble"))
    second.picture("lost")
    for browser in (first, second):
        browser.driver.quit()
    assert kiosk.wait(PATIENCE) == 0, "the kiosk's visit"


main()
