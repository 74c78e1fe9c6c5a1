"""Tools that know about words: repair, sentences, languages, lemmas."""
