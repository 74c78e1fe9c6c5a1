"""Everything about sentence vectors: the model, the cache, the languages' own directions."""
