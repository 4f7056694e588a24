"""A journey in English: the switch, public pages, logging in, work; and nothing Dutch that does not say it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.reis.test_publiek import LINK
from tests.web.test_engels import NEDERLANDS

pytestmark = pytest.mark.django_db(transaction=True)
TEKSTEN = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    const english = parent.closest('[lang]').lang === 'en' && !parent.closest('code, pre, script');
    if (english) texts.push(walk.currentNode.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    if (element.closest('[lang]').lang === 'en')
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) texts.push(element.getAttribute(name) || '');
  return texts;
}"""


def dutch(page) -> list[str]:
    """What a reader of this page sees in Dutch while the page says it is English."""
    texts = (re.sub(r"\s+", " ", text).strip() for text in [page.title(), *page.evaluate(TEKSTEN)])
    return sorted({text for text in texts if NEDERLANDS.search(text)})


def test_a_visitor_switches_to_english_and_stays_there(page, live_server, bekijk):
    page.goto(f"{live_server.url}/beleid/")
    page.get_by_role("link", name="English").click()
    assert page.url == f"{live_server.url}/beleid/"
    expect(page.get_by_role("heading", name="Published policy")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    bekijk(page, "en-beleid")
    found = {"beleid": dutch(page)}
    page.goto(f"{live_server.url}{LINK}")
    bekijk(page, "en-resultaat")
    found["resultaat"] = dutch(page)
    page.goto(f"{live_server.url}/check/")
    page.get_by_label("Op welke datum doet u de aanvraag?").fill("31-2-2025")
    page.get_by_role("button", name="Next step").click()
    expect(page).to_have_title(re.compile("^Error: Your practice, step 1 of 4"))
    bekijk(page, "en-check")
    found["check"] = dutch(page)
    page.goto(f"{live_server.url}/toegang/inloggen/")
    page.get_by_label("E-mail address").fill("niemand@voorbeeld.nl")
    page.get_by_label("Password").fill("verkeerd")
    page.get_by_role("button", name="Next step").click()
    expect(page.locator("#fouten ~ ul")).to_contain_text("do not belong together")
    bekijk(page, "en-inloggen")
    found["inloggen"] = dutch(page)
    assert not {where: texts for where, texts in found.items() if texts}
    page.get_by_role("link", name="Nederlands").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


@pytest.mark.parametrize(
    ("wie", "adres"),
    [
        ("assistent", "/berichten/taken/"),
        ("assistent", "/contracteren/aanvragen/nieuw/"),
        ("assistent", "/register/mijn-gegevens/"),
        ("inkoper", "/contracteren/postvak/"),
        ("inkoper", "/berichten/taken/"),
        ("declaraties", "/declaraties/betalingen/"),
    ],
)
def test_pages_of_people_at_work_are_english(page, live_server, cast, binnen, axe, wie, adres):
    page = binnen(getattr(cast, wie))
    page.context.add_cookies([{"name": "taal", "value": "en", "url": live_server.url}])
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.goto(f"{live_server.url}{adres}").ok
    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)
    assert not dutch(page)
