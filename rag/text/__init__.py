"""Reading of plain text: sentences, words, figures, quotations, speakers. Imports nothing else of ours."""
