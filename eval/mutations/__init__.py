"""Mutations: one change to a true sentence that makes it false, in the way a model errs; each mutator is pure.

A mutator lists every change it can make, in order; nothing here is random. Which one is measured is chosen by seed in
`eval.mutants`. Changes that could leave a sentence true are not made: see the mutator that holds back.
"""

from eval.mutations.figures import change_date, change_number, change_unit
from eval.mutations.names import change_name, change_speaker, swap_names
from eval.mutations.sentence import Mutation, Mutator, TrueSentence
from eval.mutations.turns import change_modality, change_negation, change_quotation

__all__ = ["MUTATORS", "Mutation", "Mutator", "TrueSentence"]

MUTATORS: dict[str, Mutator] = {
    "quotation": change_quotation,
    "number": change_number,
    "unit": change_unit,
    "date": change_date,
    "name": change_name,
    "speaker": change_speaker,
    "negation": change_negation,
    "modality": change_modality,
    "subject/object": swap_names,
}
"""The mutators by the kind of fault they make."""
