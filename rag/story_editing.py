"""Stories as a person sees and corrects them: listed, merged, split, and what was decided; a part of the `Newsroom`."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import Origin, Story, StoryDecision
from rag.errors import NotFoundError, UsageError
from rag.store.decisions import Decisions
from rag.store.library import Library


class StoryEditing:
    """What the `Newsroom` does with stories. A person's decision stands through every later grouping."""

    _library: Library

    def stories(self) -> list[Story]:
        """List the stories, the latest first."""
        self._library.groups.catch_up(wait=False)
        return self._library.groups.stories()

    def story(self, story_id: str) -> Story:
        """Return one story; of an id that was merged away, the story it is part of now.

        Raises:
            NotFoundError: there is no such story.
        """
        stories = {story.id: story for story in self.stories()}
        found = stories.get(story_id) or stories.get(self._library.groups.current(story_id))
        if found is None:
            raise NotFoundError(f"There is no story {story_id!r}.", hint="`stories` lists them.")
        return found

    def origins(self, articles: Sequence[str]) -> list[Origin]:
        """Return the origins that some articles come from, with the evidence where several share one."""
        return self._library.groups.origins(articles)

    def merge_stories(self, stories: Sequence[str]) -> Story:
        """Make two stories or more one, for good, and return it.

        Raises:
            UsageError: fewer than two stories are named.
            NotFoundError: there is no such story.
        """
        return self._story_with(self._decisions.merge(stories))

    def split_story(self, story: str, articles: Sequence[str], *, into: str | None = None) -> Story:
        """Take articles out of a story, for good, into one of their own or into another; return where they are.

        Raises:
            UsageError: they are not in the story, or are all of it and have nowhere to go.
            NotFoundError: there is no such story.
        """
        return self._story_with(self._decisions.split(story, articles, into))

    def undo_story_decision(self) -> StoryDecision | None:
        """Take back the last merge, split or move that stands; return it, or None if there is none."""
        undone = self._decisions.undo()
        self._library.groups.catch_up()
        return undone

    def story_decisions(self) -> list[StoryDecision]:
        """List what people decided about stories, the latest first."""
        return self._decisions.history()

    @property
    def _decisions(self) -> Decisions:
        return Decisions(self._library.database)

    def _story_with(self, articles: Sequence[str]) -> Story:
        self._library.groups.catch_up()
        return next(story for story in self._library.groups.stories() if articles[0] in story.articles)


def changed_stories(
    newsroom: StoryEditing, merge: Sequence[str] | None, split: str | None, articles: str | None, into: str | None
) -> list[Story]:
    """Do what a command asks of stories, and return the story that came of it; all stories if it asks nothing.

    Raises:
        UsageError: the options do not go together.
    """
    if split is None and (articles is not None or into is not None):
        raise UsageError("--articles and --into need --split.")
    if merge:
        return [newsroom.merge_stories(merge)]
    if split is not None:
        wanted = [key for key in (articles or "").replace(",", " ").split() if key]
        return [newsroom.split_story(split, wanted, into=into)]
    return newsroom.stories()
