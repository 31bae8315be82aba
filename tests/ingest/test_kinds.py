"""The kinds of paragraphs: one table a kind, and the sentences of reporting that look like furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import ParagraphKind
from rag.ingest.kinds import classify

BODY = ParagraphKind.BODY
SUBHEAD = ParagraphKind.SUBHEAD
LONG = "The harbour board of Port Ellis voted on Monday to keep the swing bridge shut until the bearings are replaced."


def kind_of(line: str, before: str = LONG, after: str = LONG) -> ParagraphKind:
    return classify([before, line, after])[1]


@pytest.mark.parametrize(
    "line",
    [
        "abc-de/fg",
        "abc/de",
        "bur-jr-av/kl",
        "J.Doe--XX",
        "A. B. Voss--EH",
        "J.Roe—EH",
        "ENDS",
        "(ends)",
        "- ENDS -",
        "-30-",
        "– 30 –",
        "###",
        "# # #",
        "Reuters",
        "(AFP)",
        "- Xinhua",
        "(Reporting by Jane Roe in Port Ellis; editing by Al Finch)",
        "(Additional reporting by Jane Roe, Ada Voss; Writing by Al Finch)",
        "Reporting by Jane Roe in Port Ellis and Ada Voss; Editing by Al Finch",
        "Additional reporting by Jane Roe",
        "Additional reporting by the Ellis Wire",
        "With reporting by Ada Voss and the Ellis Herald",
        "Contributing: Jane Roe and Al Finch, Ellis Herald; The Fenn Agency",
        "CONTRIBUTING: Jane Roe",
        "Jane Roe contributed to this report.",
        "Herald writers Jane Roe in Port Ellis and Ada Voss in Fenn contributed to this story.",
        "Jane Roe and Ada Voss contributed reporting.",
        "This report was supplied by the Ellis Wire.",
        "This article was originally published in the Fenn Courier",
    ],
)
def test_agency_initials_crews_and_end_signs_are_signoffs(line: str) -> None:
    assert kind_of(line) is ParagraphKind.SIGNOFF


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "BY JANE ROE",
        "By Jane Roe in Port Ellis",
        "By Jane Roe and Al Finch",
        "By Jane Roe, science correspondent",
        "By Jane Roe, Ada Voss and Al Finch",
        "By Jane van der Roe for the Ellis Herald",
        "By Jane Roe | Ellis Herald",
        "Written by Jane Roe",
        "Jane Roe, science correspondent",
        "Jane Roe, Senior Political Editor",
        "Jane Roe and Ada Voss, staff writers",
        "Published 12 March 2031",
        "Updated: 12 March 2031 at 6:30pm",
        "Last updated on March 12, 2031",
        "Updated at 9:27 a.m. ET",
        "14:05 GMT",
        "12:40",
        "9:02am",
        "March 12, 2031",
        "Mon 3 Mar 2031 12:00",
        "7 years ago",
        "This story has been updated.",
        "jane.roe@ellis-herald.example",
        "@janeroe",
    ],
)
def test_writers_and_time_stamps_are_bylines(line: str) -> None:
    assert kind_of(line) is ParagraphKind.BYLINE


@pytest.mark.parametrize(
    "line",
    [
        "(Photo: Al Finch / Ellis Herald)",
        "Photo: Al Finch",
        "Photo by Al Finch",
        "Photograph: Al Finch/Ellis Herald",
        "Image credit: Port Ellis Harbour Board",
        "Picture: Al Finch",
        "Illustration by Ada Voss",
        "Credit: Port Ellis Museum",
        "Al Finch/Getty Images",
        "Al Finch | AFP via Getty Images",
        "AP Photo/Al Finch",
        "Getty Images",
        "Source: Ellis Wire",
        "Image copyright Port Ellis Museum",
    ],
)
def test_picture_and_source_lines_are_credits(line: str) -> None:
    assert kind_of(line) is ParagraphKind.CREDIT


@pytest.mark.parametrize(
    "line",
    [
        "FILE PHOTO: The swing bridge at Port Ellis stands open in a storm, February 2, 2031.",
        "FILE - In this Feb. 2, 2031, file photo, the swing bridge at Port Ellis stands open.",
        "In this photo provided by the harbour board, engineers lower a bearing onto the quay.",
        "Image caption The bridge carries four thousand vehicles a day",
        "Engineers lower a bearing onto the quay at Port Ellis. (Photo: Al Finch)",
        "Engineers lower a bearing onto the quay at Port Ellis, 2 May. (Al Finch/Reuters)",
        "Engineers lower a bearing onto the quay, Port Ellis, May 2, 2031. REUTERS/Al Finch",
        "Enlarge this image toggle caption Al Finch for the Ellis Herald",
    ],
)
def test_descriptions_of_pictures_are_captions(line: str) -> None:
    assert kind_of(line) is ParagraphKind.CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "Read more: How the bridge was built",
        "READ MORE:",
        "Read next: Ferry fares rise",
        "RELATED: Ferry fares rise again",
        "More: Ferry fares rise again",
        "See also: the bridge in pictures",
        "WATCH: The bridge swings open",
        "Related stories",
        "Most read",
        "More from Ellis Herald",
        "You may also like",
        "Sponsored content",
        "Advertisement",
        "ADVERTISEMENT",
        "Advertisement:",
        "- Advertisement -",
        "ADVERTISEMENT Article continues below this ad",
        "Story continues below advertisement",
        "Continue reading the main story",
        "Sign up for our newsletter",
        "Sign up to our morning newsletter: the day in two minutes",
        "Subscribe",
        "Subscribe now",
        "Subscribe to the Ellis Herald for unlimited access",
        "Get our app for breaking news",
        "Click here",
        "CLICK HERE TO GET THE HERALD APP",
        "Click here to subscribe.",
        "Follow us on Facebook and Instagram",
        "Follow Jane Roe on Twitter: @janeroe",
        "Follow @janeroe",
        "Share this article",
        "Share on Facebook",
        "Print",
        "12 comments",
        "4 min read",
        "Leave a comment",
        "Join the conversation",
        "Skip to content",
        "Tags: bridge, harbour, Port Ellis",
        "Slideshow (4 images)",
        "This video is not available in your region.",
        "Please enable JavaScript to view this page",
        "https://ellis-herald.example/bridge",
        "We use cookies to improve your experience. By continuing you accept them.",
        "This site uses cookies.",
        "(c) 2031 Ellis Herald",
        "Stay with us.",
        "Stay with us for the latest from Port Ellis.",
        "Stay tuned!",
        "Good morning and welcome to our live coverage. Stay with us.",
        "Hello and welcome back to the live blog.",
        "We're pausing our live coverage for now.",
        "Thanks for following our live blog!",
        "Here's what we know so far:",
        "Read more: Why the quay sinks",
        "© 2031 Ellis Herald. All rights reserved.",
        "Copyright 2031 Ellis Media Group",
        "All rights reserved.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "When you buy through links on our site, we may earn an affiliate commission.",
        "Get the day's news delivered straight to your inbox.",
        "By signing up, you agree to our terms and privacy policy.",
        "The opinions expressed here are the author's own.",
        "***",
        "___",
        "* * *",
        "• • •",
    ],
)
def test_page_furniture_is_boilerplate(line: str) -> None:
    assert kind_of(line) is ParagraphKind.BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "- Talks 'on track' -",
        "– Bearings worn through –",
        "- 'Not a single day' -",
        "What comes next",
        "Bearings worn through",
        "'Not a single day'",
        "“We held on”",
        "What happens next?",
        "Is the bridge safe?",
        "3. The ferry question",
        "REACTION",
        "ANALYSIS:",
    ],
)
def test_short_lines_between_paragraphs_are_subheads(line: str) -> None:
    assert kind_of(line) is SUBHEAD


@pytest.mark.parametrize(
    "line",
    [
        "The mayor denied everything; the board rejected the plan.",
        "The board rejected the plan.",
        "No.",
        "“Why?” she said.",
        '"It moved."',
        "“Who told you that?”",
        "Reporting by the harbour ministry showed that traffic fell by a third.",
        "Editing by hand took the clerks three days, the board said.",
        "By Friday the water had reached the second step of the town hall.",
        "By Monday, Jane Roe had left the board.",
        "Jane Roe was a reporter.",
        "Ada Voss, a critic of the plan, walked out before the vote.",
        "In this town the photo of the bridge hangs in every kitchen, she said.",
        "Related: she had seen the bearings herself and knew they were worn, she told the inquiry before lunch, "
        "and had written to the board about them on four occasions, each time without an answer, until the spring "
        "storm, when two of them cracked and the bridge was shut at last by the harbour master.",
        "Residents were told to sign up for text alerts by the end of the week, the council said.",
        "The council urged people to follow the police on Facebook. It gave no other advice.",
        "The company, which sells advertisement space, said it would appeal.",
        "Subscribers to the ferry service will get refunds, the board said. They number 4,000.",
        "Copyright law does not cover the map, the court ruled.",
        "copyright is at the heart of the case, her lawyer said.",
        "The committee said that all rights were reserved for the town.",
        "The photo shows a bearing on the quay, the inquiry heard.",
        "Share prices fell on Monday.",
        "Also: the bearings do not rust, so nobody has to paint them.",
        "Print sales of the paper fell by a third.",
        "Comments by the mayor angered the board.",
        "Read the report, she told them.",
        "Contributing to the delay was a strike.",
        "Heavy rain contributed to the collapse.",
        "Photo evidence was withheld, the court heard.",
        "Visit the quay and you will see it, he said.",
        "Share prices of Facebook and Twitter fell by a third on Monday.",
        "Like Facebook, the ferry firm keeps what its users tell it.",
        "Like many people at the rally, Jane Roe had walked all night.",
        "Support for the plan fell in every breaking news poll.",
        "We baked cookies for the crews all night.",
        "Copyright Office lawyers say that the map is free to use.",
        "(c) A person who opens the bridge without leave shall pay a fine.",
        "When you buy a house in Fenn, the agent takes a commission of 6 per cent.",
        "Brokers may receive a commission of 3 per cent.",
        "By submitting the papers late, the board broke the terms of its permit.",
        "Your privacy is at risk if the list is published, the judge said.",
        "The views expressed in the letter are those of a minority, the judge said.",
        "Posted on March 12, 2031, the letter was read by thousands.",
        "Photos by the police showed that the bearings were worn.",
        "Images of the bridge were courtesy of nobody, the lawyer said.",
        "The firm sold 4,000 tickets last year (via its agents).",
        "The fine was set by the Estuary Protection Agency (EPA).",
        "Grain prices fell by 2 per cent in Fenn on Monday. (Reuters)",
        "In this picture of a divided town, the ferry is the only bond, she said.",
        "Watch out for the tide, the crews were told.",
        "See you in court, she told the board.",
        "More than 4,000 vehicles a day used the bridge.",
        "Press reports said that the bridge had moved.",
        "Stay with us, she told him, and he stayed.",
        "Stay with us: that was all the mayor asked of the crews.",
        "“Stay with us,” the nurse said.",
        "Here's what we know of the captain, the court heard.",
        "Good morning, the mayor said, and welcome to the new bridge.",
        "She was welcome to the live broadcast, the station said.",
        "At 12:40 the bridge was shut.",
        "Save the bridge, said a banner on the quay.",
        "Bridge repair up 12% on last year",
        "Port Ellis 3-1 Fenn",
        "Costs rise to $4 million",
        "At least 9 dead",
    ],
)
def test_reporting_that_looks_like_furniture_stays_body(line: str) -> None:
    assert kind_of(line) is BODY


def test_items_of_a_list_are_not_subheads() -> None:
    lines = ["The following were elected:", "Jane Roe", "Ada Voss", "Al Finch", LONG]
    assert classify(lines) == [BODY] * 5


def test_a_short_last_line_is_not_a_subhead() -> None:
    assert classify([LONG, "Bearings worn through"])[1] is BODY


def test_a_short_line_after_an_unfinished_one_is_not_a_subhead() -> None:
    assert kind_of("Bearings worn through", before="The board listed these faults,") is BODY


def test_a_line_that_goes_on_in_lower_case_is_not_a_subhead() -> None:
    assert (
        kind_of("The mayor of Port Ellis", after="said on Monday that the bridge would stay shut for a year.") is BODY
    )


def test_the_title_the_outlet_and_the_author_alone_are_not_reporting() -> None:
    lines = ["Bridge  stays shut", "Jane Roe", LONG, LONG, "Ellis Herald"]
    kinds = classify(lines, title="Bridge stays shut", author="jane roe", outlet="Ellis Herald")
    assert kinds == [SUBHEAD, ParagraphKind.BYLINE, BODY, BODY, ParagraphKind.CREDIT]


def test_marks_of_the_source_decide_over_the_words() -> None:
    line = "Why the board, after eleven months of delay, let the bridge be opened again in the middle of a storm, " * 2
    assert classify([LONG, line, LONG], marks={line: SUBHEAD})[1] is SUBHEAD


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), max_size=12), st.text(), st.text())
def test_any_lines_get_one_kind_each(lines: list[str], title: str, author: str) -> None:
    assert len(classify(lines, title=title, author=author)) == len(lines)


WORDS = st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=5, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_plain_sentences_said_by_someone_are_always_reporting(sentences: list[list[str]]) -> None:
    lines = [f"The {' '.join(words)}, Mrs Roe told the board." for words in sentences]
    assert classify(lines) == [BODY] * len(lines)
