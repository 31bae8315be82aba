"""What one claim denies and another reports: the same act of the same people, or a denied report's own words."""

from __future__ import annotations

import pytest

from rag.datatypes import Stance, Status
from rag.generate.compare.claims import Candidate, candidates
from rag.generate.compare.concepts import weights
from rag.generate.compare.reading import read
from rag.generate.compare.rebuttals import denials, rebuts
from tests.generate.compare.test_claims_aligned import compare
from tests.generate.stories import article

RESIGNED = "Mayor Ada Finch of Pell resigned on Monday over the bridge contract, two councillors said."
STAYED = "Mayor Ada Finch had not resigned over the bridge contract, her office said on Monday."


def claim(text: str) -> Candidate:
    reading = read(article("Weir Gazette", text), 0, 0)
    return next(candidates(reading, frozenset(), weights([s.stems for s in reading.sentences])))


AGAINST = [
    (STAYED, RESIGNED),
    ("Lund did not ask the ranger to drop the inquiry into the fire.",
     "The ranger testified that Lund asked him to drop the inquiry into the fire."),
    ("A ranger said that the campers did not violate the rules by bringing drums.",
     "Campers bringing drums may have violated a rule."),
    ("Lund denied stealing the bell of Saint Oda.", "Lund stole the bell of Saint Oda in the spring, police said."),
    ("The mill dismissed claims that Karl Brandt poisoned the Ebbing brook.",
     "Karl Brandt had poisoned the Ebbing brook for a year, sources told the Bugle."),
    ("The office denied that Karl Brandt had tampered with the ballots of Orne.",
     "Karl Brandt tampered with ballots in Orne, an inquiry found."),
]  # fmt: skip
NOT_AGAINST = [
    ("another act", STAYED, "Mayor Ada Finch was praised over the bridge contract on Monday."),
    ("somebody else's act", "Ida Holm did not appear before the Orne court.",
     "Ida Holm watched as Karl Brandt appeared before the Orne court."),
    ("another thing", "Lund did not join the choir of Pell.", "Lund joined the bank at Harrow in May."),
    ("both deny it", "The army is not showing any new moves.", "The army isn't showing any moves, Lund said."),
    ("only asked", "Lund did not back the canal.", "Lund was asked whether he backed the canal."),
    ("only meant to", "Lund did not visit the mill.", "Lund hopes to visit the mill."),
    ("a noun", "Lund did not propose a tax on mills.", "Critics tore up the proposal of Lund for a tax on mills."),
    ("not only", "Lund did not only sell the bell.", "Lund sold the bell."),
    ("not until", "Lund will not negotiate until the mill opens.", "Lund negotiated on the mill."),
    ("never since", "The spillway had never been used since the dam opened.", "The spillway was used on Saturday."),
    ("not yet", "Lund has not yet signed the bill.", "Lund signed the bill on Monday."),
    ("later done", "Lund did not disclose the loan of the mill.", "Lund belatedly disclosed the loan of the mill."),
    ("admitted", "Lund admitted he had not disclosed the loan.", "Lund disclosed the loan in May."),
    ("if", "If Lund hadn't recused himself, it would have ended.", "Lund recused himself from the inquiry."),
    ("a light verb", "Lund did not include the mill.", "Lund included the mill."),
    ("an ability", "Lund could not be impartial.", "Rook questions whether Lund is able to be impartial."),
    ("a request", "The court denied a request for delay.", "Lund made a request for delay on Monday."),
    ("a bare report", "The mill disputed claims of malice and called for calm.", "The town condemned malice in it."),
    ("a report of others", "The mill dismissed claims that Karl Brandt poisoned the Ebbing brook.",
     "Karl Brandt opened the mill in the spring."),
    ("we", "We do not govern by tantrum.", "Rook accused Lund of governing by tantrum."),
]  # fmt: skip


@pytest.mark.parametrize(("denial", "report"), AGAINST)
def test_a_denial_stands_against_what_it_denies(denial: str, report: str) -> None:
    assert rebuts(denials(claim(denial)), claim(report), 0.6)
    assert not rebuts(denials(claim(report)), claim(denial), 0.6)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in NOT_AGAINST], ids=[case[0] for case in NOT_AGAINST])
def test_a_negation_of_anything_else_is_no_denial(one: str, other: str) -> None:
    assert not rebuts(denials(claim(one)), claim(other), 1.0)
    assert not rebuts(denials(claim(other)), claim(one), 1.0)


@pytest.mark.parametrize(("likely", "against"), [(0.0, False), (0.4, False), (0.6, True)])
def test_a_denied_act_must_be_of_claims_that_may_be_one_fact(likely: float, against: bool) -> None:
    assert rebuts(denials(claim(STAYED)), claim(RESIGNED), likely) is against


def test_a_denial_and_what_it_denies_are_disputed_in_a_comparison() -> None:
    found = compare(article("Weir Gazette", RESIGNED), article("Valley Bugle", STAYED))
    (disputed,) = [one for one in found.claims if one.status is Status.DISPUTED]
    assert {position.stance for position in disputed.positions} == {Stance.STATES, Stance.CONTRADICTS}
