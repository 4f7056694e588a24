"""English for who asks for it: complete, up to date, and never instead of the Dutch that counts."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import polib
import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import formats, translation

from docs import vertaal
from tests.web.config.ongemerkt import templates, unmarked
from zorginkoop.web import config
from zorginkoop.web.toegang.velden import AgbCode

WEB = Path(config.__file__).parents[1]
VERTAALD = (
    "config", "toegang", "inlogmiddelen", "register", "publiek", "declaraties", "redactie", "contractering",
    "berichten", "gebeurtenissen", "begroting",
)  # fmt: skip
"""The applications whose screens are in English too."""
CATALOGUS = polib.pofile(str(vertaal.MAP / "django.po"))


def test_every_marked_text_has_english_and_the_catalogue_is_compiled():
    assert vertaal.main(["--check"]) == 0


@pytest.mark.parametrize("app", VERTAALD)
def test_every_text_of_a_template_is_marked(app):
    found = {t.name: wrong for t in templates(WEB / app) if (wrong := unmarked(t.read_text()))}
    assert not found


def test_unmarked_texts_are_found_wherever_they_are():
    bron = """<p title="Een titel">Hallo {{ naam }}</p>{% include "x" with bijschrift="Kalender" only %}{# stil #}
      {{ a|default:"geen" }}{{ n|pluralize:"en" }}<b{% nl %}>Dutch <i>too</i></b><img alt="Beeld">AGB <code>ja</code>
      {% translate "Goed" %}{% blocktranslate %}Ook {{ goed }}{% endblocktranslate %}"""
    assert unmarked(bron) == ["Kalender", "geen", '{{ n|pluralize:"en" }}', "Een titel", "Hallo", "Beeld"]


def test_texts_of_templates_and_of_python_are_collected(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text(
        """{% translate "Eén" %}
        {% blocktranslate count n=x %}{{ n }} ding{% plural %}{{ n }} dingen{% endblocktranslate %}
        {% include "b" with tekst=_("Twee") only %}{{ x|default:_("Drie") }}"""
    )
    (tmp_path / "a.py").write_text('from x import gettext as _\n_("Vier")\n_(f"niet {x}")\nZin("Vijf %(n)s", n=5)\n')
    found = {(t.enkel, t.meer) for t in vertaal.texts(tmp_path)}
    een = {("Eén", ""), ("Twee", ""), ("Drie", ""), ("Vier", ""), ("Vijf %(n)s", "")}
    assert found == een | {("%(n)s ding", "%(n)s dingen")}


def test_what_goes_wrong_is_collected_without_a_mark_unless_only_systems_read_it(tmp_path):
    bron = 'MIS = "Mis"\nGebruikersfout(MIS)\nToestandsfout("Te laat", plaats="x")\nmove(a, melding="Al weg")\n'
    for app in ("register", "api"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "a.py").write_text(f'{bron}Gebruikersfout("{app.capitalize()}")\nmove(a, melding="stil")\n')
    found = {t.enkel for t in vertaal.texts(tmp_path)}
    assert found == {"Mis", "Te laat", "Al weg", "Register"}


def test_the_english_has_the_same_places_and_the_same_html():
    def parts(tekst):
        return sorted(re.findall(r"%\(\w+\)s|\{\w*\}|</?\w+[^>]*>", tekst))

    for entry in CATALOGUS:
        english = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        for tekst in english:
            assert parts(tekst) == parts(entry.msgid_plural or entry.msgid), entry.msgid


def test_dutch_is_the_text_of_the_source():
    with translation.override("nl"):
        changed = {e.msgid for e in CATALOGUS if translation.gettext(e.msgid) != e.msgid}
    assert not changed


def test_who_asks_for_english_gets_it_and_stays_on_the_page(client, db):
    page = client.get("/beleid/?a=1")
    assert '<html lang="nl"' in page.text
    link = re.search(r'<a href="(/toegang/taal/en/[^"]+)" lang="en" hreflang="en">English</a>', page.text)[1]
    back = client.get(link)
    assert (back.status_code, back.url) == (302, "/beleid/?a=1")
    page = client.get(back.url)
    assert '<html lang="en"' in page.text
    assert "Published policy" in page.text
    assert page.headers["Content-Language"] == "en"
    assert "Cookie" in page.headers["Vary"]
    client.get("/toegang/taal/nl/")
    assert '<html lang="nl"' in client.get("/beleid/").text


def test_dutch_whatever_the_browser_prefers(client, db):
    page = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="nl"' in page.text
    assert "Inloggen" in page.text


@pytest.mark.parametrize("code", ["fr", "x", "nl-be"])
def test_a_language_we_do_not_have_changes_nothing(client, db, code):
    assert not client.get(f"/toegang/taal/{code}/").cookies
    client.cookies["taal"] = code
    assert '<html lang="nl"' in client.get("/").text


def test_nobody_is_sent_to_another_site(client, db):
    for elsewhere in ("https://elders.nl/", "//elders.nl/", "javascript:alert(1)"):
        assert client.get("/toegang/taal/en/", {"terug": elsewhere}).url == "/"


def test_the_language_of_who_is_logged_in_is_kept_with_the_person(client, login_as, cast):
    persoon, english, work = cast.tekenbevoegde, reverse("toegang:taal", args=["en"]), reverse("berichten:taken")
    client.post(english)
    binnen = login_as(persoon)
    binnen.get(english)
    persoon.refresh_from_db()
    assert persoon.taal == "nl", "a link, or somebody who is not logged in, changes a browser only"
    binnen.get(reverse("toegang:taal", args=["nl"]))
    assert 'lang="en">English</button>' in binnen.get(work).text
    binnen.post(english)
    persoon.refresh_from_db()
    assert persoon.taal == "en"
    del binnen.cookies["taal"]
    assert binnen.get(work).cookies["taal"].value == "en", "a browser in which nobody chose follows the person"
    assert '<html lang="en"' in binnen.get(work).text


def test_systems_always_read_dutch(client, db):
    dutch = client.get("/api/v1/niets")
    client.cookies["taal"] = "en"
    assert client.get("/api/v1/niets").content == dutch.content


def test_error_pages_are_translated(client, db):
    client.cookies["taal"] = "en"
    assert "This page does not exist" in client.get("/nergens/").text


def test_a_refusal_stays_dutch_and_says_so():
    field = AgbCode()
    with translation.override("en"), pytest.raises(Exception, match='<span lang="nl">') as refused:
        field.clean("12")
    with pytest.raises(Exception, match="AGB") as dutch:
        field.clean("12")
    assert "<span" not in str(dutch.value)
    assert dutch.value.messages[0] in unescape(refused.value.messages[0])


def test_tags_for_passages():
    html = Template("<p{% nl %}>x<b{% paginataal %}>y</b></p>")
    assert html.render(Context()) == "<p>x<b>y</b></p>"
    with translation.override("en"):
        assert html.render(Context()) == '<p lang="nl">x<b lang="en">y</b></p>'


def test_numbers_are_written_the_dutch_way_on_an_english_page():
    with translation.override("en"):
        assert formats.number_format(1.5) == "1,5"
        assert formats.date_format(date(2026, 4, 1), "j F Y") == "1 April 2026"
