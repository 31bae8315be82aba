"""Where cases come from: the sample stories, a person's own, and public research sets in their published layout."""
