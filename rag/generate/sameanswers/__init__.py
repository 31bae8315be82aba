"""Who answers a question how: the words of each outlet's report that answer, and which of them are the same answer.

A question is read for what would answer it (`sought`), each passage is cut into wordings (`wordings`), the best of each
is chosen (`finding`), and the chosen ones are grouped (`grouping`); `outlets` does this for an answer's passages.
"""
