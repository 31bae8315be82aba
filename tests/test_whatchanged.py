"""What changed: articles added and corrected since a time, and what that made new, revised or withdrawn."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag import Newsroom
from rag.datatypes import Changes, Claim, Draft, FigureKind, Verdict, to_json
from rag.errors import NotFoundError, UsageError
from rag.render import Format, render_changes
from rag.settings import Settings, WriterChoice
from rag.whatchanged import moment_of
from tests.builders import draft

ADDRESS = "https://sedge.example/quarry"
TOPIC = "quarry landslide at Ebbing"
BODY = (
    "Nine people were injured when a slope gave way at the quarry of Ebbing on Monday, the fire service said.",
    "The quarry belongs to Norrin Stone, which employs 60 people in the valley.",
    "Norrin Stone denied that the slope had been undercut.",
    "The road to Ebbing will be closed until Thursday, the county said.",
)
CORRECTED = (
    "Eleven people were injured when a slope gave way at the quarry of Ebbing on Monday, the fire service said.",
    BODY[1],
    "Norrin Stone admitted that the slope had been undercut.",
    "A fund for the families was opened by Bishop Odo Finsbury on Tuesday with 5,000 crowns.",
)
SECOND = (
    "A slope gave way at the quarry of Ebbing on Monday and injured nine people.",
    "Warden Ilse Brandt measured 40 millimetres of rain in the night before the landslide.",
)


def report(*paragraphs: str, **fields: str | None) -> Draft:
    usual: dict[str, str | None] = {"url": ADDRESS, "title": "Landslide at the quarry of Ebbing injures workers"}
    return draft("\n\n".join(paragraphs), **{**usual, **fields})


def second(*paragraphs: str) -> Draft:
    return report(
        *paragraphs, url="https://moor.example/quarry", outlet="Moor Post", title="Rain before the landslide at Ebbing",
        published="2031-04-03",
    )  # fmt: skip


@pytest.fixture
def quarry(newsroom: Newsroom) -> Newsroom:
    """A newsroom with one report, briefed on."""
    newsroom.add_drafts([report(*BODY)])
    newsroom.brief(TOPIC)
    return newsroom


def texts(claims: tuple[Claim, ...]) -> list[str]:
    return [claim.text for claim in claims]


def shown(changes: Changes) -> Iterator[Claim]:
    yield from (*changes.new, *changes.withdrawn)
    for one in changes.revised:
        yield from (one.before, one.after)


def test_nothing_changed_since_the_last_briefing_is_said_so(quarry: Newsroom) -> None:
    changes = quarry.changes(TOPIC)
    assert changes.nothing
    assert (changes.new, changes.revised, changes.withdrawn, changes.refusal) == ((), (), (), None)
    assert changes.since == quarry.last_briefing(TOPIC)
    assert "Nothing changed" in render_changes(changes, Format.TEXT).decode()


def test_a_corrected_article_is_compared_with_its_old_version(quarry: Newsroom) -> None:
    quarry.add_drafts([report(*CORRECTED)])
    changes = quarry.changes(TOPIC)
    (update,) = changes.articles.updated
    assert (update.new, update.revised, update.withdrawn) == (1, 2, 1)
    assert changes.articles.new == ()
    assert texts(changes.new) == [CORRECTED[3]]
    assert texts(changes.withdrawn) == [BODY[3]]
    figure, wording = changes.revised
    assert figure.figure is not None
    assert figure.figure.kind is FigureKind.REVISION
    assert [value.value for value in figure.figure.values] == [9, 11]
    assert [value.as_of for value in figure.figure.values] == ["2031-03-31", "2031-03-31"]
    assert figure.diff.startswith("[-Nine-]{+Eleven+} people were injured")
    assert (wording.before.text, wording.after.text) == (BODY[2], CORRECTED[2])
    assert wording.diff == "Norrin Stone [-denied-]{+admitted+} that the slope had been undercut."


def test_a_new_article_brings_only_what_nobody_said_before(quarry: Newsroom) -> None:
    quarry.add_drafts([second(*SECOND)])
    changes = quarry.changes(TOPIC)
    assert [source.outlet for source in changes.articles.new] == ["Moor Post"]
    assert texts(changes.new) == [SECOND[1]]
    assert not (changes.revised or changes.withdrawn)


def test_what_another_article_still_states_is_not_withdrawn(quarry: Newsroom) -> None:
    quarry.add_drafts([second(*SECOND, BODY[3])])
    since = quarry.changes(TOPIC).until
    quarry.add_drafts([report(*BODY[:3])])
    changes = quarry.changes(TOPIC, since=since)
    assert [update.withdrawn for update in changes.articles.updated] == [1]
    assert changes.withdrawn == ()


def test_what_is_still_said_of_another_place_is_withdrawn_of_this_one(quarry: Newsroom) -> None:
    quarry.add_drafts([second(*SECOND, BODY[3].replace("Ebbing", "Saltmarsh"))])
    since = quarry.changes(TOPIC).until
    quarry.add_drafts([report(*BODY[:3])])
    assert texts(quarry.changes(TOPIC, since=since).withdrawn) == [BODY[3]]


def test_a_later_figure_of_another_outlet_revises_the_known_one(quarry: Newsroom) -> None:
    quarry.add_drafts([second("The number of people injured in the landslide at the quarry of Ebbing rose to 14.")])
    changes = quarry.changes(TOPIC)
    (one,) = changes.revised
    assert one.figure is not None
    assert one.figure.kind is FigureKind.REVISION
    assert [(value.value, value.outlet) for value in one.figure.values] == [(9, "Sedge Herald"), (14, "Moor Post")]
    assert changes.new == ()


def test_every_sentence_is_verified_and_cites_the_version_it_stood_in(quarry: Newsroom) -> None:
    quarry.add_drafts([report(*CORRECTED), second(*SECOND)])
    changes = quarry.changes(TOPIC)
    claims = list(shown(changes))
    assert len(claims) == 7
    for claim in claims:
        assert claim.verdict is Verdict.VERIFIED
        for cited in claim.citations:
            article, paragraph = quarry.paragraph(cited.paragraph_id)
            assert paragraph.text[cited.start : cited.end] == cited.quote
            assert paragraph in article.paragraphs
    old, new = changes.revised[0].before.citations[0], changes.revised[0].after.citations[0]
    assert old.article_id == new.article_id
    assert quarry.paragraph(old.paragraph_id)[0].version != quarry.paragraph(new.paragraph_id)[0].version


def test_asking_what_changed_counts_as_no_briefing(quarry: Newsroom) -> None:
    quarry.add_drafts([second(*SECOND)])
    first = quarry.changes(TOPIC)
    assert dataclasses.replace(quarry.changes(TOPIC), until=first.until) == first
    quarry.brief(TOPIC)
    assert quarry.changes(TOPIC).nothing


def test_another_process_sees_the_last_briefing(quarry: Newsroom, settings: Settings) -> None:
    with Newsroom.open(settings) as elsewhere:
        story = elsewhere.stories()[0].id
        assert elsewhere.changes(story=story).since == quarry.last_briefing(story=story)


def test_without_a_briefing_there_is_no_last_one(newsroom: Newsroom) -> None:
    newsroom.add_drafts([report(*BODY)])
    assert newsroom.last_briefing(TOPIC) is None
    with pytest.raises(NotFoundError, match="No briefing on"):
        newsroom.changes(TOPIC)
    with pytest.raises(NotFoundError, match="There is no story"):
        newsroom.changes(story="s000")


def test_a_briefing_on_given_articles_is_none_on_the_library(newsroom: Newsroom) -> None:
    newsroom.add_drafts([report(*BODY)])
    newsroom.brief_drafts([report(*BODY)])
    assert newsroom.last_briefing(TOPIC) is None


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2031-04-02", "2031-04-02T00:00:00.000000+00:00"),
        (" 2031-04-02T08:30 ", "2031-04-02T08:30:00.000000+00:00"),
        ("2031-04-02T08:30:05Z", "2031-04-02T08:30:05.000000+00:00"),
        ("2031-04-02T08:30+02:00", "2031-04-02T06:30:00.000000+00:00"),
    ],
)
def test_a_time_is_read_as_utc_unless_it_has_a_zone(given: str, read: str) -> None:
    assert moment_of(given) == read


@pytest.mark.parametrize("given", ["", "yesterday", "2031-13-01", "12:00", "0001-01-01T00:00+10:00", "LAST"])
def test_what_is_no_time_is_wrong_use(given: str, newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match="is no time"):
        newsroom.changes(since=given)


@pytest.mark.parametrize("form", list(Format))
def test_changes_are_written_in_every_format(form: Format, quarry: Newsroom) -> None:
    quarry.add_drafts([report(*CORRECTED), second(*SECOND)])
    changes = quarry.changes(TOPIC)
    written = render_changes(changes, form)
    assert written
    if form is Format.JSON:
        assert json.loads(written) == to_json(changes)
    if form in (Format.TEXT, Format.MD):
        told = " ".join(written.decode().replace("\\", "").split())
        for claim in shown(changes):
            assert claim.text in told
        assert "Taken out by Sedge Herald" in told
        assert "as of 31 March 2031" in told


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    settings = Settings(data=tmp_path_factory.mktemp("busy"), writer=WriterChoice.EMBEDDED)
    with Newsroom.open(settings) as opened:
        yield opened


_VERSIONS = st.lists(st.sampled_from([*BODY, *CORRECTED]), min_size=1, max_size=5, unique=True)


@given(versions=st.lists(_VERSIONS, min_size=1, max_size=3))
@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_between_two_moments_without_a_write_nothing_changes(busy: Newsroom, versions: list[list[str]]) -> None:
    for paragraphs in versions:
        busy.add_drafts([report(*paragraphs)])
    (story,) = busy.stories()
    now = busy.changes(story=story.id, since="2020-01-01").until
    assert busy.changes(story=story.id, since=now).nothing
    busy.add_drafts([report(*versions[-1])])
    assert busy.changes(story=story.id, since=now).nothing


def test_the_command_line_prints_changes(quarry: Newsroom, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from rag.cli import main

    folder = str(quarry.settings.data)
    quarry.close()
    assert main(["--data", folder, "brief", TOPIC, "--since", "last"]) == 0
    assert "Nothing changed" in capfd.readouterr().out
    assert main(["--data", folder, "brief", TOPIC, "--since", "2020-01-01", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["articles"]["new"][0]["outlet"] == "Sedge Herald"
    assert main(["--data", folder, "brief", TOPIC, "--since", "soon"]) == 2
    assert main(["--data", folder, "brief", "--since", "last", "--batch", str(tmp_path / "none")]) == 2
