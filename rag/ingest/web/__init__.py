"""Articles on the web: addresses to documents, politely and safely; `fetch` alone opens connections."""
