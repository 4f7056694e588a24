"""What every page shares: menu, error pages, headers, form fields, and a style sheet that stays small."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.urls import path

from zorginkoop.web import config
from zorginkoop.web.config import nav
from zorginkoop.web.config.urls import urlpatterns as ours
from zorginkoop.web.toegang.rollen import Rol

WEB = Path(config.__file__).parents[1]


def broken(request):
    raise RuntimeError("geheim 900000000")


urlpatterns = [path("stuk/", broken), *ours]


def test_menu_shows_what_the_role_may_and_what_exists(monkeypatch):
    lines = [
        nav.Item("Iedereen", "toegang:inloggen", None),
        nav.Item("Lezer", "toegang:kiezen", (Rol.LEZER,)),
        nav.Item("Bestaat niet", "nergens:pagina", (Rol.LEZER,)),
    ]
    monkeypatch.setattr(nav, "MENU", lines)
    assert [item["label"] for item in nav.menu(None, "/")] == ["Iedereen"]
    assert nav.menu(Rol.LEZER, "/toegang/kiezen/x/") == [
        {"label": "Lezer", "url": "/toegang/kiezen/", "huidig": "true"}
    ]
    assert nav.menu(Rol.INKOPER, "/") == []


def test_menu_marks_one_line(monkeypatch):
    names = ("start", "toegang:inloggen", "toegang:kiezen")
    monkeypatch.setattr(nav, "MENU", [nav.Item(name, name, None) for name in names])
    monkeypatch.setattr(nav, "_address", {names[0]: "/", names[1]: "/a/", names[2]: "/a/b/"}.get)
    marked = {pad: [item["huidig"] for item in nav.menu(None, pad)] for pad in ("/", "/a/", "/a/b/c/", "/z/")}
    assert marked["/"] == ["page", "", ""]
    assert marked["/a/"] == ["", "page", ""]
    assert marked["/a/b/c/"] == ["", "", "true"]
    assert marked["/z/"] == ["", "", ""]


def test_start_sends_people_at_work_to_their_first_page(cast, login_as, monkeypatch):
    monkeypatch.setattr(nav, "MENU", [nav.Item("Werk", "toegang:kiezen", (Rol.INKOPER,))])
    assert login_as(cast.inkoper).get("/").url == "/toegang/kiezen/"
    assert "Er staat nu geen werk voor u klaar" in login_as(cast.declaraties).get("/").text
    cast.assistent.bevoegdheden.all().delete()
    assert "U bent nog voor niemand bevoegd" in login_as(cast.assistent).get("/").text


@pytest.mark.urls(__name__)
def test_error_pages_say_nothing_secret(client, db):
    client.raise_request_exception = False
    for address, status, title in (("/stuk/", 500, "Er ging bij ons iets mis"), ("/nergens/", 404, "bestaat niet")):
        response = client.get(address)
        assert response.status_code == status
        assert title in response.text
        assert "900000000" not in response.text


def test_form_without_token_is_refused_in_dutch(client, db):
    strict = type(client)(enforce_csrf_checks=True)
    response = strict.post("/toegang/inloggen/", {})
    assert response.status_code == 403
    assert "Uw pagina was verlopen" in response.text


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_needs_nothing(code):
    assert "Naar het begin" in render_to_string(f"{code}.html")


def test_every_answer_carries_a_strict_policy(client, db):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_templates_hold_no_style_or_script_of_their_own():
    for template in WEB.glob("**/templates/**/*.html"):
        found = re.search(r"<script(?! src=.{% static)|<style|\sstyle=|\son[a-z]+=|\|safe", template.read_text())
        assert not found, f"{template.name}: {found and found[0]}"


def test_style_sheet_is_small():
    assert len((WEB / "config/static/zi.css").read_bytes()) <= 8192


class Vragen(forms.Form):
    big = forms.CharField(label="BIG-nummer", help_text="Elf cijfers & geen letters.")
    vorm = forms.ChoiceField(label="Vorm", choices=[("a", "Nieuw"), ("b", "Lopend")], widget=forms.RadioSelect)
    iban = forms.CharField(label="IBAN", required=False)


def test_field_reads_label_hint_error_input():
    html = Vragen({}).as_div()
    order = [
        html.index(part)
        for part in ('for="id_big"', "Elf cijfers &amp;", 'id="id_big_error"', '<input type="text" name="big"')
    ]
    assert order == sorted(order)
    assert 'aria-describedby="id_big_helptext id_big_error"' in html
    assert html.count("(niet verplicht)") == 1


def test_error_summary_links_to_the_first_choice_of_a_group():
    html = render_to_string("_foutsamenvatting.html", {"form": Vragen({})})
    assert 'href="#id_vorm_0"' in html
    assert 'href="#id_big"' in html


def test_paging_keeps_the_question():
    html = render_to_string("_paginering.html", {"pagina": Paginator(range(50), 10).page(2), "vraag": "staat=open"})
    assert 'href="?staat=open&amp;pagina=1"' in html
    assert "Pagina 2 van 5" in html


def test_empty_table_says_so():
    assert "Nog geen bestanden." in render_to_string("_tabel.html", {"rijen": [], "leeg": "Nog geen bestanden."})
    html = render_to_string("_tabel.html", {"bijschrift": "B", "koppen": ["A"], "rijen": [["<b>", 0]]})
    assert "&lt;b&gt;" in html
    assert "<td>0</td>" in html
